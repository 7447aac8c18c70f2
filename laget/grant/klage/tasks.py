"""What is to be done with a klage, by whom, and by when."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from laget.base.accounts.roles import Role
from laget.base.cycle.actions import task_for_county
from laget.base.cycle.models import Task
from laget.grant.klage.models import Klage

# A decision is to be made without undue delay, and within a month one is told how it goes (forvaltningsloven § 11 a).
ANSWERED_WITHIN = timedelta(days=28)
ABOVE_WITHIN = timedelta(days=84)  # then ask how it goes there


def to_prepare(klage: Klage, *, at: datetime) -> Task:
    return _task(klage, Role.CASE_OFFICER, gettext_noop("Behandle klage"), (at + ANSWERED_WITHIN).date(), at=at)


def to_decide(klage: Klage, *, at: datetime) -> Task:
    assert klage.proposed_at
    due = timezone.localdate(klage.proposed_at + timedelta(days=7))
    return _task(klage, Role.DECIDER, gettext_noop("Avgjøre klage"), due, at=at)


def to_register_answer(klage: Klage, *, at: datetime) -> Task:
    title = gettext_noop("Sende klagen til klageinstansen, og registrere svaret")
    return _task(klage, Role.CASE_OFFICER, title, (at + ABOVE_WITHIN).date(), at=at)


def _task(klage: Klage, role: Role, title: Any, due: date, *, at: datetime) -> Task:
    return task_for_county(
        klage.county_id,
        "klage",
        title,
        role=role,
        about=klage.pk,
        address=klage.get_absolute_url(),
        round=klage.letter.round,
        subject=klage.letter.recipient.name,
        due=due,
        awaited_by=klage.letter.recipient_id,
        at=at,
    )


def due_of(klage: Klage) -> date | None:
    """By when what comes next is to be done."""
    return Task.objects.filter(about=str(klage.pk), step="klage", done_at=None).values_list("due", flat=True).first()
