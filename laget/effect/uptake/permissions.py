from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role


def tells_for(actor: Actor, unit: UUID, owner: UUID | None) -> UUID | None:
    """As whom someone tells what a unit has been through: as the unit for its leader, or as its owner."""
    if actor.holds(Role.UNIT_LEADER, at=unit):
        return unit
    return owner if owner and actor.holds(Role.OWNER, at=owner) else None
