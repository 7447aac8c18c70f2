from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.grant.corrections.models import Correction
from laget.grant.corrections.states import TRANSITIONS, Act, State
from laget.rules.transitions import allows


def may_decide(actor: Actor, correction: Correction) -> bool:
    """A decision-maker who did not prepare it. Also said by a constraint in the database."""
    return actor.holds(Role.DECIDER, at=correction.county_id) and correction.proposed_by_id != actor.person.pk


def can_decide(actor: Actor, correction: Correction) -> bool:
    return may_decide(actor, correction) and allows(TRANSITIONS, State(correction.state), Act.DECIDE)
