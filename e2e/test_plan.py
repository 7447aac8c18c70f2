"""A project leader's plan in a real browser: begun with the university, written by both, adopted, and read by all."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, running_server
from e2e.window import PHONE, Window, chromium
from laget.need.plans.models import Plan
from testing.pdf import faults_in_pdf
from testing.people import AUTUMN, World, build_world
from testing.plans import write_plan

Place = tuple[Browser, str, World]


@pytest.fixture
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


def test_a_project_leaders_plan_from_form_to_adopted(place: Place) -> None:
    browser, address, world = place
    ola = Window(browser, address).sign_in("Ola")
    ola.open("/aar/")
    ola.follow("Trøndelag 2025")
    ola.follow("Planer for flere år")
    ola.follow("Prosjektplan, Inderøy kommune")
    ola.tick("Nord universitet")
    ola.press("Begynn på planen")
    ola.see("Skriv den sammen, og legg den fram til vedtak.")
    ola.follow("Skriv videre")
    ola.write("Hva er mandatet?", "Prosjektet skal samordne Kompetanseløftet hos oss.")
    ola.press("Lagre og gå videre")
    tom = Window(browser, address, viewport={"width": PHONE[0], "height": PHONE[1]}).sign_in("Tom")
    plan = Plan.objects.get()
    tom.open(plan.get_absolute_url())
    tom.follow("Faser")
    tom.press("Legg til fase")
    tom.write("Fasen", "Kartlegging")
    tom.page.get_by_label("Begynner").fill("2025-01-01")
    tom.page.get_by_label("Slutter").fill("2025-06-20")
    tom.press("Lagre og gå tilbake til lista")
    tom.see("Kartlegging")
    fill_in_the_rest(world)
    ola.open(plan.get_absolute_url())
    ola.follow("Se over og legg fram")
    ola.press("Legg fram til vedtak")
    ola.see("Den venter på vedtak, og kan ikke skrives i.")
    ola.press("Før inn vedtaket", status=422)
    ola.write("Hvem vedtok planen?", "Kommunestyret")
    ola.page.get_by_label("Når ble den vedtatt?").fill("2024-11-03")
    ola.tick("Alle kan lese planen")
    ola.press("Før inn vedtaket")
    ola.see("Versjon 1 er vedtatt av Kommunestyret 3. november 2024.")
    citizen = Window(browser, address)
    citizen.open("/vedtatte-planer/")
    citizen.follow("Prosjektplan for Inderøy kommune")
    citizen.see("Hvilke rammer og forutsetninger gjelder?")
    steer(ola, tom)
    eva = Window(browser, address).sign_in("Eva")
    eva.open(f"/plan/runde/{world.round.pk}/")
    eva.follow("Se risiko som går igjen i planene")
    eva.see("Universitetet har ikke kapasitet")
    frode = Window(browser, address).sign_in("Frode")
    frode.open(f"/plan/runde/{world.round.pk}/")
    frode.follow("Prosjektplan")
    frode.see("Kommunalsjef oppvekst")
    frode.open(f"/dokument/{plan.pk}/versjon/1/")
    assert faults_in_pdf(frode.fetch("Last ned som PDF")) == []
    frode.see("Last ned som Word")


def steer(ola: Window, tom: Window) -> None:
    """Ola follows it up and goes through its risks; the university does the same on a phone."""
    ola.follow("Følg opp planen")
    phase = ola.page.locator("li", has_text="Kartlegging og analyse").first
    phase.get_by_text("Skriv hvordan det går").click()
    phase.get_by_label("Hvordan går det?").select_option("Avvik")
    ola.press("Lagre Kartlegging og analyse", status=422)
    phase.get_by_label("Hva er avviket?").fill("To skoler har ikke svart.")
    phase.get_by_label("Hva gjør dere med det?").fill("Vi besøker dem i november.")
    ola.press("Lagre Kartlegging og analyse")
    ola.see("To skoler har ikke svart.")
    tom.open(ola.visited[-1].partition("#")[0].replace("oppfolging", "risiko"))
    tom.group("1. Prosjektlederen slutter").get_by_label("Sannsynlighet").select_option("5: svært sannsynlig")
    tom.press("Lagre gjennomgangen")
    tom.see("20, rød")
    tom.follow("Inderøy kommune", within=".trail")
    tom.see("Avvik")


def fill_in_the_rest(world: World) -> None:
    write_plan(Plan.objects.select_related("round__rule_set").get(), actor=world.act("ola"), at=AUTUMN)
