"""A small county for the tests, with people whom the tests call by name.

Innherred is where things happen; Fosen stands beside it, and its people should see nothing of it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from stdnum.no import orgnr

from laget.base.accounts.actor import Actor, actor_for
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import (
    County,
    Forum,
    HeadCount,
    Kind,
    Membership,
    Municipality,
    Network,
    Organisation,
    Ownership,
    Party,
    Placement,
    Sector,
)
from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file, open_round
from laget.base.cycle.models import Round
from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.base.cycle.setup import create_county
from laget.config.sample import year
from laget.config.sample.world import partner_numbers
from laget.config.sample.year import SampleYear
from testing.again import built_once

OSLO = year.OSLO
AUTUMN = datetime(2024, 11, 4, 10, 30, tzinfo=OSLO)
SINCE = date(2021, 1, 1)
YEAR = 2025

# name: (role, where). Kari to Eva carry the year; those from Per on are the ones who should not see or do things.
PEOPLE = {
    "kari": (Role.UNIT_LEADER, "Solbakken barnehage"),
    "knut": (Role.UNIT_STAFF, "Solbakken barnehage"),
    "ola": (Role.OWNER, "Inderøy kommune"),
    "nina": (Role.COORDINATOR, "Innherred"),
    "tom": (Role.PARTNER, "Nord universitet"),
    "dina": (Role.PARTNER, "DMMH"),
    "siri": (Role.FORUM_LEADER, "Samarbeidsforum i Trøndelag"),
    "mons": (Role.FORUM_MEMBER, "Samarbeidsforum i Trøndelag"),
    "arne": (Role.FORUM_SECRETARY, "Samarbeidsforum i Trøndelag"),
    "eva": (Role.CASE_OFFICER, "Trøndelag"),
    "dag": (Role.DECIDER, "Trøndelag"),
    "ada": (Role.ADMINISTRATOR, "Trøndelag"),
    "per": (Role.UNIT_LEADER, "Havhesten barnehage"),
    "pia": (Role.OWNER, "Ørland kommune"),
    "pål": (Role.COORDINATOR, "Fosen"),
    "petra": (Role.PARTNER, "HINN"),
    "frida": (Role.UNIT_LEADER, "Fjordgløtt barnehage"),
    "frode": (Role.OWNER, "Fjordgløtt SA"),
}


@dataclass(frozen=True)
class World:
    """The county, its parties by name, and its people by name."""

    county: County
    forum: Forum
    round: Round
    parties: dict[str, Party]
    people: dict[str, Person]

    def act(self, name: str, at: datetime = AUTUMN) -> Actor:
        """A person as they may act that day."""
        return actor_for(self.people[name], day=at.date())

    def carry(self, until: str) -> None:
        """Let everyone do their part of the year, up to and including a step of the sample's."""
        built_once(_carry, self.county, until, about=until)

    def network(self, name: str) -> Network:
        return Network.objects.get(county=self.county, name=name)

    def organisation(self, name: str) -> Organisation:
        return Organisation.objects.get(pk=self.parties[name].pk)


def _carry(county: County, until: str) -> None:
    SampleYear(county, YEAR).carry(until)


def build_world() -> World:
    """Everyone in place, and the round of 2025 open."""
    return built_once(_build)


def _build() -> World:
    path = COUNTIES / "trondelag.toml"
    numbers = dict(zip(("dmmh", "nord", "ntnu", "hinn"), partner_numbers(), strict=False))
    county = create_county(read_county_file(path), by=SYSTEM, at=AUTUMN, numbers=numbers, sample=True)
    load_county_file(path.read_text(encoding="utf-8"), county=county, by=SYSTEM, at=AUTUMN)
    forum = Forum.objects.get(county=county)
    _owner_with_units(county, "Inderøy kommune", "5053", "innherred", ["Solbakken barnehage"], ["Sakshaug skole"])
    _owner_with_units(county, "Fjordgløtt SA", "5037", "innherred", ["Fjordgløtt barnehage"], [], private=True)
    _owner_with_units(county, "Ørland kommune", "5057", "fosen", ["Havhesten barnehage"], ["Opphaug skole"])
    parties = {party.name: party for party in Party.objects.all()}
    short = {"DMMH": "dmmh", "Nord universitet": "nord", "HINN": "hinn"}
    parties |= {name: Party.objects.get(key=key) for name, key in short.items()}
    people = {name: _person(name, role, parties[where]) for name, (role, where) in PEOPLE.items()}
    round = open_round(county, year=YEAR, actor=actor_for(people["eva"], day=AUTUMN.date()), at=AUTUMN)
    return World(county, forum, round, parties, people)


def _person(name: str, role: Role, party: Party) -> Person:
    person = Person.objects.create_user(
        f"{name}@laget.example".replace("å", "a"), name=name.capitalize(), is_sample=True
    )
    HeldRole.objects.create(person=person, role=role, party=party, valid_from=SINCE)
    return person


def _owner_with_units(
    county: County,
    name: str,
    place: str,
    network: str,
    barnehager: list[str],
    skoler: list[str],
    *,
    private: bool = False,
) -> None:
    kind, sector = (Kind.PRIVATE_OWNER, Sector.PRIVATE) if private else (Kind.MUNICIPALITY, Sector.PUBLIC)
    owner = make_organisation(county, name, kind, sector)
    municipality, _ = Municipality.objects.get_or_create(
        number=place, county=county, valid_from=SINCE, defaults={"name": name.removesuffix(" kommune")}
    )
    Membership.objects.create(network=Network.objects.get(county=county, key=network), owner=owner, valid_from=SINCE)
    groups = [(each, Kind.KINDERGARTEN, HeadCount.Group.CHILDREN, 60) for each in barnehager]
    groups += [(each, Kind.SCHOOL, HeadCount.Group.PUPILS, 240) for each in skoler]
    for unit_name, unit_kind, group, number in groups:
        unit = make_organisation(county, unit_name, unit_kind, sector)
        Ownership.objects.create(organisation=unit, owner=owner, valid_from=SINCE)
        Placement.objects.create(organisation=unit, municipality=municipality, valid_from=SINCE)
        HeadCount.objects.create(
            organisation=unit, year=YEAR, group=group, number=number, status="final", source="Test", is_sample=True
        )


def make_organisation(county: County, name: str, kind: Kind, sector: Sector) -> Organisation:
    last = (
        Organisation.objects.filter(number__startswith="31").order_by("number").values_list("number", flat=True).last()
    )
    number = int(last or 310_000_000) + 1
    while not orgnr.is_valid(str(number)):
        number += 1
    email = f"post@{name.split(maxsplit=1)[0].lower()}.example".replace("ø", "o")
    made = Organisation(county=county, name=name, kind=kind, sector=sector, number=str(number), email=email)
    made.save()
    return made
