from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Organisation
from laget.need.voices.models import Listening


def may_listen_at(actor: Actor, unit: Organisation) -> bool:
    """The leader begins, on behalf of those who work there."""
    return unit.is_virksomhet and actor.holds(Role.UNIT_LEADER, at=unit.pk)


def leads(actor: Actor, listening: Listening) -> bool:
    """The leader registers what was said, closes the period and writes the plan."""
    return actor.holds(Role.UNIT_LEADER, at=listening.unit_id)


def works_there(actor: Actor, listening: Listening) -> bool:
    """Whether they see what was said, or only what others may."""
    return listening.unit_id in actor.reading


def can_register(actor: Actor, listening: Listening) -> bool:
    return leads(actor, listening) and listening.is_open
