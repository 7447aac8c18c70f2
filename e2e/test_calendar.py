"""A network's year in a real browser: what is put there reaches those it is for, and the calendar they read it in."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import vobject
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from e2e.server import folder_of, own_database, running_server
from e2e.window import PHONE, Window, chromium
from laget.base.audit.verify import verify
from laget.base.cycle.actions import set_demo_day
from laget.base.cycle.calendar_actions import make_address
from laget.base.cycle.calendar_models import CalendarEntry
from testing.people import AUTUMN, World, build_world

Place = tuple[Browser, str, World, Path]


@pytest.fixture(scope="module")
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        set_demo_day(date(2024, 11, 4), person=None)
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world, folder_of(database)


def test_a_samling_goes_from_the_wheel_to_those_it_is_for_and_is_called_off(place: Place) -> None:
    browser, address, _world, pictures = place
    nina = Window(browser, address).sign_in("Nina")
    nina.open("/aar/")
    nina.follow("Virksomheter og eiere")
    nina.see("Samtidig med Elevundersøkelsen, 28. oktober 2024–29. november 2024.")
    nina.follow("Innherred")
    nina.page.get_by_label("Hva slags").select_option("Samling")
    nina.write("Hva skjer?", "Samling om språk")
    nina.write("Dag", "2024-11-21")
    nina.press("Legg i årshjulet")
    nina.see("Samling om språk står i nettverkets årshjul.")
    nina.see("Samtidig med Foreldreundersøkelsen, 1. november 2024–30. november 2024.")
    nina.page.screenshot(path=pictures / "network.png", full_page=True)

    ola = Window(browser, address, viewport={"width": PHONE[0], "height": PHONE[1]}).sign_in("Ola")
    feed = ola_reads_it_elsewhere(ola, pictures)
    assert "Samling om språk" in titles_in(ola, feed)

    nina.follow("Samling om språk")
    nina.write("Dag", "2024-11-22")
    nina.press("Lagre endringen")
    nina.see("22. november 2024")
    ola.open("/varsler/")
    expect(ola.page.get_by_role("button", name="Meny 1 ikke lest")).to_be_visible()
    ola.page.screenshot(path=pictures / "notices.png", full_page=True)
    with ola.arriving():
        ola.page.get_by_role("button", name="Samling om språk (Innherred) er flytta til 22. november 2024.").click()
    assert ola.visited[-1] == CalendarEntry.objects.get(title="Samling om språk").address
    expect(ola.page.get_by_role("button", name="Meny", exact=True)).to_be_visible()

    nina.press("Avlys")
    nina.see("Samling om språk er avlyst.")
    ola.open("/varsler/innstillinger/")
    with ola.arriving():
        ola.page.get_by_role("button", name="Stopp Telefonen").click()
    assert ola.context.request.get(feed).status == 404
    assert verify().ok


def ola_reads_it_elsewhere(ola: Window, pictures: Path) -> str:
    """He chooses how to be told, and makes an address for his phone. Gives the address."""
    ola.open("/meg/")
    ola.follow("Varsler og kalender")
    ola.page.get_by_label("Tidligst").select_option("16:00")
    ola.tick("3 dager før")
    ola.page.get_by_label("Målform i varslene, e-posten og kalenderen").select_option("nynorsk")
    ola.press("Lagre valgene")
    ola.see("Valgene dine er lagret.")
    ola.press("Lag kalenderadresse", status=422)
    ola.see("Skriv hvor du skal bruke den, så du kjenner den igjen.")
    ola.write("Hvor skal den brukes?", "Telefonen")
    ola.press("Lag kalenderadresse")
    ola.page.screenshot(path=pictures / "wishes.png", full_page=True)
    return ola.page.get_by_label("Adresse", exact=True).input_value()


def titles_in(ola: Window, feed: str) -> set[str]:
    answer = ola.context.request.get(feed)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    return {event.summary.value for event in vobject.readOne(answer.text()).contents["vevent"]}


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}])
def test_the_pages_can_be_read_and_used_by_everyone(place: Place, options: dict[str, Any]) -> None:
    """Also with an address that someone has given a name without a space in it."""
    browser, address, world, _pictures = place
    make_address("Telefonen" * 6, actor=world.act("nina"), at=AUTUMN)
    nina = Window(browser, address, **options).sign_in("Nina")
    network = world.network("Innherred").pk
    for path in ("/aar/", f"/kalender/nettverk/{network}/", "/varsler/", "/varsler/innstillinger/", "/hjelp/varsler/"):
        nina.open(path)
        nina.examine_in_all_colours()
    nina.open(f"/kalender/nettverk/{network}/")
    nina.press("Legg i årshjulet", status=422)
    nina.examine_in_all_colours()
    nina.see("Skriv hva som skjer.")
