from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from laget.base.accounts.roles import Role
from laget.base.cycle.actions import open_tasks
from laget.base.cycle.models import Task
from laget.base.questions.models import Document, Version
from laget.base.questions.states import AS_SENT


def task_about(
    document: Document,
    title: Any,
    *,
    party: UUID,
    role: Role,
    due: date | None,
    at: datetime,
    awaited_by: UUID | None = None,
) -> Task:
    """Something that a role at a party has to do with a document."""
    return Task(
        county_id=document.county_id,
        round_id=document.round_id,
        step=document.kind,
        title=title,
        party_id=party,
        role=role,
        subject="" if party == document.subject_id else document.subject.name,
        about=str(document.pk),
        address=document.get_absolute_url(),
        due=due,
        awaited_by_id=awaited_by,
        opened_at=at,
    )


def close_left_behind(documents: QuerySet[Any], *, at: datetime) -> dict[str, list[str]]:
    """Close what is still to be done with documents that nobody waits for any longer: what they feed has been sent.

    They may still be written and sent. Returns which they were, for the audit entry of the act that went past them.
    """
    pks = [str(pk) for pk in documents.values_list("pk", flat=True)]
    open_ones = Task.objects.filter(about__in=pks, done_at=None)
    left = sorted(set(open_ones.values_list("about", flat=True)))
    open_ones.update(done_at=at)
    return {"left_behind": left} if left else {}


def reopen_left_behind(documents: QuerySet[Any], *, since: Version, at: datetime) -> dict[str, list[str]]:
    """Open again what was closed when a version was sent that is now sent back: it is waited for once more.

    Documents that have been sent, or have gone to signing, in the meantime are left as they are. Returns which were
    reopened, for the audit entry.
    """
    sent_at = since.sending.at
    waiting = documents.exclude(state__in=AS_SENT).filter(state_since__lte=sent_at)
    about = [str(pk) for pk in waiting.values_list("pk", flat=True)]
    closed = list(Task.objects.filter(about__in=about, done_at=sent_at))
    for task in closed:
        task.pk, task.done_at, task.opened_at = None, None, at  # a new one: what was closed then stays closed then
    open_tasks(closed)
    again = sorted({task.about for task in closed})
    return {"waited_for_again": again} if again else {}
