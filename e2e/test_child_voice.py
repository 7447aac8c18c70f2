"""Barnets stemme in a real browser: heard, set beside the staff's picture, and planned from."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, running_server
from e2e.window import Window, chromium
from laget.base.cycle.actions import set_demo_day
from laget.need.voices.models import Listening
from laget.need.voices.tests.scene import staff_answer
from testing.people import AUTUMN, World, build_world

Place = tuple[Browser, str, World]
SUMMARY = "Flere vil ha en voksen nær når leken stopper opp."
PHONE = {"viewport": {"width": 320, "height": 640}}


@pytest.fixture(scope="module")
def place(django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A browser, the address of a server, and a county where the staff of Solbakken have answered."""
    from django.test import override_settings

    keys = override_settings(SURVEY_KEYS=tmp_path_factory.mktemp("keys"))
    with django_db_blocker.unblock(), keys, own_database() as database:
        world = build_world()
        staff_answer(world, 12)
        set_demo_day(AUTUMN.date(), person=None)
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


@pytest.mark.parametrize(
    ("name", "owner", "unit", "options"),
    [
        ("Kari", "Ola", "Solbakken barnehage", {}),
        ("Per", "Pia", "Havhesten barnehage", PHONE),
        ("Frida", "Frode", "Fjordgløtt barnehage", {"java_script_enabled": False}),
    ],
    ids=["wide", "phone", "no scripts"],
)
def test_children_are_heard_and_something_comes_of_it(
    place: Place, name: str, owner: str, unit: str, options: dict[str, object]
) -> None:
    browser, address, _world = place
    leader = Window(browser, address, **options).sign_in(name)
    leader.open("/oppgaver/")
    leader.follow("Barnets stemme")
    begin(leader, unit)
    register(leader)
    leader.press("Avslutt perioden")
    leader.see("ved siden av det de voksne sier")
    plan(leader)
    listening = Listening.objects.get(unit__name=unit)
    follow_as_owner(Window(browser, address, **options).sign_in(owner), listening)


def begin(leader: Window, unit: str) -> None:
    leader.follow(f"Hør barna i {unit}")
    leader.see("Bekymret for et barn? Stopp her.")
    leader.write("Første dag", "2024-11-04")
    leader.write("Siste dag", "2024-12-20")
    leader.press("Åpne perioden")


def register(leader: Window) -> None:
    leader.follow("samtale om Å få være med")
    leader.see("Bekymret for et barn? Stopp her.")
    leader.press("Lagre", status=422)
    leader.write("Hvor mange barn", "8")
    leader.write("Godt", "1", within=leader.group("Hvordan har barna det?"))
    leader.write("Litt av hvert", "1")
    leader.write("Ikke godt", "6")
    leader.write("Hva handlet det om?", f"{SUMMARY} Det gjelder mest på Blåklokka.")
    leader.tick("Det vi hørte, gjør oss ikke bekymret for noe barn. Eller: bekymringen er meldt.")
    leader.press("Lagre", status=422)
    leader.see("Er dette navn?")
    leader.write("Hva handlet det om?", SUMMARY)
    leader.tick("Det vi hørte, gjør oss ikke bekymret for noe barn. Eller: bekymringen er meldt.")
    leader.press("Lagre")
    leader.see(SUMMARY)


def plan(leader: Window) -> None:
    leader.follow("Plan for praksis")
    leader.follow("Legg en plan for Å få være med")
    leader.write("Dette endrer vi", "En voksen blir i leken når den stopper opp.")
    leader.write("Hvem", "Pedagogisk leder")
    leader.write("Når", "2025-03-01")
    leader.write("Slik ser vi det", "Flere er med fra start til slutt. Vi spør barna igjen.")
    leader.press("Lagre")
    leader.see("Pedagogisk leder, 1. mars 2025")


def follow_as_owner(owner: Window, listening: Listening) -> None:
    owner.open("/barnets-stemme/")
    owner.page.locator("main li a").first.click()
    owner.open(f"/barnets-stemme/{listening.pk}/ved-siden-av/")
    expect(owner.page.get_by_role("cell", name="5–9 barn: ikke godt")).to_be_visible()
    assert SUMMARY not in owner.page.content()
    owner.open(f"/barnets-stemme/{listening.pk}/", status=404)
