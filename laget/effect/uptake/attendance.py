"""How many times people came to something in a year, by party and ordning, and what of it may be shown.

A coming is one person at one event: whoever came to two is counted at both, so the count stays as it is when the
names go. Small groups are hidden as in a survey, and so is what would give them away. How many people they are is
taken to be no more than came at once: three who came to three events are nine comings of three. Only the county is
told by ordning, since the same people may come to events of several. What is paid for by an ordning that another has
taken over is told of both, as its money is.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import Count
from django.db.models.functions import ExtractYear

from laget.base.actors.models import VIRKSOMHETER, Membership, Network, Organisation, Ownership, Sector
from laget.base.cycle.models import Ordning, Round
from laget.effect.delivery.models import Samling, Session
from laget.effect.events.models import Event, Funding, SignUp
from laget.effect.uptake.counting import K
from laget.rules.suppression import TOOK_PART, release

OF_NONE = 0  # in the place of an ordning: an event of none, or of several


class Came(NamedTuple):
    """Where some came from, to events of an ordning."""

    party: UUID
    ordning: int


@dataclass(slots=True)
class Comings:
    """How many times people came, and how many people they are at least: as many as came at once."""

    times: int = 0
    people: int = 0

    def add(self, number: int) -> None:
        self.times += number
        self.people = max(self.people, number)


@dataclass(frozen=True, slots=True)
class Attendance:
    """What is shown of a party in a year: of all ordninger, or for the county of one. A hidden `number` is None."""

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
    run = _ordninger_run(county)
    for year, came in sorted(who_came(county).items()):
        yield from _of_year(county, year, came, inside, sectors, run.get(year, {}))


def who_came(county: UUID) -> dict[int, dict[Came, Comings]]:
    """By year: those who came from each party, to events of each ordning."""
    ordning = ordning_of_events(county)
    found: dict[int, dict[Came, Comings]] = defaultdict(lambda: defaultdict(Comings))
    there = SignUp.objects.filter(event__county=county, attended_at__isnull=False).order_by()
    rows = there.annotate(year=ExtractYear("event__begins")).values_list("year", "event", "party")
    for year, event, party, number in rows.annotate(number=Count("pk")):
        found[year][Came(party, ordning.get(event, OF_NONE))].add(number)
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


def _ordninger_run(county: UUID) -> dict[int, dict[int, set[int]]]:
    """By year, each ordning that the county runs: itself, and those whose money it took over."""
    known = dict(Ordning.objects.values_list("key", "pk"))
    found: dict[int, dict[int, set[int]]] = defaultdict(dict)
    for round in Round.objects.filter(county=county).select_related("rule_set__stored", "ordning"):
        found[round.year][round.ordning_id] = {known[key] for key in round.ordning_keys if key in known}
    return found


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


@dataclass(frozen=True, slots=True)
class _Year:
    """Those who came in a year: by party, and by the ordning of what they came to."""

    county: UUID
    year: int
    came: Mapping[UUID, Mapping[int, Comings]]
    sectors: Mapping[UUID, str]

    def people(self, party: UUID, among: Collection[int]) -> int:
        """How many people from there came to events of some ordninger, at least: the same may have come to several."""
        return max((each.people for ordning, each in self.came[party].items() if ordning in among), default=0)

    def told(
        self, party: UUID, members: Iterable[UUID], *, shown: bool, ordning: int | None = None, among: Collection[int]
    ) -> Attendance:
        mine = [(member, each.times) for member in members for of, each in self.came[member].items() if of in among]
        from_units = [self.sectors[unit] for unit in {member for member, _times in mine} & self.sectors.keys()]
        number = sum(times for _member, times in mine) if shown else None
        return Attendance(party, self.year, ordning, number, {each: from_units.count(each) for each in Sector.values})


def _of_year(
    county: UUID,
    year: int,
    came: Mapping[Came, Comings],
    inside: Mapping[UUID, Sequence[UUID]],
    sectors: Mapping[UUID, str],
    run: Mapping[int, set[int]],
) -> Iterator[Attendance]:
    """Everyone as a whole; and of the county also each ordning, where all of them may be shown beside the wholes."""
    by_party: dict[UUID, dict[int, Comings]] = defaultdict(dict)
    for each in sorted(came, key=str):  # in an order that no number decides
        by_party[each.party][each.ordning] = came[each]
    found = _Year(county, year, by_party, sectors)
    ordninger = {each.ordning for each in came}
    groups = _groups(county, by_party, inside)
    may = _released([found.people(party, ordninger) for party in by_party], list(groups.values()), list(by_party))
    for (party, members), shown in zip(groups.items(), may, strict=True):
        yield found.told(party, members, shown=shown, among=ordninger)
    wholes = [members for members, shown in zip(groups.values(), may, strict=True) if shown]
    named = sorted(ordninger - {OF_NONE})
    safe = all(
        _tells_nobody(found, wholes, set(some), ordninger - set(some))
        for n in range(1, len(named) + 1)
        for some in combinations(named, n)
    )
    told = {each: {each} for each in named} | {each: own for each, own in run.items() if own & ordninger}
    for ordning, among in sorted(told.items()):
        yield found.told(county, by_party, shown=safe, ordning=ordning, among=among)


def _groups(county: UUID, parties: Iterable[UUID], inside: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, list[UUID]]:
    """Each with those it is made of that came, the widest first."""
    members: dict[UUID, list[UUID]] = defaultdict(list)
    for party in parties:
        for around in inside.get(party, (county,)):
            members[around].append(party)
    wide = Counter(each for around in inside.values() for each in around)
    return {each: members[each] for each in sorted(members, key=lambda each: (-wide[each], str(each)))}


def _tells_nobody(found: _Year, wholes: Sequence[Sequence[UUID]], some: set[int], others: set[int]) -> bool:
    """Whether the county's number for some ordninger together may stand beside the wholes that are shown."""
    atoms = [(party, part) for party in found.came for part in (0, 1)]
    people = [found.people(party, (some, others)[part]) for party, part in atoms]
    groups = [[(party, part) for party in members for part in (0, 1)] for members in wholes]
    return _released(people, [*groups, [(party, 0) for party in found.came]], atoms)[-1]


def _released(people: Sequence[int], groups: Sequence[Sequence[Hashable]], atoms: Sequence[Hashable]) -> list[bool]:
    place = {atom: n for n, atom in enumerate(atoms)}
    tally = np.array(people, dtype=np.int64).reshape(-1, 1, 1)
    may = release(tally, [[place[atom] for atom in group] for group in groups], k=K)
    return [bool(shown[TOOK_PART]) for shown in may]
