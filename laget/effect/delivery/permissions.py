from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.effect.delivery.models import Delivery, Development, Pulje
from laget.grant.ledger.models import Award

RUNS_FELLESTILTAK = (Role.FORUM_SECRETARY, Role.FORUM_LEADER)


def answers_for(actor: Actor, delivery: Delivery) -> bool:
    """Whoever writes for the one that the tiltak belongs to."""
    return delivery.party_id in actor.writing


def spends(actor: Actor, award: Award) -> bool:
    """Whoever writes for the recipient. Nobody else writes down what it has used."""
    return award.recipient_id in actor.writing


def runs_fellestiltak(actor: Actor, forum: UUID) -> bool:
    return actor.holds(*RUNS_FELLESTILTAK, at=forum)


def runs(actor: Actor, pulje: Pulje) -> bool:
    return runs_fellestiltak(actor, pulje.forum_id)


def signs_up(actor: Actor, party: UUID) -> bool:
    """The koordinator of a network, or whoever represents an owner."""
    return actor.holds(Role.COORDINATOR, Role.OWNER, at=party)


def develops(actor: Actor, development: Development) -> bool:
    """Those who work there."""
    return actor.holds(Role.UNIT_LEADER, Role.UNIT_STAFF, at=development.unit_id)


def leads_development(actor: Actor, development: Development) -> bool:
    return actor.holds(Role.UNIT_LEADER, at=development.unit_id)


def guides(actor: Actor, development: Development) -> bool:
    """The koordinator, and the UH that the network goes through the pulje with."""
    joining = development.joining
    if joining is None:
        return False
    return actor.holds(Role.COORDINATOR, at=joining.network_id) or actor.holds(Role.PARTNER, at=joining.partner_id)
