from laget.base.accounts.actor import Actor
from laget.base.cycle.permissions import may_decide, may_withdraw
from laget.grant.corrections.models import Correction
from laget.grant.corrections.states import TRANSITIONS, Act, State
from laget.grant.tilsagn.permissions import follows_letters
from laget.rules.transitions import allows


def may_preview(actor: Actor, correction: Correction) -> bool:
    """The letter as it will look, while it is proposed."""
    return follows_letters(actor, correction.county_id) and correction.state == State.PROPOSED


def can_decide(actor: Actor, correction: Correction) -> bool:
    return may_decide(actor, correction) and allows(TRANSITIONS, State(correction.state), Act.DECIDE)


def can_withdraw(actor: Actor, correction: Correction) -> bool:
    return may_withdraw(actor, correction) and allows(TRANSITIONS, State(correction.state), Act.WITHDRAW)
