"""Who works with whom: owners in networks, and those that the networks have as partners."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from laget.base.actors.models import Membership, Network, Organisation, Ownership, Partnership, Party
from laget.effect.insight.picture_queries import Choice, Scope, Span
from laget.need.tiltak.models import Tiltak


@dataclass(frozen=True, slots=True)
class Partner:
    """Someone that a network works with, and in how many of the year's tiltak."""

    pk: UUID
    name: str
    kind: str
    tiltak: int
    agreed: bool  # is its partner that day


@dataclass(frozen=True, slots=True)
class Together:
    """A network with its owners and its partners, each by name."""

    network: Party
    owners: Sequence[Party]
    partners: Sequence[Partner]


def together_in(scope: Scope, choice: Choice) -> list[Together]:
    """The networks of the picture that anyone is in. Four queries."""
    networks = list(networks_of(scope))
    owners: dict[UUID, list[Party]] = defaultdict(list)
    joined = Membership.objects.at(scope.day).filter(network__in=networks).select_related("owner")
    for each in joined.order_by("owner__sort_key", "owner"):
        owners[each.network_id].append(each.owner)
    agreed: dict[UUID, set[UUID]] = defaultdict(set)
    for network, partner in (
        Partnership.objects.at(scope.day).filter(network__in=networks).values_list("network", "partner")
    ):
        agreed[network].add(partner)
    tiltak = _tiltak_together(networks, choice)
    among = {partner for each in agreed.values() for partner in each} | {partner for _network, partner in tiltak}
    known = {each.pk: each for each in Organisation.objects.filter(pk__in=among).order_by("sort_key", "pk")}
    return [
        Together(
            network,
            owners[network.pk],
            [
                Partner(
                    pk, each.name, each.get_kind_display(), tiltak.get((network.pk, pk), 0), pk in agreed[network.pk]
                )
                for pk, each in known.items()
                if pk in agreed[network.pk] or (network.pk, pk) in tiltak
            ],
        )
        for network in networks
        if owners[network.pk] or agreed[network.pk]
    ]


def networks_of(scope: Scope) -> Sequence[Network]:
    """Those that the picture is of, or that its owner is in."""
    found = Network.objects.order_by("sort_key", "pk")
    match scope.span:
        case Span.COUNTY:
            return list(found.filter(county=scope.party.pk))
        case Span.NETWORK:
            return list(found.filter(pk=scope.party.pk))
        case Span.PARTNER:
            return list(scope.networks)
        case Span.OWNER:
            owners = [scope.party.pk]
        case Span.UNIT:
            owned = Ownership.objects.at(scope.day).filter(organisation=scope.party.pk)
            owners = list(owned.values_list("owner", flat=True))
    joined = Membership.objects.at(scope.day).filter(owner__in=owners).values("network")
    return list(found.filter(pk__in=joined, county=scope.county))


def _tiltak_together(networks: Sequence[Network], choice: Choice) -> dict[tuple[UUID, UUID], int]:
    """In how many tiltak with money that is known each partner is with each network, of the year's rounds."""
    granted = Tiltak.objects.filter(
        network__in=networks, round__in=[each.pk for each in choice.rounds], awards__known_since__isnull=False
    )
    rows = granted.exclude(partners=None).order_by().values_list("network", "partners")
    return {(network, partner): number for network, partner, number in rows.annotate(Count("pk", distinct=True))}
