"""The sample county: its organisations and people, all made up but for the names of places."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from stdnum.no import orgnr

from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import (
    County,
    Forum,
    HeadCount,
    Kind,
    Language,
    LanguageDecision,
    Membership,
    Municipality,
    Network,
    Organisation,
    Ownership,
    Partnership,
    PartnershipContact,
    Party,
    Placement,
    Seat,
    Sector,
)
from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file
from laget.base.cycle.county_file import CountyFile
from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.base.cycle.setup import create_county
from laget.grant.forum.models import Holder
from laget.rules.names import slug

BEGINS = date(2021, 1, 1)


@dataclass
class World:
    """What is being built, with the dice it is built by: the same every time."""

    file: CountyFile
    spec: dict[str, Any]
    county: County
    size: int = 1  # how many times as many barnehager and skoler each municipality has
    dice: random.Random = field(default_factory=lambda: random.Random(1814))
    networks: dict[str, Network] = field(default_factory=dict)
    used_names: set[str] = field(default_factory=set)
    last_number: int = 310_000_000

    def number(self) -> str:
        """The next organisation number that has a valid check digit and belongs to no one."""
        while True:
            self.last_number += 1
            if orgnr.is_valid(str(self.last_number)):
                return str(self.last_number)

    def person(self) -> Person:
        """Someone whose name is nobody else's: with two first names, once all with one have been given."""
        first, last = self.spec["first_names"], self.spec["last_names"]
        given = 1 if len(self.used_names) < len(first) * len(last) else 2
        while True:
            name = " ".join([*self.dice.sample(first, given), self.dice.choice(last)])
            if name not in self.used_names:
                self.used_names.add(name)
                return Person.objects.create_user(f"{slug(name)}@laget.example", name=name, is_sample=True)

    def give(self, role: Role, party: Party, person: Person | None = None) -> Person:
        person = person or self.person()
        HeldRole.objects.create(person=person, role=role, party=party, valid_from=BEGINS)
        return person

    def organisation(self, name: str, kind: Kind, *, sector: Sector = Sector.PUBLIC, key: str = "") -> Organisation:
        made = Organisation(
            county=self.county, key=key, name=name, kind=kind, sector=sector, number=self.number(),
            email=f"post@{slug(name)}.example", is_sample=True,
        )  # fmt: skip
        made.save()
        return made


@transaction.atomic
def build(name: str, *, at: datetime, size: int = 1) -> County:
    """Build the sample of one county file, `size` times as large. Does nothing when the county is there already."""
    path = COUNTIES / f"{name}.toml"
    file = read_county_file(path)
    found = County.objects.filter(code=file.county.code).first()
    if found:
        return found
    spec = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    numbers = partner_numbers()
    county = create_county(file, by=SYSTEM, at=at, numbers={key: next(numbers) for key in file.partners}, sample=True)
    County.objects.filter(pk=county.pk).update(email=f"post@statsforvalteren-{county.slug}.example")
    world = World(file, spec, county, size)
    world.networks = {network.key: network for network in Network.objects.filter(county=county)}
    load_county_file(path.read_text(encoding="utf-8"), county=county, by=SYSTEM, at=at)
    people_of(world)
    return county


def people_of(world: World) -> None:
    """Its organisations and everyone in them, as the spec of the sample has it."""
    owners = [*_municipalities(world), *_private_owners(world)]
    if "county_municipality" in world.spec:
        owners.append(_county_municipality(world))
    for year, decided in world.file.years.items():
        _counts(world, year, decided.counts)
    for owner in owners:
        world.give(Role.OWNER, owner)
    _networks(world)
    nynorsk = Party.objects.filter(county=world.county, key__in=world.spec["nynorsk"])
    nynorsk.update(language_decision=LanguageDecision.NYNORSK)
    Person.objects.filter(held_roles__party__in=nynorsk).update(language=Language.NYNORSK)
    _forum(world)
    _statsforvalteren(world)
    _deputies(world)


