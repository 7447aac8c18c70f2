"""The same page for everyone: without JavaScript, and by keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from e2e.roles import unit_leader
from e2e.server import own_database, running_server
from e2e.window import Window, chromium
from laget.base.cycle.actions import set_demo_day
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.actions import ask_owners
from laget.need.behovsmelding.models import Behovsmelding
from testing.people import AUTUMN, build_world

FOCUS = """() => {
  const now = document.activeElement, around = now.closest(".ds-field") ?? now;
  const drawn = [now, around].map(getComputedStyle).some(
    style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
  const box = now.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, Math.min(box.y + box.height / 2, innerHeight - 1));
  const covered = !(now.contains(top) || around.contains(top));
  return {name: (now.labels?.[0] ?? now).textContent.trim(), id: now.id, drawn, covered};
}"""
MOST_TABS = 80


@pytest.fixture(scope="module")
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of a server where the owners of Innherred have been asked for their needs."""
    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        set_demo_day(AUTUMN.date(), person=None)
        ask_owners(world.round, network=world.network("Innherred"), actor=world.act("nina"), at=AUTUMN)
        with running_server(database) as address, chromium() as browser:
            yield browser, address


def test_an_assessment_is_written_and_sent_without_javascript(place: tuple[Browser, str]) -> None:
    browser, address = place
    kari = Window(browser, address, java_script_enabled=False)
    kari.pick("Kari")
    kari.take_up("Vurdere hvor dere står")
    kari.follow("Begynn å skrive")
    kari.see("Det du skriver, lagres når du trykker på knappen.")
    kari.write("Hva mangler vi?", unit_leader.THEME["lack"])
    unit_leader.write_the_rest(kari)
    unit_leader.send(kari, "Inderøy kommune")
    assert Assessment.objects.get(subject__name="Solbakken barnehage").state == "submitted"


def test_an_assessment_is_written_and_sent_by_keyboard_alone(place: tuple[Browser, str]) -> None:
    browser, address = place
    frida = Keyboard(browser, address)
    frida.pick("Frida")
    frida.skip_to_the_content()
    frida.go("Vurdere hvor dere står")
    frida.go("Begynn å skrive")
    frida.type("Hva mangler vi?", unit_leader.THEME["lack"])
    frida.type("Hvilke utfordringer mestrer vi ikke i dag?", unit_leader.TEXT["not_mastered"])
    frida.go("Lagre og gå videre")
    frida.go("Lagre og gå videre")  # the challenges may be skipped
    frida.go("Lagre og gå videre")  # and so may the strengths and weaknesses
    frida.type("Hvilken kompetanse trenger dere?", unit_leader.THEME["need"])
    frida.space("Ansatte i barnehage")
    frida.go("Lagre og gå videre")
    frida.space("Ansatte")
    frida.space("Ledere")
    frida.type("Hvordan var de med?", unit_leader.TEXT["how"])
    frida.go("Lagre og se hele")
    frida.go("Se over og send")
    frida.go("Send til Fjordgløtt SA")
    frida.see("Vurderingen er sendt til Fjordgløtt SA.")
    assert Assessment.objects.get(subject__name="Fjordgløtt barnehage").state == "submitted"


def test_who_is_signed_out_in_another_tab_loses_nothing(place: tuple[Browser, str]) -> None:
    browser, address = place
    ola = Window(browser, address).sign_in("Ola")
    other = Window(browser, address, beside=ola)
    ola.take_up("Skrive behovsmelding")
    ola.follow("Behovet")
    writing = ola.page.url.removeprefix(address)
    ola.see("Det du skriver, lagres underveis.")
    other.open("/oppgaver/")
    other.page.get_by_role("button", name="Logg ut").click()
    expect(other.page.get_by_role("link", name="Logg inn", exact=True)).to_be_visible()
    ola.write("Hvilken kompetanse trengs?", "Vi må kunne mer om språk.")
    expect(ola.page.locator("#saved")).to_have_text(re.compile("^Ikke lagret. Du er logget ut."))
    ola.press("Lagre og gå videre", status=403)
    other.pick("Ola")
    ola.press("Prøv igjen", status=403)  # the page is from before Ola signed in
    ola.press("Prøv igjen")
    ola.open(writing)
    expect(ola.page.get_by_label("Hvilken kompetanse trengs?")).to_have_value("Vi må kunne mer om språk.")


