from collections.abc import Collection
from uuid import UUID

from django.db.models import F, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Party
from laget.base.cycle.models import Round
from laget.base.questions import queries
from laget.base.questions.states import State
from laget.effect.reports.models import Report, UsedAmount
from laget.grant.changes.unused import Undecided, undecided_in
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balances_of, of_year
from laget.rules.ledger import Balance


def visible_to(actor: Actor) -> QuerySet[Report]:
    return queries.visible_to(actor, queries.with_names(Report.objects.all()))


def not_asked_yet(round: Round) -> list[Party]:
    """Those with money to report on for the year of the round, whichever round granted it, and not asked yet."""
    entries = of_year(round).filter(known_since__isnull=False)
    asked = Report.objects.filter(round=round).values("subject")
    holders = entries.exclude(award__recipient__in=asked).values("award__recipient")
    return list(Party.objects.filter(pk__in=holders))


def unused_of(report: Report) -> list[UsedAmount]:
    """The amounts of a report that not everything was used of."""
    along = ("award__recipient", "award__given_in__rule_set__stored")
    found = report.amounts.filter(used__lt=F("received")).select_related(*along)
    return list(found.order_by("pk"))


def undecided_of(report: Report) -> set[UUID]:
    """The awards of an approved report with something left that nobody has decided on, or proposed anything for."""
    if report.state != State.APPROVED:
        return set()
    return {
        each.award.pk
        for each in undecided_in(report.round)
        if each.award.recipient_id == report.subject_id and not each.waiting
    }


def wishes_in(round: Round, undecided: Collection[Undecided]) -> dict[UUID, str]:
    """What the recipient has written about the rest of each award."""
    if not undecided:
        return {}
    found = UsedAmount.objects.filter(award__in=[each.award.pk for each in undecided], year=round.year)
    return dict(found.values_list("award", "explanation"))


def awards_to_report(round: Round, recipient: UUID) -> list[tuple[Award, Balance]]:
    """What a recipient has had to use in the year of the round, with how each award stands."""
    known = Award.objects.filter(
        county=round.county_id,
        given_in__ordning__key__in=round.ordning_keys,
        recipient=recipient,
        known_since__isnull=False,
    )
    awards = list(known.select_related("tiltak__applicant").order_by("granted__pk", "pk").distinct())
    balances = balances_of(awards)
    found = {award.pk: (award, balances.get((award.pk, round.year), Balance())) for award in awards}
    return [(award, balance) for award, balance in found.values() if balance.right]
