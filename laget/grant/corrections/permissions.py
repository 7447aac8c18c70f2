from laget.base.accounts.actor import Actor
from laget.base.cycle.permissions import may_decide
from laget.grant.corrections.models import Correction
from laget.grant.corrections.states import TRANSITIONS, Act, State
from laget.rules.transitions import allows


def can_decide(actor: Actor, correction: Correction) -> bool:
    return may_decide(actor, correction) and allows(TRANSITIONS, State(correction.state), Act.DECIDE)
