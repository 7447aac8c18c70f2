"""What is done with a result: words of one's own are cleared or deleted, and numbers from elsewhere are kept."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Party
from laget.base.audit.record import NATIONAL, record
from laget.need.surveys.actions import record_act
from laget.need.surveys.models import OtherSource, Remark, Survey
from laget.need.surveys.other_sources import SourceRow
from laget.need.surveys.permissions import clears_remarks, may_ask_for
from laget.need.surveys.states import Act


@transaction.atomic
def clear_remarks(survey: Survey, *, remarks: Collection[UUID], actor: Actor, at: datetime) -> int:
    """Let what has been read be shown with the result, and return how many. The one who read it is named."""
    return _judge(survey, remarks, Act.CLEAR, actor=actor, at=at)


@transaction.atomic
def delete_remarks(survey: Survey, *, remarks: Collection[UUID], actor: Actor, at: datetime) -> int:
    """Remove for ever what names someone or should not be shown, and return how many."""
    return _judge(survey, remarks, Act.DELETE, actor=actor, at=at)


@transaction.atomic
def keep_source(
    party: UUID, *, title: str, source: str, dated: date, rows: Sequence[SourceRow], actor: Actor, at: datetime
) -> OtherSource:
    """Keep a result from elsewhere."""
    if not may_ask_for(actor, party):
        raise PermissionDenied
    kept = OtherSource.objects.create(
        party_id=party,
        title=title,
        source=source,
        dated=dated,
        rows=[list(row) for row in rows],
        entered_by=actor.person,
        entered_at=at,
    )
    _record(kept, "enter", actor=actor, at=at)
    return kept


@transaction.atomic
def delete_source(found: OtherSource, *, actor: Actor, at: datetime) -> None:
    if not may_ask_for(actor, found.party_id):
        raise PermissionDenied
    _record(found, "delete", actor=actor, at=at)
    found.delete()


def _judge(survey: Survey, remarks: Collection[UUID], act: Act, *, actor: Actor, at: datetime) -> int:
    if not clears_remarks(actor, survey):
        raise PermissionDenied
    found = Remark.objects.filter(group__release__survey=survey, pk__in=remarks, cleared_by=None)
    number = found.update(cleared_by=actor.person) if act is Act.CLEAR else found.delete()[0]
    if number:
        record_act(survey, act, by=actor.by(survey.party_id), at=at, remarks=number)
    return number


def _record(source: OtherSource, act: str, *, actor: Actor, at: datetime) -> None:
    county = Party.objects.select_related("county").get(pk=source.party_id).county
    chain, detail = county.code if county else NATIONAL, {"rows": len(source.rows)}
    record(act, chain=chain, kind="other_source", about=source.pk, by=actor.by(source.party_id), at=at, detail=detail)
