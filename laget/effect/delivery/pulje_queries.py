"""Which puljer there are, who wished for them, who may sign up whom, and what there is room for."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import VIRKSOMHETER, County, Forum, Membership, Network, Organisation, Ownership, Party
from laget.base.cycle.queries import rule_sets_of
from laget.base.cycle.whom import Whom, those
from laget.base.questions.models import Version
from laget.effect.delivery.models import Joining, Pulje
from laget.effect.delivery.permissions import RUNS_FELLESTILTAK
from laget.effect.events.states import COMING
from laget.effect.events.states import State as EventState
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag


def visible_to(actor: Actor) -> QuerySet[Pulje]:
    """Everyone who takes part in a county sees its fellestiltak."""
    return Pulje.objects.filter(county__in=actor.counties).select_related("county", "forum")


def puljer_of(county: UUID) -> QuerySet[Pulje]:
    return Pulje.objects.filter(county=county).select_related("forum")


def forums_run_by(actor: Actor) -> QuerySet[Forum]:
    at = actor.where(*RUNS_FELLESTILTAK)
    return Forum.objects.filter(pk__in=at).order_by("sort_key")


def joinings_in(pulje: Pulje) -> QuerySet[Joining]:
    """Those who are in it now, in the order they came."""
    along = ("party", "network", "partner", "wish__document")
    found = Joining.objects.filter(pulje=pulje, left_at=None).select_related(*along)
    return found.prefetch_related("units").order_by("joined_at", "pk")


def to_come(pulje: Pulje, *, at: datetime) -> list[UUID]:
    """The samlinger that haven't begun, and aren't called off: the events, soonest first."""
    coming = pulje.samlinger.filter(event__begins__gt=at, event__state__in=[EventState.DRAFT, *COMING])
    return list(coming.order_by("event__begins", "pk").values_list("event", flat=True))


# -- Signing up -------------------------------------------------------------------------------------------


def lets_owners_join(county: County) -> bool:
    """Whether an owner may join alone, though the rest of its network doesn't: the county file says."""
    loaded = rule_sets_of(county)
    return bool(loaded) and loaded[0].whole_file.fellestiltak.owners_alone


def may_join(actor: Actor, pulje: Pulje) -> list[Party]:
    """Whom this person may sign up, that isn't in it already, neither itself nor through its network."""
    networks = actor.where(Role.COORDINATOR)
    found = Q(pk__in=Network.objects.filter(pk__in=networks, county=pulje.county_id).values("pk"))
    if lets_owners_join(pulje.county):
        owners = actor.where(Role.OWNER)
        joined = pulje.joinings.filter(left_at=None).values("party")
        there = Membership.objects.at(actor.day).filter(network__in=joined).values("owner")
        alone = Organisation.objects.filter(pk__in=owners, county=pulje.county_id).exclude(pk__in=there)
        found |= Q(pk__in=alone.values("pk"))
    already = pulje.joinings.filter(left_at=None).values("party")
    return list(Party.objects.filter(found).exclude(pk__in=already).order_by("sort_key"))


def could_join(pulje: Pulje, *, day: date) -> list[Whom]:
    """Those who sign up a network of the county; and where the county lets an owner join alone, those of each owner."""
    networks = Network.objects.filter(county=pulje.county_id).order_by("sort_key")
    found = [whom for pk in networks.values_list("pk", flat=True) for whom in those(Role.COORDINATOR, at=pk)]
    if lets_owners_join(pulje.county):
        owners = Membership.objects.at(day).filter(network__in=networks.values("pk")).order_by("owner").distinct()
        found += [whom for pk in owners.values_list("owner", flat=True) for whom in those(Role.OWNER, at=pk)]
    return found


def units_below(party: Party, *, day: date) -> QuerySet[Organisation]:
    """The virksomheter of an owner, or of all the owners of a network."""
    owners = Membership.objects.at(day).filter(network=party.pk).values("owner")
    owned = Ownership.objects.at(day).filter(Q(owner=party.pk) | Q(owner__in=owners)).values("organisation")
    return Organisation.objects.filter(pk__in=owned, kind__in=VIRKSOMHETER, active=True).order_by("sort_key")


def room_in(pulje: Pulje) -> dict[UUID, int]:
    """How many units more each UH has room for. Those that aren't there have no limit."""
    taken: dict[UUID | None, int] = dict(
        pulje.joinings.filter(left_at=None, partner__isnull=False)
        .values_list("partner")
        .annotate(n=Count("units"))
        .order_by()
    )
    return {each.partner_id: each.units - taken.get(each.partner_id, 0) for each in pulje.capacities.all()}


def takes_part(actor: Actor, pulje: Pulje) -> list[Party]:
    """The parties in it that this person belongs to: a unit, its owner, the network, or the UH they go with."""
    parties: set[UUID] = set()
    for joining in joinings_in(pulje):
        parties |= {joining.party_id, *(unit.pk for unit in joining.units.all())}
        parties |= {joining.partner_id} if joining.partner_id else set()
    return list(Party.objects.filter(pk__in=parties & actor.reading).order_by("sort_key"))


# -- What was wished ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wish:
    """That a network, in the beslutningsgrunnlag it sent, wanted to be part of a spor."""

    network: Party
    version: Version
    why: str


def wishes_for(pulje: Pulje) -> list[Wish]:
    """The newest of each network: of the round when the sign-up opens, or the one before."""
    years = (pulje.opens_on.year, pulje.opens_on.year - 1)
    sent = Beslutningsgrunnlag.objects.filter(county=pulje.county_id, round__year__in=years)
    versions = (
        Version.objects.filter(document__in=sent.values("pk"), sending__isnull=False)
        .select_related("document__network", "document__round__rule_set__stored")
        .order_by("document__network__sort_key", "-document__round__year", "-number")
    )
    found: dict[UUID, Wish | None] = {}
    for version in versions:
        party = version.document.network
        if party and party.pk not in found:
            found[party.pk] = _wish(party, version, str(pulje.spor.number))
    return [wish for wish in found.values() if wish]


def _wish(network: Party, version: Version, number: str) -> Wish | None:
    answers = version.content["answers"]
    wanted = answers.get("spor") or []
    return Wish(network, version, answers.get("spor_why") or "") if number in wanted else None
