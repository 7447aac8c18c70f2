"""What the case officer and the decider have to do with a tilsagn."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from laget.base.accounts.queries import writer_role_at
from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.base.cycle.actions import task_for_county, task_for_round
from laget.base.cycle.models import Task
from laget.base.questions.tasks import task_about
from laget.grant.tilsagn.models import Letter, Tilsagn
from laget.rules.instalments import Need, due

SOON = timedelta(days=30)
UNDELIVERED = "undelivered"  # the step of a letter that did not arrive


def to_prepare(tilsagn: Tilsagn, *, at: datetime) -> Task:
    return _task(tilsagn, Role.CASE_OFFICER, gettext_noop("Forberede tilsagn"), at=at)


def to_decide(tilsagn: Tilsagn, *, at: datetime) -> Task:
    return _task(tilsagn, Role.DECIDER, gettext_noop("Vedta tilsagn"), at=at)


def to_send(letter: Letter, *, at: datetime) -> Task:
    """A letter that is ready, or was stopped. Of a tilsagn it has the same last day as the decision had."""
    first, round = letter.grants, letter.round
    return task_for_county(
        round.county_id,
        "tilsagn" if first else "letter",
        gettext_noop("Sende tilsagnsbrev") if first else gettext_noop("Sende brev"),
        role=Role.CASE_OFFICER,
        about=letter.about if first else letter.pk,
        address=letter.page if first else letter.get_absolute_url(),
        round=round,
        subject=letter.recipient.name,
        due=round.deadline("tilsagn").applies if first else at.date(),
        awaited_by=letter.recipient_id,
        at=at,
    )


def to_send_again(letter: Letter, *, at: datetime) -> Task:
    """A letter that did not arrive: its page says why. Until it has, no time to complain is running."""
    return task_for_county(
        letter.round.county_id,
        UNDELIVERED,
        gettext_noop("Sende på nytt et brev som ikke kom fram"),
        role=Role.CASE_OFFICER,
        round=letter.round,
        subject=letter.recipient.name,
        about=letter.pk,
        address=letter.get_absolute_url(),
        due=localdate(at),
        at=at,
    )


def to_ask_for_reports(tilsagn: Tilsagn, *, at: datetime) -> Task:
    """Before the year that the money is for has gone: they are to know in time what they will be asked."""
    round, county, title = tilsagn.round, tilsagn.county_id, gettext_noop("Be om rapporter")
    last = date(round.year, 12, 31)
    return task_for_round(round, "report", title, party=county, role=Role.CASE_OFFICER, due=last, at=at)


def to_pay_now(tilsagn: Tilsagn, *, at: datetime) -> list[Task]:
    """For the county, where the first part of what is granted is due with the letter."""
    round = tilsagn.round
    granted = sum(tilsagn.amounts.filter(year=round.year).values_list("amount", flat=True))
    plan, new = round.rules.plan_of(round.year), frozenset({Need.REPORT_BEFORE})  # there is no year before to report on
    return [to_pay(round.county, at=at)] if due(granted, 0, plan, met=new, day=localdate(at)) else []


def to_pay(county: County, *, at: datetime) -> Task:
    """Once what is granted has left; `payments/asking.py` keeps it while there is something to pay."""
    title, page = gettext_noop("Betale ut tilskudd"), reverse("payments:lists", args=[county.slug])
    return task_for_county(county.pk, "payments", title, role=Role.CASE_OFFICER, about=county.pk, address=page, at=at)


def to_carry_out(tilsagn: Tilsagn, *, at: datetime) -> list[Task]:
    """For the recipient, where it answers for something that the tilsagn pays for."""
    paid = tilsagn.amounts.filter(award__isnull=False)
    if not paid.filter(Q(award__tiltak=None) | Q(award__tiltak__applicant=tilsagn.subject_id)).exists():
        return []
    party, round, title = tilsagn.subject_id, tilsagn.round, gettext_noop("Sette i gang det som er innvilget")
    soon = at.date() + SOON
    return [task_for_round(round, "delivery", title, party=party, role=writer_role_at(party), due=soon, at=at)]


def _task(tilsagn: Tilsagn, role: Role, title: str, *, at: datetime) -> Task:
    party, other, last = tilsagn.county_id, tilsagn.subject_id, tilsagn.round.deadline(tilsagn.kind).applies
    return task_about(tilsagn, title, party=party, role=role, due=last, awaited_by=other, at=at)
