"""What is withheld from those who have since done what was waited for: someone is asked whether to hold it longer."""

from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from laget.base.accounts.roles import Role
from laget.base.cycle.actions import close_tasks, open_tasks, task_for_county
from laget.base.cycle.models import Task
from laget.grant.changes.models import Change
from laget.grant.changes.queries import is_withheld, withheld_in
from laget.grant.ledger.models import Award
from laget.grant.tilsagn.models import Letter

SOON = timedelta(days=7)


def ask_whether_to_release(recipient: UUID, *, county: UUID, at: datetime) -> None:
    """Part of the act that approves a report of theirs. What is held back for another reason is looked at again too."""
    withheld = withheld_in(county)
    theirs = Award.objects.filter(pk__in={pk for pk, _year in withheld}, recipient=recipient)
    awards = theirs.select_related("recipient", "tiltak__applicant").in_bulk()
    open_tasks(_task(awards[pk], year, at=at) for pk, year in withheld if pk in awards)


def ask_after_klage(letter: Letter, *, at: datetime) -> None:
    """Part of the act that upholds a klage over its being withheld: it still is, until two have decided otherwise."""
    changes = Change.objects.filter(pk=letter.about, kind=Change.Kind.WITHHOLD).select_related(
        "award__recipient", "award__tiltak__applicant"
    )
    open_tasks(_task(each.award, each.year, at=at) for each in changes if is_withheld(each.award, each.year))


def release_is_proposed(award: Award, year: int, *, at: datetime) -> None:
    """Whoever decides it has it from here."""
    close_tasks(about=award.pk, step=_step(year), at=at)


def ask_again_whether_to_release(award: Award, year: int, *, at: datetime) -> None:
    """Part of the act that takes such a proposal back."""
    if is_withheld(award, year):
        open_tasks([_task(award, year, at=at)])


def _step(year: int) -> str:
    return f"withheld-{year}"


def _task(award: Award, year: int, *, at: datetime) -> Task:
    return task_for_county(
        award.county_id,
        _step(year),
        gettext_noop("Avgjøre om penger skal holdes tilbake lenger"),
        role=Role.CASE_OFFICER,
        subject=f"{award.recipient.name}, {award.full_name}"[:200],
        about=award.pk,
        address=f"{reverse('changes:propose', args=[award.pk, year])}?kind={Change.Kind.RELEASE}",
        due=localdate(at) + SOON,
        at=at,
    )
