from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import HELD_AT, Place, Role
from laget.base.actors.models import OWNERS, PARTNERS, VIRKSOMHETER, County, Forum, Network, Organisation, Party


def may_manage(actor: Actor, county: County) -> bool:
    """An administrator keeps the people and the organisations of a county in order."""
    return actor.holds(Role.ADMINISTRATOR, at=county.pk)


def can_be_held_at(role: Role, party: Party) -> bool:
    """Whether a role belongs at that kind of party: a koordinator at a network, a styrer at a barnehage."""
    match HELD_AT[role]:
        case Place.NETWORK:
            return Network.objects.filter(pk=party.pk).exists()
        case Place.FORUM:
            return Forum.objects.filter(pk=party.pk).exists()
        case Place.COUNTY:
            return County.objects.filter(pk=party.pk).exists()
        case place:
            kinds = {Place.VIRKSOMHET: VIRKSOMHETER, Place.OWNER: OWNERS, Place.PARTNER: PARTNERS}[place]
            return Organisation.objects.filter(pk=party.pk, kind__in=kinds).exists()
