from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role


def keeps_archive(actor: Actor, county: UUID) -> bool:
    """Statsforvalteren's people keep the archive of their county."""
    return actor.holds(Role.CASE_OFFICER, Role.DECIDER, at=county)


def may_exempt(actor: Actor, county: UUID) -> bool:
    return actor.holds(Role.CASE_OFFICER, at=county)