def partner_numbers() -> Iterator[str]:
    """Organisation numbers for partners from elsewhere, far from those of the county's own."""
    return (str(n) for n in range(390_000_000, 399_999_999) if orgnr.is_valid(str(n)))


def _municipalities(world: World) -> Iterator[Organisation]:
    kindergartens, schools = _cycle(world.spec["kindergartens"]), _cycle(world.spec["schools"])
    ppt: dict[str, Organisation] = {}
    for number, name, network, barnehager, skoler in world.spec["municipalities"]:
        place = Municipality.objects.create(number=number, name=name, county=world.county, valid_from=date(2020, 1, 1))
        owner = _owner(world, f"{name} kommune", Kind.MUNICIPALITY, network)
        Placement.objects.create(organisation=owner, municipality=place, valid_from=BEGINS)
        for _ in range(barnehager * world.size):
            _unit(world, f"{next(kindergartens)} barnehage, {name}", Kind.KINDERGARTEN, owner, place)
        for _ in range(skoler * world.size):
            _unit(world, f"{next(schools)} skole, {name}", Kind.SCHOOL, owner, place)
        if network not in ppt:  # the first municipality hosts the service that the network shares
            ppt[network] = _unit(world, f"PPT {world.networks[network].name}", Kind.PPT, owner, place)
        yield owner


def _private_owners(world: World) -> Iterator[Organisation]:
    for name, municipality, network, units in world.spec["private_owners"]:
        place = Municipality.objects.get(number=municipality, county=world.county)
        owner = _owner(world, name, Kind.PRIVATE_OWNER, network, Sector.PRIVATE)
        for unit in units:
            _unit(world, f"{unit} barnehage, {place}", Kind.KINDERGARTEN, owner, place, Sector.PRIVATE)
        yield owner


def _county_municipality(world: World) -> Organisation:
    name, network = world.spec["county_municipality"]
    place = Municipality.objects.filter(county=world.county).order_by("number")[0]
    owner = _owner(world, name, Kind.COUNTY_MUNICIPALITY, network)
    for school in world.spec["upper_secondary"]:
        _unit(world, f"{school} videregående skole", Kind.SCHOOL, owner, place)
    _unit(world, f"PPT {name}", Kind.PPT, owner, place)
    return owner


def _owner(world: World, name: str, kind: Kind, network: str, sector: Sector = Sector.PUBLIC) -> Organisation:
    owner = world.organisation(name, kind, sector=sector)
    Membership.objects.create(network=world.networks[network], owner=owner, valid_from=BEGINS)
    return owner


def _unit(
    world: World, name: str, kind: Kind, owner: Organisation, place: Municipality, sector: Sector = Sector.PUBLIC
) -> Organisation:
    unit = world.organisation(name, kind, sector=sector)
    Ownership.objects.create(organisation=unit, owner=owner, valid_from=BEGINS)
    Placement.objects.create(organisation=unit, municipality=place, valid_from=BEGINS)
    world.give(Role.UNIT_LEADER, unit)
    if world.dice.random() < 0.25:
        world.give(Role.UNIT_STAFF, unit)
    return unit


def _counts(world: World, year: int, by_network: dict[str, dict[str, int | None]]) -> None:
    """Spread each network's sample counts over its units, so that they add up to what the county file says."""
    kinds = {"children": Kind.KINDERGARTEN, "pupils": Kind.SCHOOL, "apprentices": Kind.SCHOOL}
    rows = []
    for key, counts in by_network.items():
        owners = Membership.objects.filter(network=world.networks[key]).values("owner")
        for group, number in counts.items():
            if not number:
                continue
            units = list(
                Organisation.objects.filter(ownerships__owner__in=owners, kind=kinds[group]).order_by("number")
            )
            for n, unit in enumerate(units):
                share = number * (n + 1) // len(units) - number * n // len(units)
                rows.append(
                    HeadCount(
                        organisation=unit, year=year, group=group, number=share, status=HeadCount.Status.FINAL,
                        source="Eksempeltall", is_sample=True,
                    )
                )  # fmt: skip
    HeadCount.objects.bulk_create(rows)


