from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from laget.base.accounts.roles import Role
from laget.base.cycle.models import Task
from laget.base.questions.models import Document


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
