"""The count: how many have been through what, of those who came and those who are told of, and what may be shown.

A tiltak that names an entry of the catalogue takes those who come to its sessions through it. Someone who came to
several is one; once names are deleted, as many as came at once are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np

from laget.base.actors.models import VIRKSOMHETER, Membership, Network, Organisation, Ownership
from laget.effect.delivery.models import Delivery, Samling, Session, TargetGroup
from laget.effect.delivery.queries import group_of
from laget.effect.events.models import Funding, SignUp
from laget.effect.uptake.models import Told
from laget.need.catalogue.models import Use
from laget.need.catalogue.tags import Level
from laget.need.surveys.actions import USUAL_K
from laget.rules.suppression import TOOK_PART, release

K = USUAL_K
LEVELS = (*Level.values, "")  # the last for those whose level nobody has told


class Went(NamedTuple):
    """Some people, as the count tells them apart."""

    entry: UUID
    unit: UUID
    level: str


@dataclass(frozen=True, slots=True)
class Place:
    """A unit, with what it is part of that day."""

    unit: UUID
    owner: UUID
    network: UUID | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a party: None where something could be worked out about fewer than K."""

    party: UUID
    entry: UUID
    level: str
    number: int | None


def count(county: UUID, *, day: date) -> list[Shown]:
    """Everything that is shown in a county. A fixed number of queries."""
    places = places_in(county, day=day)
    went = people_through(county, places)
    groups = _groups(county, places)
    entries = sorted({each.entry for each in went}, key=str)
    return [shown for entry in entries for shown in _of_entry(entry, went, places, groups)]


def places_in(county: UUID, *, day: date) -> list[Place]:
    owned = Ownership.objects.at(day).filter(organisation__county=county, organisation__kind__in=VIRKSOMHETER)
    owners = dict(owned.order_by("-pk").values_list("organisation", "owner"))
    joined = Membership.objects.at(day).filter(network__purpose=Network.Purpose.COMPETENCE, network__county=county)
    networks = dict(joined.order_by("-pk").values_list("owner", "network"))
    units = Organisation.objects.filter(pk__in=owners).order_by("pk").values_list("pk", flat=True)
    return [Place(unit, owners[unit], networks.get(owners[unit])) for unit in units]


# -- Who has been through it ------------------------------------------------------------------------------


def people_through(county: UUID, places: Sequence[Place]) -> Counter[Went]:
    """Those who came to the sessions of a tiltak that uses an entry, and those who are told of."""
    found = _who_came(county, {place.unit: place.network for place in places})
    told = Told.objects.filter(unit__in=[place.unit for place in places], struck_at=None)
    for entry, unit, level, number in told.values_list("entry", "unit", "level", "number"):
        found[Went(entry, unit, level)] += number
    return found


def _who_came(county: UUID, networks: Mapping[UUID, UUID | None]) -> Counter[Went]:
    named: dict[tuple[UUID, UUID, str, str], str] = {}
    at_once: dict[Went, Counter[UUID]] = defaultdict(Counter)
    counted: set[tuple[UUID, UUID]] = set()
    ways = _ways_to_entries(county)
    there = SignUp.objects.filter(event__in=ways, attended_at__isnull=False, party__in=networks)
    fields = ("pk", "event", "party", "layer", "party__organisation__kind", "sort_key", "email")
    for pk, event, unit, layer, kind, name, email in there.order_by("signed_at", "pk").values_list(*fields):
        for way in ways[event]:
            if (way.entry, pk) in counted or (way.only and networks[unit] != way.only):
                continue
            counted.add((way.entry, pk))
            level = way.levels.get(group_of(layer, kind), "")
            if name:
                named.setdefault((way.entry, unit, name, email.lower()), level)
            else:
                at_once[Went(way.entry, unit, level)][event] += 1
    found = Counter(Went(entry, unit, level) for (entry, unit, _name, _email), level in named.items())
    for went, events in at_once.items():
        found[went] = max(found[went], *events.values())
    return found


@dataclass(frozen=True, slots=True)
class _Way:
    """That whoever came to an event has been through an entry; `only` those of a network, where it is told."""

    entry: UUID
    only: UUID | None
    levels: Mapping[str, str]  # by target group


