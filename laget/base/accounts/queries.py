from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Forum, Network, Organisation, Party


def counties_visible_to(actor: Actor) -> QuerySet[County]:
    """Those they take part in. The organisations, networks and forum of a county are known to all who do."""
    return County.objects.filter(pk__in=actor.counties)


def organisations_visible_to(actor: Actor) -> QuerySet[Organisation]:
    return Organisation.objects.filter(county__in=actor.counties)


def networks_visible_to(actor: Actor) -> QuerySet[Network]:
    return Network.objects.filter(county__in=actor.counties)


def networks_led_by(actor: Actor) -> QuerySet[Network]:
    return Network.objects.filter(pk__in=actor.leading_networks)


def forums_visible_to(actor: Actor) -> QuerySet[Forum]:
    return Forum.objects.filter(county__in=actor.counties)


def counties_managed_by(actor: Actor) -> QuerySet[County]:
    at = [holding.party for holding in actor.holdings if holding.role is Role.ADMINISTRATOR]
    return County.objects.filter(pk__in=at)


def roles_visible_to(actor: Actor) -> QuerySet[HeldRole]:
    """The roles, of today and before, at the parties of the counties this person administers."""
    counties = counties_managed_by(actor).values("pk")
    found = HeldRole.objects.filter(Q(party__county__in=counties) | Q(party__held_seats__forum__county__in=counties))
    return found.select_related("person", "party").order_by("person__sort_key", "valid_from", "pk").distinct()


def parties_managed_by(actor: Actor) -> QuerySet[Party]:
    """Those at which an administrator may give roles: the county's own, and partners from elsewhere."""
    counties = counties_managed_by(actor).values("pk")
    partner = Q(organisation__partnerships__network__county__in=counties)
    return Party.objects.filter(Q(county__in=counties) | partner).distinct()


def sample_people() -> QuerySet[Person]:
    """Those that anyone may sign in as, in the demo alone."""
    return Person.objects.filter(is_sample=True, is_active=True)
