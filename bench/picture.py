"""Every kind of page of the whole picture, of a country with five years in it, one at a time at the server."""

import time
from datetime import date
from statistics import median

from django.db.models import Count
from django.urls import reverse

from bench import country, servers
from bench.figures import Figure, Figures, console
from bench.load import Load
from bench.pages import bare_pages, pages_of
from e2e.server import session_of
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Network, Organisation, Party
from laget.base.cycle.clock import now
from laget.effect.events.models import SignUp
from laget.effect.uptake.actions import count_county

MOST = 300  # milliseconds at the server
WARMING, READING = 1.0, 3.0  # seconds


def measure(figures: Figures) -> None:
    began = time.perf_counter()
    country.fill()
    console.print(f"  filled in {time.perf_counter() - began:.0f} s, {SignUp.objects.count()} who came", style="dim")
    counties = list(County.objects.order_by("code"))
    took = []
    for county in counties:
        began = time.perf_counter()
        count_county(county.pk, at=now())
        took.append(time.perf_counter() - began)
    console.print(f"  those who came counted: {median(took):.1f} s a county, {max(took):.1f} at most", style="dim")
    with servers.hello() as hello, servers.ours() as ours:
        for name, what, session, addresses, says in _pages(counties[0]):
            scripts = pages_of(session, addresses, says.encode(), connections=1)
            for _worker in range(servers.WORKERS):  # once uncounted: what a worker reads first takes time
                Load(ours.port).run(scripts(), seconds=WARMING)
            bare = Load(hello.port).run(bare_pages(connections=1), seconds=WARMING)
            read = Load(ours.port).run(scripts(), seconds=READING)
            times = sorted(each * 1000 for each in read.times)
            ratio = median(bare.times) * 1000 / median(times)
            note = f"p99 {times[len(times) * 99 // 100]:.0f} ms; at most {MOST}"
            figures.add(Figure(name, what, median(times), "ms", "H, one at a time", ratio, note=note))


def _pages(county: County) -> list[tuple[str, str, str, list[str], str]]:
    network = Network.objects.filter(county=county).order_by("sort_key")[0]
    owners = Organisation.objects.filter(memberships__network=network)
    owner = owners.annotate(units=Count("owned")).order_by("-units")[0]
    unit = Organisation.objects.filter(ownerships__owner=owner).order_by("sort_key")[0]
    officer, ours = _reader(Role.CASE_OFFICER, county), f"{reverse('picture:party', args=[county.pk])}"
    years = [f"?aar={year}" for year in country.YEARS]
    return [
        (
            "picture_county",
            "Whole picture, a county",
            officer,
            [f"{ours}{year}" for year in years],
            "tiltak er innvilget tilskudd",
        ),
        (
            "picture_network",
            "Whole picture, a network",
            _reader(Role.COORDINATOR, network),
            _of(network, years),
            "tiltak er innvilget tilskudd",
        ),
        (
            "picture_owner",
            "Whole picture, an owner",
            _reader(Role.OWNER, owner),
            _of(owner, years),
            "tiltak er innvilget tilskudd",
        ),
        (
            "picture_unit",
            "Whole picture, a unit",
            _reader(Role.UNIT_LEADER, unit),
            _of(unit, years),
            "tiltak er innvilget tilskudd",
        ),
        ("picture_money", "Who got what, a county", officer, [f"{ours}penger/"], "mottakere er innvilget"),
        ("picture_together", "Who works with whom", officer, [f"{ours}samarbeid/{year}" for year in years], "eiere"),
        (
            "picture_coverage",
            "Which units are covered",
            officer,
            [f"{ours}dekning/{year}" for year in years],
            "har vært med i noe",
        ),
        (
            "picture_under",
            "The awards under a figure",
            officer,
            [f"{ours}under/tildelinger/{year}" for year in years],
            "Sum av alle linjene",
        ),
        (
            "picture_events",
            "The events under a figure",
            officer,
            [f"{ours}under/arrangementer/{year}" for year in years],
            "Webinar",
        ),
        ("picture_steering", "Steering information", officer, [f"{ours}styring/"], "2026"),
        (
            "picture_nation",
            "The country",
            officer,
            [f"{reverse('picture:nation')}{year}" for year in years],
            "Fylke 14",
        ),
    ]


def _of(party: Party, years: list[str]) -> list[str]:
    return [f"{reverse('picture:party', args=[party.pk])}{year}" for year in years]


def _reader(role: Role, party: Party) -> str:
    person = Person.objects.create_user(f"{role}@bench.example", name="Leser")
    HeldRole.objects.create(person=person, role=role, party=party, valid_from=date(2020, 1, 1))
    return session_of(person)
