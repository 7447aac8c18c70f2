from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.grant.forum.models import Matter, Meeting
from laget.grant.forum.roles import RUNNING
from laget.grant.forum.states import (
    BEFORE_IT_BEGINS,
    MATTER,
    MEETING,
    SETTLED,
    MatterAct,
    MatterState,
    MeetingAct,
    MeetingState,
)
from laget.rules.transitions import allows


def runs(actor: Actor, forum: UUID) -> bool:
    """The secretary and the leader prepare the meetings, and write down what happens in them."""
    return actor.holds(*RUNNING, at=forum)


def leads(actor: Actor, forum: UUID) -> bool:
    return actor.holds(Role.FORUM_LEADER, at=forum)


def can(actor: Actor, meeting: Meeting, act: MeetingAct) -> bool:
    """Whether this person may do this with the meeting as it stands. The minutes are its leader's to approve."""
    may = leads if act is MeetingAct.APPROVE else runs
    return may(actor, meeting.forum_id) and allows(MEETING, MeetingState(meeting.state), act)


def can_in(actor: Actor, matter: Matter, act: MatterAct) -> bool:
    """The same for what is written down in a matter. Taking it up and deciding belong to the meeting itself."""
    return (
        in_time(matter, act) and runs(actor, matter.meeting.forum_id) and allows(MATTER, MatterState(matter.state), act)
    )


def in_time(matter: Matter, act: MatterAct) -> bool:
    """A proposal is written also beforehand, and a matter is taken off the agenda only then."""
    state = MeetingState(matter.meeting.state)
    if act is MatterAct.WITHDRAW:
        return state in BEFORE_IT_BEGINS
    return state is MeetingState.OPEN or (act is MatterAct.PROPOSE and state in BEFORE_IT_BEGINS)


def may_lift(matter: Matter) -> bool:
    """What one has declared of oneself is taken back until the matter is taken up."""
    return matter.state == MatterState.LISTED


def may_speak(matter: Matter) -> bool:
    """A member who sees the matter may say something, and step aside, until it is settled."""
    return matter.state not in SETTLED
