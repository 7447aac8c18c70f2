"""The catalogue in a real browser: the county fills it, someone finds what fits them on a phone, and it is counted who
has been through what. Beside it, a municipality says yes to oppfølgingsordningen, and what was written is searched for.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, running_server
from e2e.window import PHONE, Window, chromium
from laget.effect.uptake.actions import count_county
from laget.need.catalogue.models import Entry
from testing.people import AUTUMN, World, build_world

Place = tuple[Browser, str, World]


@pytest.fixture
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


def test_the_county_fills_its_catalogue_and_someone_finds_what_fits_on_a_phone(place: Place) -> None:
    browser, address, world = place
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
    go_through(Window(browser, address).sign_in("Kari"), world)
    follow_up(eva, Window(browser, address).sign_in("Ola"))
    find_again(knut, eva)


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


def go_through(kari: Window, world: World) -> None:
    """Her kindergarten's nine are shown, and the two that she adds of another are not."""
    kari.open("/gjennomgatt/")
    kari.follow("Solbakken barnehage")
    for title, number in (("Snakke med barn", "9"), ("Index for Inclusion", "2")):
        kari.follow("Før noe som ikke er med")
        kari.page.get_by_label("Hva har de vært gjennom?").select_option(title)
        kari.tick("Alle", within=kari.group("Hvor mange på arbeidsplassen er det for?"))
        kari.write("Hvor mange ble ferdige?", number)
        kari.press("Før det")
        kari.see("Det er ført.")
    count_county(world.county.pk, at=AUTUMN)
    kari.open(f"/gjennomgatt/{world.parties['Solbakken barnehage'].pk}/")
    kari.see("Skjermet")


def follow_up(eva: Window, ola: Window) -> None:
    eva.open("/oppfolgingsordningen/")
    eva.follow("Tilby en kommune i Trøndelag")
    eva.page.get_by_label("Hvilken kommune?").select_option("Inderøy kommune")
    eva.write("Hvorfor får kommunen tilbudet?", "Tallene viser at mange barn ikke får den hjelpen de trenger.")
    eva.write("Når begynner forfasen?", "2030-01-01")
    eva.press("Send tilbudet til kommunen")
    ola.take_up("Svare på tilbudet om oppfølgingsordningen")
    ola.press("Takk ja")
    ola.see("Neste hos dere: Se hvor kommunen står")
    eva.open("/oppfolgingsordningen/")
    eva.follow("Inderøy kommune")
    eva.write("Hvem veileder kommunen?", "To rektorer")
    eva.press("Lagre")
    eva.see("Veiledere og midler er ført.")


def find_again(knut: Window, eva: Window) -> None:
    """On a phone: by another form of the word, narrowed, and kept. What is for Eva and Ola is not found by Knut."""
    knut.write("Søk i alt du har tilgang til", "finnes ikke", within=knut.page.locator("header"))
    knut.press("Søk")
    knut.see("Slik søker du")
    knut.write("Hva leter du etter?", "økt personalgruppe")
    knut.press("Søk")
    expect(knut.page.get_by_role("heading", name="Språksterke dager")).to_be_visible()
    expect(knut.page.locator("mark")).to_have_text(["økter", "personalgruppa"])
    knut.write("Hva vil du kalle søket?", "Til planleggingsdagen")
    knut.press("Lagre søket")
    knut.see("Søket er lagret.")
    knut.open("/sok/?ord=tallene")
    knut.see("Ingen treff på «tallene».")
    knut.follow("Til planleggingsdagen")
    knut.see("1 treff")
    knut.press("Slett Til planleggingsdagen")
    eva.open("/sok/?ord=tallene")
    eva.follow("Inderøy kommune")
    eva.see("Tallene viser at mange barn")
