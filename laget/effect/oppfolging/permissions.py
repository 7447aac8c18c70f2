from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.effect.oppfolging.models import Milestone, Oppfolging


def offers_in(actor: Actor, county: UUID) -> bool:
    return actor.holds(Role.CASE_OFFICER, at=county)


def answers(actor: Actor, case: Oppfolging) -> bool:
    """The owner, and never whoever made the offer."""
    return actor.holds(Role.OWNER, at=case.owner_id) and actor.person.pk != case.offered_by_id


def reaches(actor: Actor, milestone: Milestone) -> bool:
    """Those on the side whose milestone it is."""
    case = milestone.oppfolging
    return actor.holds(milestone.role, at=case.owner_id if milestone.side == "owner" else case.county_id)
