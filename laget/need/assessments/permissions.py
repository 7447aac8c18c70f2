from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.questions.states import Act, State
from laget.need.assessments.models import Assessment
from laget.need.assessments.states import TRANSITIONS
from laget.rules.transitions import allows


def leads(actor: Actor, assessment: Assessment) -> bool:
    return actor.holds(Role.UNIT_LEADER, at=assessment.party_id)


def receives(actor: Actor, assessment: Assessment) -> bool:
    return actor.holds(Role.OWNER, at=assessment.owner_id)


def can_submit(actor: Actor, assessment: Assessment) -> bool:
    """Staff write it together; the leader sends it."""
    return leads(actor, assessment) and allows(TRANSITIONS, State(assessment.state), Act.SUBMIT)


def can_choose_evidence(actor: Actor, assessment: Assessment) -> bool:
    """The leader decides what of the unit's own results that goes to the owner."""
    return leads(actor, assessment) and assessment.writable


def can_return(actor: Actor, assessment: Assessment) -> bool:
    return receives(actor, assessment) and allows(TRANSITIONS, State(assessment.state), Act.RETURN)
