from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import HeldRole, Person, places_of
from laget.base.accounts.roles import Role
from laget.base.actors.models import OWNERS, County, Forum, Kind, Network, Organisation, Partnership, Party, Seat

# What the leader of one is called there.
_LEADERS = {"styrer": Kind.KINDERGARTEN, "rektor": Kind.SCHOOL}


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
    at = actor.where(Role.ADMINISTRATOR)
    return County.objects.filter(pk__in=at)


def roles_visible_to(actor: Actor) -> QuerySet[HeldRole]:
    """The roles, of today and before, that this person gives and ends."""
    found = HeldRole.objects.filter(party__in=parties_managed_by(actor))
    return found.select_related("person", "party").order_by("person__sort_key", "valid_from", "pk")


def roles_shown_at(party: Party, actor: Actor) -> QuerySet[HeldRole]:
    """Whom to ask for there today. Staff are known to those who belong there, and to no others."""
    held = HeldRole.objects.at(actor.day).filter(party=party).select_related("person")
    return held if party.pk in actor.parties else held.exclude(role=Role.UNIT_STAFF)


def writer_role_at(party: UUID) -> Role:
    """Who writes for each sort of recipient of money."""
    if Network.objects.filter(pk=party).exists():
        return Role.COORDINATOR
    if Forum.objects.filter(pk=party).exists():
        return Role.FORUM_SECRETARY
    is_owner = Organisation.objects.filter(pk=party, kind__in=OWNERS).exists()
    return Role.OWNER if is_owner else Role.PARTNER


def parties_managed_by(actor: Actor) -> QuerySet[Party]:
    """Those at which an administrator gives and ends roles."""
    return parties_of(counties_managed_by(actor))


def parties_of(counties: QuerySet[County]) -> QuerySet[Party]:
    """Those whose roles are given by the counties: their own, and those from elsewhere that work with them."""
    partners = Partnership.objects.filter(network__county__in=counties).values("partner")
    seated = Seat.objects.filter(forum__county__in=counties).values("party")
    return Party.objects.filter(Q(county__in=counties) | Q(pk__in=partners) | Q(pk__in=seated))


def places_managed_by(actor: Actor, role: Role, *, words: str) -> QuerySet[Party]:
    """Those where an administrator may give the role, by a part of the name."""
    fitting = parties_managed_by(actor) & places_of(role)
    return fitting.filter(name__icontains=words.strip()).order_by("sort_key", "pk")


def managing_county(actor: Actor, party: Party) -> County:
    """The county for which this person gives and ends roles there: the party's own before one that it works in.

    404 when there is none.
    """
    managed = [each for each in counties_managed_by(actor) if manages(each, party)]
    if not managed:
        raise Http404
    return min(managed, key=lambda each: each.pk != party.county_id)


def manages(county: County, party: Party) -> bool:
    return parties_of(County.objects.filter(pk=county.pk)).filter(pk=party.pk).exists()


def sample_people() -> QuerySet[Person]:
    """Those that anyone may sign in as, in the demo alone."""
    return Person.objects.filter(is_sample=True, is_active=True)


def found_by(words: str, held: QuerySet[HeldRole]) -> QuerySet[HeldRole]:
    """Those where each word is of the person, the place or the role, in any order."""
    for word in words.split():
        roles = [role for role in Role if word.casefold() in str(role.label).casefold()]
        led = [kind for title, kind in _LEADERS.items() if word.casefold() in title]
        leads = Q(role=Role.UNIT_LEADER, party__organisation__kind__in=led)
        held = held.filter(Q(person__name__icontains=word) | Q(party__name__icontains=word) | Q(role__in=roles) | leads)
    return held
