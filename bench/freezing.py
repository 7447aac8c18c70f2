"""A survey of the whole country counted: every box opened, every group decided, the answers destroyed; and then read.

How long a tenth of the country takes is the yardstick: the whole may take ten times as long, and no more.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.urls import reverse
from rich.progress import track

from bench import servers
from bench.figures import Figure, Figures, console
from bench.load import Load
from bench.pages import bare_pages, pages_of
from e2e.server import session_of
from laget.base.accounts.actor import actor_for
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Kind, Municipality, Network, Organisation, Party, Sector
from laget.base.cycle.clock import now
from laget.need.surveys.freezing import freeze_survey
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.library import store_shipped
from laget.need.surveys.models import Release, StoredInstrument, Survey, SurveyUnit
from laget.need.surveys.result_queries import whole_groups
from laget.need.surveys.sealing import make_key, seal
from laget.need.surveys.states import State

COUNTIES, NETWORKS, MUNICIPALITIES, UNITS, ANSWERS = 15, 9, 357, 7777, 217_600
TENTH = 10
PAGES = 300  # different ones, to be read
WARMING, READING = 1.0, 4.0  # seconds


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit belongs."""

    county: County
    network: Network
    municipality: Municipality
    owner: UUID


def measure(figures: Figures) -> None:
    store_shipped(at=now())
    places = _places()
    tenth, release = _freeze(places, UNITS // TENTH, ANSWERS // TENTH)
    console.print(f"  a tenth, {release.groups.count()} groups: {tenth:.1f} s", style="dim")
    whole, release = _freeze(places, UNITS, ANSWERS)
    figures.add(
        Figure(
            "freeze",
            "The country's answers counted",
            whole,
            "s",
            "ten times what a tenth takes",
            whole / (tenth * TENTH),
            note=f"{ANSWERS} answers, {release.groups.count()} groups; the tenth takes {tenth:.1f} s",
        )
    )
    figures.add(_read(release))


def _read(release: Release) -> Figure:
    """The pages of the groups that the county may see, one at a time: how long each takes at the server."""
    survey = release.survey
    reader = Person.objects.create_user("leser@example.no", name="Leser")
    since = date(2020, 1, 1)
    HeldRole.objects.create(person=reader, role=Role.CASE_OFFICER, party=survey.party, valid_from=since)
    groups = whole_groups(actor_for(reader, day=now().date()), survey).order_by("?")[:PAGES]
    addresses = [f"{reverse('survey:result', args=[survey.pk])}?gruppe={group.pk}" for group in groups]
    pages = pages_of(session_of(reader), addresses, b"<h1", connections=1)
    with servers.hello() as hello, servers.ours() as ours:
        for _worker in range(servers.WORKERS):  # once uncounted: what a worker reads first takes time
            Load(ours.port).run(pages(), seconds=WARMING)
        bare = Load(hello.port).run(bare_pages(connections=1), seconds=WARMING)
        read = Load(ours.port).run(pages(), seconds=READING)
    times = sorted(each * 1000 for each in read.times)
    return Figure(
        "result",
        "Result page of the whole country",
        median(times),
        "ms",
        "H, one at a time",
        median(bare.times) * 1000 / median(times),
        note=f"{read.answers} pages of {len(addresses)} groups, p99 {times[len(times) * 99 // 100]:.0f} ms; at most 50",
    )


def _freeze(places: list[Place], units: int, answers: int) -> tuple[float, Release]:
    """The seconds it takes to count so many answers from so many units, and what came of it."""
    survey = _survey(places, units)
    _answer(survey, answers)
    began = time.perf_counter()
    release = freeze_survey(survey.pk, at=now())
    return time.perf_counter() - began, release


def _places() -> list[Place]:
    """Counties with networks and kommuner; each kommune owns units, and so do some private owners in it."""
    dice, since = random.Random(1), date(2020, 1, 1)
    counties = [County.objects.create(code=str(60 + n), slug=f"fylke-{n}", name=f"Fylke {n}") for n in range(COUNTIES)]
    networks = {
        county.pk: [
            Network.objects.create(county=county, key=f"nett-{n}", name=f"Nettverk {n}") for n in range(NETWORKS)
        ]
        for county in counties
    }
    found = []
    for n in range(MUNICIPALITIES):
        county = counties[n % COUNTIES]
        municipality = Municipality.objects.create(number=str(5000 + n), name=f"K{n}", county=county, valid_from=since)
        network = networks[county.pk][n // COUNTIES % NETWORKS]
        public, *private = _organisations(county, [f"Eier {n}-{m}" for m in range(1 + dice.randint(0, 8))], 10 * n)
        found += [Place(county, network, municipality, public)] * 14
        found += [Place(county, network, municipality, owner) for owner in private]
    dice.shuffle(found)
    return found


def _organisations(county: County, names: list[str], first: int) -> list[UUID]:
    """Rows straight into the tables: there are thousands, and nothing is asked of them."""
    parties = Party.objects.bulk_create([Party(county=county, name=name, sort_key=name) for name in names])
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO actors_organisation (party_ptr_id, number, kind, sector, active)"
            " VALUES (%s, %s, %s, %s, true)",
            [(each.pk, f"b{first + n:08}", Kind.KINDERGARTEN, Sector.PUBLIC) for n, each in enumerate(parties)],
        )
    return [party.pk for party in parties]


def _survey(places: list[Place], units: int) -> Survey:
    person = Person.objects.first() or Person.objects.create_user("bench@example.no", name="Bench")
    asker = Party.objects.exclude(as_county=None).first()
    assert asker
    survey = Survey(
        party=asker,
        stored=StoredInstrument.objects.get(key="inclusive_practice"),
        title="Hele landet",
        purpose="Måle",
        opens=date(2025, 1, 1),
        closes=date(2025, 2, 1),
        state=State.CLOSED,
        planned_by=person,
    )
    survey.public_key = make_key(survey.pk)
    survey.save()
    first = 1_000_000 + Organisation.objects.count()
    mine = [places[n % len(places)] for n in range(units)]
    pks = _organisations(mine[0].county, [f"Enhet {n}" for n in range(units)], first)
    kinds = [Kind.KINDERGARTEN, Kind.SCHOOL]
    SurveyUnit.objects.bulk_create(
        SurveyUnit(
            survey=survey,
            party_id=pk,
            owner_id=place.owner,
            network=place.network,
            municipality=place.municipality,
            county=place.county,
            kind=kinds[n % len(kinds)],
            sector=Sector.PUBLIC,
        )
        for n, (pk, place) in enumerate(zip(pks, mine, strict=True))
    )
    return survey


def _answer(survey: Survey, answers: int) -> None:
    """As many sealed boxes as there are answers, each unit with two leaders and the rest staff."""
    units = list(survey.units.values_list("pk", flat=True))  # now: the connection is busy while it copies
    rows = _boxes(survey, units, answers)
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.set_types(["uuid", "int8", "bytea"])
        for row in track(rows, f"  {answers} people answer", total=answers, console=console, transient=True):
            copy.write_row(row)


_COPY = "COPY surveys_sealedanswer (id, unit_id, box) FROM STDIN (FORMAT BINARY)"


def _boxes(survey: Survey, units: list[int], answers: int) -> Iterator[tuple[Any, ...]]:
    dice, key = random.Random(2), bytes(survey.public_key)
    asked = [each.item.key for each in survey.instrument.asked_of(Layer.STAFF).values() if each.values]
    for n in range(answers):
        layer = Layer.LEADERS if n < 2 * len(units) else Layer.STAFF
        said = dict(zip(asked, dice.choices((1, 2, 3, 4, 5), k=len(asked)), strict=True))
        yield uuid4(), units[n % len(units)], seal(key, {"layer": layer.value, "answers": said})
