"""The forum's spring meeting in the sample year: called, held and minuted by those who sit in it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from laget.base.accounts.actor import Actor, actor_for
from laget.base.accounts.roles import Role
from laget.base.questions.states import WRITABLE
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.forum import actions, matter_actions
from laget.grant.forum.lines import WITH_THE_FORUM
from laget.grant.forum.models import Matter, Meeting
from laget.grant.forum.queries import holders_on, matters_visible_to
from laget.grant.forum.room import room_of
from laget.grant.forum.states import MatterState, MeetingState
from laget.grant.innstilling.models import Innstilling
from laget.rules.deciding import Choice

if TYPE_CHECKING:
    from laget.config.sample.year import SampleYear

LESS = 4  # the amount, counted from 0 through the agenda, that the forum finds too high


def hold_meeting(year: "SampleYear") -> None:
    """What is left of it. Nothing when nobody sits in the forum, nothing has come, or the innstilling has been sent."""
    begins = year.at(year.round.deadline("forum_spring").first)
    sent = Beslutningsgrunnlag.objects.filter(round=year.round, state__in=WITH_THE_FORUM)
    written = Innstilling.objects.filter(round=year.round).exclude(state__in=WRITABLE)
    if not sent.exists() or written.exists() or not holders_on(year.forum.pk, day=begins.date()):
        return
    secretary = year.act(Role.FORUM_SECRETARY, year.forum.pk, begins)
    meeting = Meeting.objects.filter(round=year.round).first() or _plan(year, secretary, begins)
    if meeting.state == MeetingState.PLANNED:
        called = begins - timedelta(days=21)
        actions.list_matters(meeting.pk, actor=secretary, at=called)
        actions.call_meeting(meeting.pk, actor=secretary, at=called)
        _step_aside(year, meeting, at=called + timedelta(days=3))
    if meeting.state in (MeetingState.PLANNED, MeetingState.CALLED):
        holders = holders_on(year.forum.pk, day=begins.date())
        leader = year.act(Role.FORUM_LEADER, year.forum.pk, begins)
        present = [each.pk for each in holders]
        actions.open_meeting(meeting.pk, present=present, chair=leader.person.pk, actor=secretary, at=begins)
    _decide(year, meeting, secretary, at=begins)
    meeting.refresh_from_db()
    if meeting.state == MeetingState.OPEN:
        actions.close_meeting(meeting.pk, actor=secretary, at=begins + timedelta(hours=6))
        leader = year.act(Role.FORUM_LEADER, year.forum.pk, begins)
        actions.approve_minutes(meeting.pk, actor=leader, at=begins + timedelta(days=1))


def _plan(year: "SampleYear", secretary: Actor, begins: datetime) -> Meeting:
    at = begins - timedelta(days=30)
    return actions.plan_meeting(
        year.round, title=f"Vårmøte {year.year}", begins=begins, place="Steinkjer", actor=secretary, at=at
    )


def _step_aside(year: "SampleYear", meeting: Meeting, *, at: datetime) -> None:
    """One of them knows something that no role tells."""
    matter = meeting.matters.order_by("number")[min(1, meeting.matters.count() - 1)]
    for holder in reversed(holders_on(year.forum.pk, day=at.date())):
        actor = actor_for(holder.person, day=at.date())
        if holder.seat.votes and matters_visible_to(actor).filter(pk=matter.pk).exists():
            reason = "Søsteren min leder et av tiltakene."
            matter_actions.declare(matter.pk, reason=reason, actor=actor, at=at)
            return


def _decide(year: "SampleYear", meeting: Meeting, secretary: Actor, *, at: datetime) -> None:
    before = 0
    for matter in meeting.matters.order_by("number"):
        less = LESS - before if before <= LESS < before + len(matter.lines) else None
        before += len(matter.lines)
        if matter.state != MatterState.LISTED:
            continue
        room = room_of(matter, day=at.date())
        chair = next((each.holder.person_id for each in room.voting if each.holder), None)
        if less is not None:
            line = matter.lines[less]
            lines = {line["id"]: (line["amount"] * 9 // 10, year.reason_for_less)}
            matter_actions.propose(matter.pk, lines=lines, revision=matter.revision, actor=secretary, at=at)
            matter.refresh_from_db()
        matter_actions.take_up(matter.pk, chair=chair, actor=secretary, at=at)
        if less is None:
            matter_actions.agree(matter.pk, revision=matter.revision, actor=secretary, at=at)
        else:
            _vote(matter, secretary, at=at)


def _vote(matter: Matter, secretary: Actor, *, at: datetime) -> None:
    """All but the first two are for."""
    proposal: dict[str, Any] = {"question": "Å anbefale mindre enn søkt.", "revision": matter.revision}
    ballot = matter_actions.call_vote(matter.pk, **proposal, actor=secretary, at=at).number
    for n, sitting in enumerate(room_of(matter, day=at.date()).voting):
        choice = Choice.AGAINST if n < 2 else Choice.FOR
        matter_actions.cast_vote(matter.pk, seat=sitting.seat.pk, ballot=ballot, choice=choice, actor=secretary, at=at)
    matter_actions.close_vote(matter.pk, actor=secretary, at=at)