def _networks(world: World) -> None:
    contacts: dict[str, list[Person]] = {}
    for network in world.networks.values():
        world.give(Role.COORDINATOR, network)
        Party.objects.filter(pk=network.pk).update(email=f"post@{network.key}.example")
        for partnership in Partnership.objects.filter(network=network).select_related("partner"):
            partner = partnership.partner
            if partner.key not in contacts:
                contacts[partner.key] = [world.give(Role.PARTNER, partner) for _ in range(3)]
                Party.objects.filter(pk=partner.pk).update(email=f"post@{partner.key}.example")
            for person in world.dice.sample(contacts[partner.key], 2):
                PartnershipContact.objects.create(partnership=partnership, name=person.name)


def _forum(world: World) -> None:
    forum = Forum.objects.get(county=world.county)
    Party.objects.filter(pk=forum.pk).update(email=f"post@samarbeidsforum-{world.county.slug}.example")
    municipal = Organisation.objects.filter(kind=Kind.MUNICIPALITY, county=world.county).order_by("number")[:5]
    private = Organisation.objects.filter(kind=Kind.PRIVATE_OWNER, county=world.county).order_by("number")[:2]
    partners = Organisation.objects.filter(kind=Kind.UNIVERSITY, county=world.county).order_by("number")
    seats: list[tuple[Seat.Side, Party]] = [
        *((Seat.Side.PUBLIC_OWNER, owner) for owner in municipal),
        *((Seat.Side.PRIVATE_OWNER, owner) for owner in private),
        *((Seat.Side.PARTNER, partner) for partner in partners),
        *((Seat.Side.UNION, world.organisation(name, Kind.UNION)) for name in world.spec["unions"]),
        *((Seat.Side.ASSOCIATION, world.organisation(name, Kind.ASSOCIATION)) for name in world.spec["associations"]),
    ]
    for n, (side, party) in enumerate(seats):
        seat = Seat.objects.create(forum=forum, side=side, party=party, valid_from=BEGINS)
        member = world.give(Role.FORUM_LEADER if n == 0 else Role.FORUM_MEMBER, forum)
        Holder.objects.create(seat=seat, person=member, party=party, valid_from=BEGINS)
    Seat.objects.create(forum=forum, side=Seat.Side.STATSFORVALTER, party=world.county, votes=False, valid_from=BEGINS)


def _statsforvalteren(world: World) -> None:
    for role in (Role.CASE_OFFICER, Role.CASE_OFFICER, Role.DECIDER, Role.DECIDER, Role.ADMINISTRATOR):
        world.give(role, world.county)
    secretary = world.give(Role.FORUM_SECRETARY, Forum.objects.get(county=world.county))
    seat = Seat.objects.get(forum__county=world.county, side=Seat.Side.STATSFORVALTER)
    Holder.objects.create(seat=seat, person=secretary, party=world.county, valid_from=BEGINS)


def _deputies(world: World) -> None:
    """The municipalities without a seat have the deputies of those that have one: free where the member is tied."""
    forum = Forum.objects.get(county=world.county)
    seats = Seat.objects.filter(forum=forum, side=Seat.Side.PUBLIC_OWNER).order_by("pk")
    without = Organisation.objects.filter(kind=Kind.MUNICIPALITY, county=world.county).order_by("number")[len(seats) :]
    for seat, owner in zip(seats, without, strict=False):
        deputy = world.give(Role.FORUM_MEMBER, forum)
        Holder.objects.create(seat=seat, person=deputy, party=owner, place=1, valid_from=BEGINS)


def _cycle(names: list[str]) -> Iterator[str]:
    """The names over and over; the municipality tells those with the same name apart."""
    while True:
        yield from names
