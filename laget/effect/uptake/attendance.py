"""How many times people came to something in a year, by party and ordning, and what of it may be shown.

A coming is one person at one event: whoever came to two is counted at both, so the count stays as it is when the
names go. Small groups are hidden as in a survey, and so is what would give them away.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import Count
from django.db.models.functions import ExtractYear

from laget.base.actors.models import VIRKSOMHETER, Membership, Network, Organisation, Ownership, Sector
from laget.effect.delivery.models import Samling, Session
from laget.effect.events.models import Event, Funding, SignUp
from laget.effect.uptake.counting import K
from laget.rules.suppression import TOOK_PART, release

OF_NONE = 0  # in the place of an ordning: an event of none, or of several


class Came(NamedTuple):
    """Where some came from, to events of an ordning."""

    party: UUID
    ordning: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """What is shown of a party in a year: of an ordning, or of all. `number` is None where it is hidden."""

    party: UUID
    year: int
    ordning: int | None
    number: int | None
    units: Mapping[str, int]  # how many units someone came from, by sector


def attendance(county: UUID, *, day: date) -> Iterator[Attendance]:
    """Everything that is shown in a county, by year. The same number of queries whatever there is."""
    inside = _inside(county, day=day)
    sectors = dict(
        Organisation.objects.filter(county=county, kind__in=VIRKSOMHETER).order_by().values_list("pk", "sector")
    )
    for year, came in sorted(who_came(county).items()):
        yield from _of_year(year, came, inside, sectors)


def who_came(county: UUID) -> dict[int, Counter[Came]]:
    """By year: how many came from each party, to events of each ordning."""
    ordning = ordning_of_events(county)
    found: dict[int, Counter[Came]] = defaultdict(Counter)
    there = SignUp.objects.filter(event__county=county, attended_at__isnull=False).order_by()
    rows = there.annotate(year=ExtractYear("event__begins")).values_list("year", "event", "party")
    for year, event, party, number in rows.annotate(number=Count("pk")):
        found[year][Came(party, ordning.get(event, OF_NONE))] += number
    return found


def ordning_of_events(county: UUID) -> dict[UUID, int]:
    """By event, the ordning whose money or tiltak it belongs to; those of none or of several are left out."""
    found: dict[UUID, set[int]] = defaultdict(set)
    for event, ordning in _ties(county):
        found[event].add(ordning)
    return {event: each.pop() for event, each in found.items() if len(each) == 1}


def _ties(county: UUID) -> Iterator[tuple[UUID, int]]:
    """Each event with an ordning that pays for it, or that has it as a session or a samling."""
    of_county = Event.objects.filter(county=county).values("pk")
    paid = Funding.objects.filter(event__in=of_county).order_by()
    yield from paid.values_list("event", "award__given_in__ordning").distinct()
    tied = Session.objects.filter(event__in=of_county).order_by()
    yield from tied.values_list("event", "delivery__round__ordning").distinct()
    gathered = Samling.objects.filter(event__in=of_county, pulje__deliveries__isnull=False).order_by()
    yield from gathered.values_list("event", "pulje__deliveries__round__ordning").distinct()


# -- What may be shown ------------------------------------------------------------------------------------


def _inside(county: UUID, *, day: date) -> dict[UUID, tuple[UUID, ...]]:
    """By party, the owner and the network that it belongs to, itself among them where it is one."""
    owned = Ownership.objects.at(day).filter(organisation__county=county).order_by("-pk")
    owner_of = dict(owned.values_list("organisation", "owner"))
    joined = Membership.objects.at(day).filter(network__purpose=Network.Purpose.COMPETENCE, network__county=county)
    network_of = dict(joined.order_by("-pk").values_list("owner", "network"))
    networks = set(Network.objects.filter(county=county).values_list("pk", flat=True))
    found: dict[UUID, tuple[UUID, ...]] = {each: (each,) for each in networks}
    for owner in {*owner_of.values(), *network_of}:
        found[owner] = tuple(each for each in (network_of.get(owner), owner) if each)
    for unit, owner in owner_of.items():
        found[unit] = (*found[owner], unit)
    return {party: (county, *around) for party, around in found.items()} | {county: (county,)}


def _of_year(
    year: int, came: Counter[Came], inside: Mapping[UUID, Sequence[UUID]], sectors: Mapping[UUID, str]
) -> Iterator[Attendance]:
    county = next(iter(inside.values()))[0]
    atoms = sorted(came, key=str)  # in an order that no number decides
    members: dict[tuple[UUID, int | None], list[int]] = defaultdict(list)
    for place, (party, ordning) in enumerate(atoms):
        for around in inside.get(party, (county,)):
            members[around, None].append(place)
            if ordning != OF_NONE:
                members[around, ordning].append(place)
    wide = Counter(each for around in inside.values() for each in around)
    # The widest first, and each as a whole before it is cut by ordning.
    groups = sorted(members, key=lambda each: (each[1] is not None, -wide[each[0]], str(each)))
    tally = np.array([came[atom] for atom in atoms], dtype=np.int64).reshape(-1, 1, 1)
    may = release(tally, [members[group] for group in groups], k=K)
    for group, shown in zip(groups, may, strict=True):
        places = members[group]
        from_units = {atoms[place].party for place in places} & sectors.keys()
        yield Attendance(
            *(group[0], year, group[1]),
            sum(came[atoms[place]] for place in places) if shown[TOOK_PART] else None,
            {sector: sum(sectors[unit] == sector for unit in from_units) for sector in Sector.values},
        )
