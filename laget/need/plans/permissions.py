from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import PUBLIC_OWNERS, Party
from laget.base.cycle.models import Round
from laget.base.questions.states import Act, State
from laget.need.plans.models import Plan
from laget.need.plans.roles import LEADING
from laget.need.plans.states import TRANSITIONS
from laget.rules.transitions import allows


def leads(actor: Actor, party: UUID) -> bool:
    return actor.holds(*LEADING, at=party)


def answers_to_everyone(party: Party) -> bool:
    """Whether its plans may be shown to all: not those of private owners."""
    return not hasattr(party, "organisation") or party.organisation.kind in PUBLIC_OWNERS


def can(actor: Actor, plan: Plan, act: Act) -> bool:
    """Whoever leads those whose plan it is, when it is in turn."""
    return leads(actor, plan.party_id) and allows(TRANSITIONS, State(plan.state), act)


def follows_risks(actor: Actor, round: Round) -> bool:
    """Those who see many plans of the county: the forum and Statsforvalteren, and whoever coordinates a network."""
    coordinates = any(h.role == Role.COORDINATOR and h.county == round.county_id for h in actor.holdings)
    return round.county_id in actor.county_wide or coordinates