def test_a_saving_that_is_held_up_and_comes_last_puts_nothing_back(place: tuple[Browser, str]) -> None:
    browser, address = place
    ola = Window(browser, address).sign_in("Ola")
    ola.take_up("Skrive behovsmelding")
    ola.follow("Behovet")
    held = unit_leader.hold_back_savings(ola.page)
    with ola.page.expect_request("**/skjema/**"):
        ola.write("Hvilken kompetanse trengs?", "Vi må kunne mer om lek.")
    ola.page.clock.install()
    ola.write("Hvilken kompetanse trengs?", "Vi må kunne mer om lek ute.")
    with ola.arriving():
        ola.page.get_by_role("button", name="Lagre og gå videre").click(no_wait_after=True)
        ola.page.clock.fast_forward("00:10")
    (late,) = (each.request for each in held)
    answer = ola.context.request.post(late.url, data=late.post_data_buffer, headers=late.headers)
    assert answer.status == 200
    saved = Behovsmelding.objects.get(subject__name="Inderøy kommune").answers
    assert saved["need"] == "Vi må kunne mer om lek ute."


def test_what_a_section_asks_one_to_mind_is_as_large_as_a_hint(place: tuple[Browser, str]) -> None:
    browser, address = place
    ola = Window(browser, address).sign_in("Ola")
    document = Behovsmelding.objects.get(subject__name="Inderøy kommune")
    found = {}
    for section in document.form.sections:
        ola.open(f"/dokument/{document.pk}/skjema/{section.key}/")
        for kind in (".guidance", "[data-field='description']"):
            for each in ola.page.locator(f"form {kind}, h1 + {kind}").all():
                found[kind] = each.evaluate("each => getComputedStyle(each).fontSize")
    assert found[".guidance"] == found["[data-field='description']"]


def test_a_text_that_is_too_long_is_said_to_be_so_once(place: tuple[Browser, str]) -> None:
    browser, address = place
    ola = Window(browser, address).sign_in("Ola")
    ola.take_up("Skrive behovsmelding")
    ola.follow("Behovet")
    ola.write("Hvilken kompetanse trengs?", "x" * 5000)
    ola.press("Lagre og gå videre", status=422)
    field = ola.page.locator("ds-field", has=ola.page.get_by_label("Hvilken kompetanse trengs?"))
    wrong = field.locator(".ds-validation-message").locator("visible=true")
    expect(wrong).to_have_count(1)
    expect(wrong).to_have_attribute("data-label", re.compile("tegn for mye$"))
    ola.write("Hvilken kompetanse trengs?", "Vi må kunne mer om språk.")
    expect(wrong).to_have_attribute("data-label", re.compile("tegn igjen$"))
    ola.see_it_saved()


class Keyboard(Window):
    """A window where nothing is pressed but Tab, Enter, Space and letters. Where one is, must be seen."""

    def skip_to_the_content(self) -> None:
        """The first Tab on a page finds the way past the menu, the next lands in the content."""
        self.page.reload()
        self.page.keyboard.press("Tab")
        link = self.page.get_by_role("link", name="Hopp til innholdet")
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport()
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Tab")
        assert self.page.evaluate("document.querySelector('main').contains(document.activeElement)")

    def find(self, name: str) -> None:
        """Tab until it is reached."""
        for _ in range(MOST_TABS):
            focus = self.page.evaluate(FOCUS)
            if focus["name"] == name:
                return
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            assert (focus["drawn"], focus["covered"]) == (True, False), f"one can't see that the focus is on {focus}"
        raise AssertionError(f"{MOST_TABS} tabs have not reached «{name}» on {self.page.url}")

    def go(self, name: str) -> None:
        self.find(name)
        with self.arriving():
            self.page.keyboard.press("Enter")

    def type(self, label: str, text: str) -> None:
        self.find(label)
        self.page.keyboard.type(text)

    def space(self, label: str) -> None:
        self.find(label)
        self.page.keyboard.press("Space")
        assert self.page.evaluate("document.activeElement.checked")
