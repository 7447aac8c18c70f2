from datetime import date
from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.effect.events.models import Event
from laget.effect.events.roles import ARRANGING
from laget.effect.events.states import TRANSITIONS, Act, State
from laget.rules.transitions import allows


def may_arrange_for(actor: Actor, party: UUID) -> bool:
    return actor.holds(*ARRANGING, at=party)


def arranges(actor: Actor, event: Event) -> bool:
    """The ones who plan it, see who comes, and answer for it."""
    return may_arrange_for(actor, event.organiser_id)


def can(actor: Actor, event: Event, act: Act) -> bool:
    """Whether this person may do this with the event as it stands."""
    return arranges(actor, event) and allows(TRANSITIONS, State(event.state), act)


def may_mark(actor: Actor, event: Event, *, day: date) -> bool:
    return arranges(actor, event) and event.takes_attendance(day)


def may_settle(actor: Actor, event: Event) -> bool:
    """Whoever prepares what is decided about the money."""
    return actor.holds(Role.CASE_OFFICER, at=event.county_id)
