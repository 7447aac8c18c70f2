from datetime import date, datetime
from typing import Any
from uuid import UUID

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
