"""What an approved report leaves unused: someone has it to do until it is decided what becomes of every krone of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_noop

from laget.base.accounts.roles import Role
from laget.base.cycle.actions import close_tasks, open_tasks, task_for_county
from laget.base.cycle.models import Round, Task
from laget.grant.changes.models import Change
from laget.grant.changes.states import State
from laget.grant.ledger.models import Award, Entry
from laget.grant.ledger.queries import decided_of, of_year, round_of
from laget.rules.ledger import Balance

OF_WHAT_IS_LEFT = (Change.Kind.CARRY_OVER, Change.Kind.REPURPOSE, Change.Kind.RETURN)


@dataclass(frozen=True, slots=True)
class Undecided:
    """Unused money of one award in one year. `waiting` is what has been put before the one who decides, if anything."""

    award: Award
    year: int
    left: int  # whole kroner
    waiting: Change | None


def undecided_in(round: Round) -> list[Undecided]:
    """Everything of the round's year that is reported as unused, and not decided on, by recipient. Three queries."""
    reported = of_year(round).filter(kind=Entry.Kind.USED).values("award")
    known = Award.objects.filter(pk__in=reported).select_related("recipient", "tiltak__applicant")
    awards = list(known.order_by("recipient__sort_key", "name", "pk"))
    balances, waiting = decided_of(awards), _waiting(awards, round.year)
    left = ((award, balances[award.pk, round.year].left) for award in awards)
    return [Undecided(award, round.year, amount, waiting.get(award.pk)) for award, amount in left if amount]


def keep_asking(award: Award, year: int, *, at: datetime) -> None:
    """Let the case officer have the task while there is something unused that nobody has proposed anything for.
    What is decided is decided, though its letter waits.

    Part of every act that changes what is left: the report that is approved, the change, the klage.
    """
    balance = decided_of([award]).get((award.pk, year), Balance())
    waiting = _waiting([award], year).get(award.pk)
    if balance.is_reported and balance.left > (waiting.amount if waiting else 0):
        open_tasks([_task(award, year, at=at)])
    else:
        close_tasks(about=award.pk, step=_step(year), at=at)


def _waiting(awards: Iterable[Award], year: int) -> dict[object, Change]:
    found = Change.objects.filter(award__in=list(awards), year=year, state=State.PROPOSED, kind__in=OF_WHAT_IS_LEFT)
    return {each.award_id: each for each in found}


def _step(year: int) -> str:
    return f"unused-{year}"


def _task(award: Award, year: int, *, at: datetime) -> Task:
    """In time for the forum, which goes through the reports, where it does."""
    round = round_of(award, year)
    review = round.deadline("report_review").first if "report_review" in round.file.dates else None
    return task_for_county(
        award.county_id,
        _step(year),
        gettext_noop("Avgjøre hva som skal skje med ubrukte penger"),
        role=Role.CASE_OFFICER,
        about=award.pk,
        address=reverse("changes:propose", args=[award.pk, year]),
        round=round,
        subject=f"{award.recipient.name}, {award.full_name}"[:200],
        due=review,
        at=at,
    )
