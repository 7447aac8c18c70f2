from uuid import UUID

from django.db.models import QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Party
from laget.base.cycle.models import Round
from laget.base.questions import queries
from laget.effect.reports.models import Report
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balances_of, of_year
from laget.rules.ledger import Balance


def visible_to(actor: Actor) -> QuerySet[Report]:
    return queries.visible_to(actor, queries.with_names(Report.objects.all()))


def not_asked_yet(round: Round) -> list[Party]:
    """Those with money to report on for the year of the round, whichever round granted it, and not asked yet."""
    entries = of_year(round).filter(award__known_since__isnull=False)
    asked = Report.objects.filter(round=round).values("subject")
    holders = entries.exclude(award__recipient__in=asked).values("award__recipient")
    return list(Party.objects.filter(pk__in=holders))


def awards_to_report(round: Round, recipient: UUID) -> list[tuple[Award, Balance]]:
    """What a recipient has had to use in the year of the round, with how each award stands."""
    known = Award.objects.filter(
        county=round.county_id,
        given_in__ordning__key__in=round.ordning_keys,
        recipient=recipient,
        known_since__isnull=False,
    )
    awards = list(known.select_related("tiltak__network").order_by("granted__pk", "pk").distinct())
    balances = balances_of(awards)
    found = {award.pk: (award, balances.get((award.pk, round.year), Balance())) for award in awards}
    return [(award, balance) for award, balance in found.values() if balance.right]
