"""A koordinator's week in a real browser: who is late, one press that reminds them, and what comes of it."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, running_server
from e2e.window import PHONE, Window, chromium
from laget.base.audit.verify import verify
from laget.base.cycle.actions import set_demo_day
from laget.base.cycle.calendar_models import NoticeFor
from testing.people import World, build_world

MONDAY, TUESDAY = date(2024, 12, 9), date(2024, 12, 10)
ON_A_PHONE = {"viewport": {"width": PHONE[0], "height": PHONE[1]}}
REMIND = "Minn dem som er forsinket"
Place = tuple[Browser, str, World]


@pytest.fixture
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), own_database("laget_koordinator") as database:
        world = build_world()
        world.carry("ask_owners")
        set_demo_day(MONDAY, person=None)
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


def test_a_koordinator_sees_who_is_late_and_reminds_them_once_a_day(place: Place) -> None:
    browser, address, _world = place
    nina = Window(browser, address).sign_in("Nina")
    to_desk(nina)
    nina.see("oppgaver er forsinket.")
    nina.see("Inderøy kommune, eierrepresentant")
    nina.press(REMIND)
    nina.see("5 er minnet på det som er forsinket.")
    assert not nina.has_button(REMIND)
    ola = Window(browser, address, **ON_A_PHONE).sign_in("Ola")
    ola.open("/varsler/")
    ola.see("Innherred minner om det som skulle vært gjort: «Skrive behovsmelding».")
    set_demo_day(TUESDAY, person=None)
    phone = Window(browser, address, **ON_A_PHONE).sign_in("Nina")
    to_desk(phone)
    phone.page.locator("details summary").first.click()
    phone.see("Solbakken barnehage")
    phone.press(REMIND)
    assert NoticeFor.objects.filter(role="owner").count() == 4
    assert verify().ok


def to_desk(who: Window) -> None:
    who.open("/oppgaver/")
    who.follow("Skrivebordet for Innherred")
