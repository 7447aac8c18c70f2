"""The catalogue in a real browser: the county fills it, and someone finds what fits them on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, running_server
from e2e.window import PHONE, Window, chromium
from laget.need.catalogue.models import Entry
from testing.people import World, build_world

Place = tuple[Browser, str, World]


@pytest.fixture
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), own_database("laget_catalogue") as database:
        world = build_world()
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


def test_the_county_fills_its_catalogue_and_someone_finds_what_fits_on_a_phone(place: Place) -> None:
    browser, address, _world = place
    eva = Window(browser, address).sign_in("Eva")
    eva.open("/katalog/")
    eva.see("Katalogen er tom.")
    eva.press("Hent startkatalogen")
    eva.see("tilbud er lagt i katalogen.")
    add(eva)
    knut = Window(browser, address, viewport={"width": PHONE[0], "height": PHONE[1]}).sign_in("Knut")
    knut.open("/katalog/")
    knut.page.get_by_label("Språk", exact=True).select_option("Sørsamisk")
    knut.press("Vis")
    expect(knut.page.locator("tbody tr")).to_have_count(1)
    knut.follow("Språksterke dager")
    knut.see("Kompetansepakke fra Innherred.")
    eva.press("Ta ut av katalogen")
    eva.see("Planer som nevner det, er som før.")
    knut.open("/katalog/?sprak=sma")
    knut.see("Ingenting passer med alt du har valgt.")
    assert Entry.objects.get(withdrawn=True).title == "Språksterke dager"


def add(eva: Window) -> None:
    """The first try lacks its tags, and says so."""
    eva.follow("Nytt tilbud i Trøndelag")
    eva.write("Hva heter det?", "Språksterke dager")
    eva.write("Hvem står bak?", "Innherred")
    eva.write("Om tilbudet", "Seks økter for personalgruppa.")
    eva.press("Legg i katalogen", status=422)
    eva.see("Velg minst ett tema.")
    for legend, tag in (("Tema", "Språk og tale"), ("Målgruppe", "Barnehage"), ("Språk", "Sørsamisk")):
        eva.tick(tag, within=eva.group(legend))
    eva.tick("Alle", within=eva.group("Hvor mange på en arbeidsplass er det for?"))
    eva.press("Legg i katalogen")
    eva.see("Tilbudet er lagt i katalogen.")
