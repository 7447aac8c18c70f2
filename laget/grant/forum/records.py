"""What every act in the forum's room has in common: the refusal, the audit entry, and the ties written down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from laget.base.accounts.actor import Actor
from laget.base.audit.record import record
from laget.grant.forum.models import Matter, Meeting, Recusal
from laget.grant.forum.queries import holders_on, ties_of


def write_down_ties(matter: Matter, *, at: datetime) -> list[Recusal]:
    """Those who are tied by a role step aside, and it is written down once. Returns the new ones."""
    holders = holders_on(matter.meeting.forum_id, day=at.date())
    known = set(matter.recusals.standing().values_list("person", flat=True))
    new = [
        Recusal(matter=matter, person_id=person, ground=tie.ground, party_id=tie.party, at=at)
        for person, tie in ties_of(matter, holders, day=at.date()).items()
        if person not in known
    ]
    return Recusal.objects.bulk_create(new)


def record_meeting(meeting: Meeting, act: str, *, actor: Actor, at: datetime, before: str = "", **detail: Any) -> None:
    _record(meeting, "meeting", meeting.pk, act, meeting.state, actor, at, before, detail)


def record_matter(matter: Matter, act: str, *, actor: Actor, at: datetime, before: str = "", **detail: Any) -> None:
    _record(matter.meeting, "matter", matter.pk, act, matter.state, actor, at, before, detail)


def _record(
    meeting: Meeting,
    kind: str,
    about: object,
    act: str,
    after: str,
    actor: Actor,
    at: datetime,
    before: str,
    detail: Mapping[str, Any],
) -> None:
    by = actor.by(meeting.forum_id)
    record(
        act, chain=meeting.county.code, kind=kind, about=about, by=by, at=at, before=before, after=after, detail=detail
    )
