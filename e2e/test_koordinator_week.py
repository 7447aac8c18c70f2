"""A koordinator's week in a real browser: who is late, one press that reminds them, and what comes of it; and a group
that she calls together.
"""

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
from laget.base.questions.tests.test_check_file import pdf
from testing.people import World, build_world

MONDAY, TUESDAY = date(2024, 12, 9), date(2024, 12, 10)
ON_A_PHONE = {"viewport": {"width": PHONE[0], "height": PHONE[1]}}
PLAN = pdf()
REMIND = "Minn dem som er forsinket"
Place = tuple[Browser, str, World]


@pytest.fixture
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), own_database() as database:
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
    phone.page.locator("main details summary").first.click()
    phone.see("Solbakken barnehage")
    phone.press(REMIND)
    assert NoticeFor.objects.filter(role="owner").count() == 4
    a_group_meets(nina, ola)
    assert verify().ok


def a_group_meets(nina: Window, ola: Window) -> None:
    """Planned, moved, minuted, and with a document that a member lays by on a phone."""
    nina.open("/gruppe/")
    nina.follow("For Innherred")
    nina.page.get_by_label("Hva slags gruppe er det?").select_option(label="Arbeidsgruppe")
    nina.write("Hva heter gruppen?", "Arbeidsgruppe om lek")
    nina.press("Opprett gruppen")
    nina.page.get_by_label("Hvem?").select_option(label="Inderøy kommune, eierrepresentant")
    nina.press("Legg til")
    nina.see("Inderøy kommune er med.")
    nina.follow("Kall inn til møte")
    for label, text in (
        ("Hva heter møtet?", "Oppstart"), ("Dag", "2024-12-16"), ("Begynner klokka", "09:00"),
        ("Slutter klokka", "11:00"), ("Sted", "Verdal"), ("Saksliste", "Hva skal vi få til?"),
    ):  # fmt: skip
        nina.write(label, text)
    nina.press("Kall inn")
    meeting = nina.page.url.removeprefix(nina.address)
    nina.follow("Flytt møtet")
    nina.press("Flytt, og gi beskjed", status=422)
    nina.see("Møtet er allerede da og der.")
    nina.write("Dag", "2024-12-17")
    nina.press("Flytt, og gi beskjed")
    nina.see("Det skulle vært 16. desember 2024 kl. 09.00.")
    ola.open("/varsler/")
    ola.see("Oppstart er flyttet. Nå er det 17. desember 2024 kl. 09.00, Verdal.")
    ola.open(meeting)
    ola.page.get_by_label("Legg ved et dokument").set_input_files(
        {"name": "Plan.pdf", "mimeType": "application/pdf", "buffer": PLAN}
    )
    ola.press("Last opp")
    ola.see("«Plan.pdf» er lagt ved.")
    assert ola.fetch("Plan.pdf") == PLAN
    nina.open(meeting)
    nina.write("Det vi snakket om, og ble enige om", "Vi prøver faste voksne ute.")
    nina.press("Lagre referatet")
    ola.open(meeting)
    ola.see("Vi prøver faste voksne ute.")
    ola.press("Ta bort Plan.pdf")
    ola.see("«Plan.pdf» er tatt bort.")
    nina.follow("Arbeidsgruppe om lek", within="nav")
    for who in (nina, ola):
        who.open("/gruppe/")
        who.follow("Arbeidsgruppe om lek")
        who.see("Med referat")


def to_desk(who: Window) -> None:
    who.open("/oppgaver/")
    who.follow("Skrivebordet for Innherred")