def _ways_to_entries(county: UUID) -> dict[UUID, list[_Way]]:
    """By event. The same events as `sessions_of` finds for each delivery, but for all of them at once."""
    deliveries = list(
        Delivery.objects.filter(county=county, tiltak__dropped=False, tiltak__uses__isnull=False).distinct()
    )
    entries: dict[UUID, list[UUID]] = defaultdict(list)
    for tiltak, entry in Use.objects.filter(tiltak__delivery__in=deliveries).values_list("tiltak", "entry"):
        entries[tiltak].append(entry)
    levels: dict[UUID, dict[str, str]] = defaultdict(dict)
    for delivery, key, level in TargetGroup.objects.filter(delivery__in=deliveries).values_list(
        "delivery", "key", "level"
    ):
        levels[delivery][key] = level
    ways: dict[UUID, list[_Way]] = defaultdict(list)
    for each, event, only in _events_of(deliveries):
        assert each.tiltak_id
        ways[event] += [_Way(entry, only, levels[each.pk]) for entry in entries[each.tiltak_id]]
    return ways


def _events_of(deliveries: Sequence[Delivery]) -> Iterator[tuple[Delivery, UUID, UUID | None]]:
    """Each with its event. Of a pulje that a network is part of, only those from the network."""
    by_pk, by_tiltak = {each.pk: each for each in deliveries}, {each.tiltak_id: each for each in deliveries}
    for delivery, event in Session.objects.filter(delivery__in=by_pk).values_list("delivery", "event"):
        yield by_pk[delivery], event, None
    paid = Funding.objects.filter(award__tiltak__in=by_tiltak).order_by().values_list("award__tiltak", "event")
    for tiltak, event in paid.distinct():
        yield by_tiltak[tiltak], event, None
    in_pulje: dict[UUID, list[Delivery]] = defaultdict(list)
    for each in deliveries:
        if each.pulje_id:
            in_pulje[each.pulje_id].append(each)
    for pulje, event in Samling.objects.filter(pulje__in=in_pulje).values_list("pulje", "event"):
        yield from ((each, event, each.network_id) for each in in_pulje[pulje])


# -- What may be shown ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    party: UUID
    level: str
    atoms: tuple[int, ...]


def _groups(county: UUID, places: Sequence[Place]) -> list[_Group]:
    """Every group, the most important first: wholes from the county down, then levels where they are seldom small."""
    inside: dict[str, dict[UUID, list[int]]] = {
        "county": {county: list(range(len(places)))},
        "network": _gathered(place.network for place in places),
        "owner": _gathered(place.owner for place in places),
        "unit": _gathered(place.unit for place in places),
    }
    wholes = [
        _Group(party, "", tuple(_atom(place, level) for place in members for level in LEVELS))
        for wide in ("county", "network", "owner", "unit")
        for party, members in inside[wide].items()
    ]
    levels = [
        _Group(party, level, tuple(_atom(place, level) for place in members))
        for wide in ("network", "county", "owner")
        for party, members in inside[wide].items()
        for level in Level.values
    ]
    return [*wholes, *levels]


def _gathered(parties: Iterator[UUID | None]) -> dict[UUID, list[int]]:
    found: dict[UUID, list[int]] = defaultdict(list)
    for place, party in enumerate(parties):
        if party:
            found[party].append(place)
    return dict(sorted(found.items(), key=lambda each: str(each[0])))  # in an order that no number decides


def _atom(place: int, level: str) -> int:
    return place * len(LEVELS) + LEVELS.index(level)


def _of_entry(entry: UUID, went: Counter[Went], places: Sequence[Place], groups: Sequence[_Group]) -> Iterator[Shown]:
    tally = np.zeros((len(places) * len(LEVELS), 1, 1), dtype=np.int64)
    for number, place in enumerate(places):
        for level in LEVELS:
            tally[_atom(number, level), TOOK_PART, 0] = went[Went(entry, place.unit, level)]
    sums = [int(tally[list(group.atoms)].sum()) for group in groups]
    some = [(group, total) for group, total in zip(groups, sums, strict=True) if total]
    may = release(tally, [group.atoms for group, _total in some], k=K)
    for (group, total), shown in zip(some, may, strict=True):
        yield Shown(group.party, entry, group.level, total if shown[TOOK_PART] else None)
