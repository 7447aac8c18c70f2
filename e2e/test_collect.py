"""A kartlegging asked for and handed out in a real browser: planned without JavaScript, opened, and put on paper."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from e2e.server import folder_of, own_database, running_server
from e2e.window import Window, chromium
from laget.need.surveys.models import Survey
from testing.collecting import opened, unit_of
from testing.people import World, build_world

Place = tuple[Browser, str, World]


@pytest.fixture(scope="module")
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), own_database() as database, pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SURVEY_KEYS", folder_of(database) / "keys")
        world = build_world()
        opened(world, by_link=True)
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


def test_a_coordinator_plans_without_javascript_and_opens_and_the_leader_hands_out(place: Place) -> None:
    browser, address, _world = place
    nina = Window(browser, address, java_script_enabled=False).sign_in("Nina")
    nina.open("/oppgaver/")
    nina.follow("Kartlegginger", within="nav.menu")
    nina.follow("Planlegg en kartlegging")
    nina.page.get_by_role("link", name="Velg Inkluderende praksis").click()
    nina.write("Hva skal kartleggingen hete?", "Slik har vi det i Innherred")
    nina.write("Sakshaug skole, Ansatte", "tjue")
    nina.press("Planlegg kartleggingen", status=422)
    nina.see("Rett antallet for: Sakshaug skole.")
    expect(nina.page.get_by_label("Sakshaug skole, Ansatte")).to_have_value("tjue")
    nina.write("Sakshaug skole, Ansatte", "")
    nina.write("Solbakken barnehage, Ansatte", "12")
    nina.press("Planlegg kartleggingen")
    nina.see("Kartleggingen er planlagt.")
    nina.follow("Endre planen")
    expect(nina.page.get_by_label("Solbakken barnehage, Ansatte")).to_have_value("12")
    nina.write("Solbakken barnehage, Ansatte", "13")
    nina.press("Lagre endringene")
    nina.see("Planen er endret.")
    nina.page.get_by_text("Åpne nå", exact=True).click()
    nina.press("Åpne kartleggingen")
    nina.see("0–4 av 15")  # the leaders are two, as the last time
    kari = Window(browser, address).sign_in("Kari")
    kari.take_up("Del ut kodene", about="Slik har vi det i Innherred")
    kari.follow("Lapper å skrive ut")
    expect(kari.page.locator(".slips li")).to_have_count(15)
    kari.page.emulate_media(media="print")
    expect(kari.page.locator(".slip__code").first).to_be_visible()
    assert not kari.page.locator("nav.menu").is_visible()
    assert kari.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    kari.page.emulate_media(media="screen")
    kari.follow("Solbakken barnehage", within="nav.trail")
    kari.write("E-postadresser, én på hver linje", "ikke en adresse")
    kari.press("Send koder på e-post", status=422)
    kari.see("Velg hvem de er.")
    kari.see("Linje 1: «ikke en adresse» er ikke en e-postadresse.")
    kari.tick("Ansatte", within=kari.group("Hvem er de?"))
    kari.write("E-postadresser, én på hver linje", "anne@solbakken.example")
    kari.press("Send koder på e-post")
    kari.see("1 kode er på vei.")
    kari.press("Alle har fått koden sin")
    kari.see("Oppgaven er gjort.")


def test_a_link_for_all_is_shown_on_a_screen(place: Place) -> None:
    browser, address, _world = place
    kari = Window(browser, address).sign_in("Kari")
    kari.take_up("Del lenken")
    kari.examine_in_all_colours()
    unit = unit_of(Survey.objects.get(title="Slik har vi det"))
    expect(kari.page.get_by_role("link", name=f"/svar/lenke/{unit.open_link}/")).to_be_visible()
    expect(kari.page.get_by_role("img", name="QR-kode med lenken")).to_be_visible()


def test_the_county_sees_the_whole_list_and_its_own_questions(place: Place) -> None:
    browser, address, world = place
    eva = Window(browser, address).sign_in("Eva")
    for path in ("/kartlegging/", f"/kartlegging/ny/{world.county.pk}/"):
        eva.open(path)
    eva.page.get_by_role("link", name="Velg Inkluderende praksis").click()
    eva.page.get_by_text("Egne spørsmål fra fylket, opptil fire").click()
    eva.write("Bokmål", "Er det ro her?", within=eva.group("Spørsmål 1"))
    eva.write("Solbakken barnehage, Ansatte", "-1")
    eva.press("Planlegg kartleggingen", status=422)
    expect(eva.group("Spørsmål 1").get_by_label("Bokmål")).to_have_value("Er det ro her?")
