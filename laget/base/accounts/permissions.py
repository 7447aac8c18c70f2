from laget.base.accounts.actor import Actor
from laget.base.accounts.models import places_of
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Party


def may_manage(actor: Actor, county: County) -> bool:
    """An administrator keeps the people and the organisations of a county in order."""
    return actor.holds(Role.ADMINISTRATOR, at=county.pk)


def can_be_held_at(role: Role, party: Party) -> bool:
    """Whether a role belongs at that kind of party: a koordinator at a network, a styrer at a barnehage."""
    return places_of(role).filter(pk=party.pk).exists()
