from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.questions.states import Act, State
from laget.need.plans.models import Plan
from laget.need.plans.roles import LEADING
from laget.need.plans.states import TRANSITIONS
from laget.rules.transitions import allows


def leads(actor: Actor, party: UUID) -> bool:
    return actor.holds(*LEADING, at=party)


def can(actor: Actor, plan: Plan, act: Act) -> bool:
    """Whoever leads those whose plan it is, when it is in turn."""
    return leads(actor, plan.party_id) and allows(TRANSITIONS, State(plan.state), act)
