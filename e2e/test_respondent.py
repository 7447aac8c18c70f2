"""Answering a kartlegging on a small phone: with and without JavaScript, in nynorsk, and found again after a reload."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from e2e.server import folder_of, own_database, running_server
from e2e.window import Window, chromium
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import SealedAnswer, Survey
from laget.need.surveys.sealing import Opener
from testing.collecting import codes_of, opened, unit_of
from testing.people import World, build_world

MOST_BYTES = 60_000
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


class Place:
    def __init__(self, browser: Browser, address: str, world: World, keys: Path) -> None:
        self.browser, self.address, self.world, self.keys = browser, address, world, keys
        asked = {"Solbakken barnehage": {Layer.LEADERS: 9}}
        self.by_code = opened(world, instrument="competence_map", asked=asked)
        self.by_link = opened(world, by_link=True)
        self._unused = iter(codes_of(unit_of(self.by_code), Layer.LEADERS))

    def code(self) -> str:
        return next(self._unused)

    def phone(self, *, scripts: bool = True, language: str = "nb") -> Window:
        window = Window(self.browser, self.address, java_script_enabled=scripts, **PHONE)
        window.language = language
        return window

    def answers(self, survey: Survey) -> list[object]:
        boxes = SealedAnswer.objects.filter(unit__survey=survey).values_list("box", flat=True)
        return [Opener(survey.pk).open(bytes(box)) for box in boxes]


@pytest.fixture(scope="module")
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with (
        django_db_blocker.unblock(),
        own_database() as database,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(settings, "SURVEY_KEYS", folder_of(database) / "keys")
        world = build_world()
        with running_server(database) as address, chromium() as browser:
            yield Place(browser, address, world, folder_of(database) / "keys")


@pytest.fixture(autouse=True)
def _own_survey_keys(place: Place, settings: object) -> None:
    """Here the keys are where the module's own database expects them."""
    settings.SURVEY_KEYS = place.keys  # type: ignore[attr-defined]


def choose(page: Page, question: str, answer: str) -> None:
    page.locator(f"#{question}").get_by_text(answer, exact=True).click()


def test_a_phone_reads_the_code_and_a_draft_survives_a_reload(place: Place) -> None:
    survey, code = place.by_code, place.code()
    phone = place.phone(language="nn")
    item = next(each for each in survey.instrument.items() if each.when)
    assert item.when
    earlier = survey.instrument.item(item.when.item)
    choices = {c.value: c.text["nn"] for c in survey.instrument.answer_scales[earlier.answers]}
    with phone.page.expect_navigation(url=re.compile(r"/svar/\?sprak=nn$")):
        phone.page.goto(f"/svar/?sprak=nn#{code}")  # what the picture on the slip says
    phone.examine(phone.page.reload())
    assert code not in phone.page.url
    phone.see("Det er frivillig.")
    conditional = phone.page.locator(f"#{item.key}")
    expect(conditional).to_be_hidden()
    heading = phone.page.get_by_role("heading", name="Kven treng det?")  # of a part with only such questions
    expect(heading).to_be_hidden()
    choose(phone.page, earlier.key, choices[item.when.values[0]])
    expect(conditional).to_be_visible()
    expect(heading).to_be_visible()
    phone.examine(phone.page.reload())
    expect(phone.page.locator(f'[name="q.{earlier.key}"][value="{item.when.values[0]}"]')).to_be_checked()
    phone.press("Send svaret")
    phone.see("Takk for svaret")
    assert phone.page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert phone.context.cookies() == []
    assert {"layer": "leaders", "answers": {earlier.key: item.when.values[0]}} in place.answers(survey)
    assert not any(code in address for address in phone.visited)
    assert code not in (folder_of_log(place)).read_text(encoding="utf-8", errors="replace")


def test_the_same_without_javascript(place: Place) -> None:
    survey, code = place.by_code, place.code()
    phone = place.phone(scripts=False)
    item = next(each for each in survey.instrument.items() if each.when)
    assert item.when
    earlier = survey.instrument.item(item.when.item)
    choices = {c.value: c.text for c in survey.instrument.answer_scales[earlier.answers]}
    phone.open("/svar/")
    phone.page.get_by_label("Koden din").fill(code.lower())
    phone.press("Begynn")
    phone.see(f"Bare hvis du svarte «{choices[item.when.values[0]]['nb']}»")
    choose(phone.page, earlier.key, choices[1]["nb"])
    phone.language = "en"
    phone.press("English")
    phone.see("Before you answer")
    expect(phone.page.locator(f'[name="q.{earlier.key}"][value="1"]')).to_be_checked()
    phone.press("Send my answer")
    phone.see("Thank you for answering")
    assert {"layer": "leaders", "answers": {earlier.key: 1}} in place.answers(survey)


def test_one_link_for_everyone_asks_as_what_and_forgets_when_the_window_closes(place: Place) -> None:
    survey = place.by_link
    phone = place.phone()
    phone.open(f"/svar/lenke/{unit_of(survey).open_link}/")
    phone.press("Ansatte")
    first = survey.instrument.items()[0]
    answer = survey.instrument.answer_scales[first.answers][0]
    choose(phone.page, first.key, answer.text["nb"])
    assert phone.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 1]
    phone.press("Send svaret")
    assert place.answers(survey) == [{"layer": "staff", "answers": {first.key: answer.value}}]


def test_each_page_that_says_no_can_be_read(place: Place) -> None:
    phone = place.phone(scripts=True)
    phone.open("/svar/")
    phone.press("Begynn", status=422)
    phone.see("Skriv koden først.")
    phone.page.get_by_label("Koden din").fill("BCDFG-23456")
    phone.press("Begynn", status=422)
    phone.see("Vi kjenner ikke koden.")
    phone.open("/svar/lenke/finnes-ikke/", status=404)
    phone.open(f"/svar/lenke/{unit_of(place.by_link).open_link}/?lag=leaders")
    phone.press("Send svaret", status=422)
    phone.see("Du har ikke svart på noe.")


def test_what_the_phone_fetches_weighs_under_60_kb(place: Place) -> None:
    phone = place.phone()
    fetched: list[int] = []
    phone.page.on("requestfinished", lambda request: fetched.append(sum(request.sizes()[each] for each in SIZES)))
    phone.open("/svar/")
    fetched.clear()
    phone.page.get_by_label("Koden din").fill(place.code())
    phone.press("Begynn")
    phone.page.wait_for_load_state("networkidle")
    assert 10_000 < sum(fetched) < MOST_BYTES, fetched


SIZES = ("responseBodySize", "responseHeadersSize")


def folder_of_log(place: Place) -> Path:
    return place.keys.parent / "server.log"
