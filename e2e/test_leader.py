"""From answers to need in a real browser: a survey closes, its result is read, and what it shows follows the need."""

import re
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from e2e.roles import owner, unit_leader
from e2e.server import own_database, running_server
from e2e.window import Window, chromium
from laget.base.cycle.actions import set_demo_day
from laget.base.ui.templatetags.ui import decimals
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.surveys.freezing import freeze_survey
from laget.need.surveys.models import ReleasedGroup, Survey
from testing.pdf import plain, text_of_pdf
from testing.people import OSLO, World, build_world
from testing.surveys import answer, asked_survey, frozen_survey

DAY = date(2024, 11, 4)
STATEMENT = "Vi har en felles forståelse av hva inkludering betyr hos oss."
CUT_OFF = """() => [...document.querySelectorAll("details.answered")]
  .filter(each => each.getBoundingClientRect().bottom < each.querySelector("table").getBoundingClientRect().bottom)
  .map(each => each.innerText)"""
Place = tuple[Browser, str, World]


@pytest.fixture
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        world.carry("ask_owners")
        set_demo_day(DAY, person=None)
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


def test_a_leader_takes_what_the_survey_shows_into_the_need(place: Place) -> None:
    browser, address, world = place
    first = frozen_survey(world, opens=date(2023, 10, 1), lift=-1)
    survey = asked_survey(world, opens=date(2024, 10, 20), previous=first)
    answer(survey)
    ola, kari = (Window(browser, address).sign_in(name) for name in ("Ola", "Kari"))
    close_and_count(ola, survey)
    figure = read_the_result(kari, survey)
    enter_other_numbers(kari)
    choose(kari, survey)
    unit_leader.begin_and_see_it_saved(kari)
    unit_leader.go_on_while_it_saves(kari)
    kari.write("Hvilke utfordringer mestrer vi ikke i dag?", unit_leader.TEXT["not_mastered"])
    unit_leader.write_the_rest(kari)
    kari.see(figure)
    unit_leader.send(kari, "Inderøy kommune")
    kari.follow("Se alt som er gjort")
    kari.see("valgte funn fra kartlegging")
    build_the_need_on_it(ola, figure)
    sent = Behovsmelding.objects.get(subject__name="Inderøy kommune").versions.get()
    (source,) = sent.content["given"]["sources"]
    assert [each["text"] for each in source["evidence"]] == ["Visjon", STATEMENT, "Trives svært godt"]


def close_and_count(ola: Window, survey: Survey) -> None:
    """Ola closes it before its time. The worker counts within five minutes; here it is counted at once."""
    ola.open(f"/kartlegging/{survey.pk}/resultat/")
    ola.see("Resultatet kommer når kartleggingen har stengt.")
    ola.open(f"/kartlegging/{survey.pk}/")
    ola.page.locator("summary", has_text="Steng før tiden").click()
    ola.press("Steng kartleggingen")
    freeze_survey(survey.pk, at=datetime(2024, 11, 4, 12, tzinfo=OSLO))
    ola.open(f"/kartlegging/{survey.pk}/")
    ola.follow("Se resultatet")
    expect(ola.page.locator("h1")).to_have_text("Inderøy kommune")


def read_the_result(kari: Window, survey: Survey) -> str:
    """Her own unit, the staff of it, the owner, and back; then on paper. Gives a figure as it will be carried on."""
    kari.open(f"/kartlegging/{survey.pk}/")
    kari.follow("Se resultatet")
    expect(kari.page.locator("h1")).to_have_text("Solbakken barnehage")
    expect(kari.page.get_by_role("img", name="Profilen til Solbakken barnehage")).to_be_visible()
    kari.see("Endret siden «Inkluderende praksis 2023»")
    for link, heading in (
        ("Ansatte", "Solbakken barnehage: Ansatte"),
        ("Eier: Inderøy kommune", "Inderøy kommune"),
        ("Velg en annen gruppe", "Velg gruppe"),
        ("Solbakken barnehage", "Solbakken barnehage"),
    ):
        kari.follow(link)
        expect(kari.page.locator("h1")).to_have_text(heading)
    group = ReleasedGroup.objects.get(release__survey=survey, name="Solbakken barnehage", layer="")
    mean = decimals(group.figures["scales"]["vision"]["mean"])
    row = kari.page.locator("#measures tr", has_text="Visjon")
    expect(row.locator("td").nth(1)).to_have_text(mean)
    assert f"Visjon 17 {mean}" in plain(text_of_pdf(kari.fetch("PDF")))
    kari.page.emulate_media(media="print")  # the paper takes what is there at once, and waits for nothing to unfold
    assert kari.page.evaluate(CUT_OFF) == []
    kari.page.emulate_media(media="screen")
    kari.follow("Inkluderende praksis 2024", within="nav.trail")
    kari.follow("Inkluderende praksis")
    kari.follow("Nynorsk")
    kari.see("Vi har ei felles forståing av kva inkludering betyr hos oss.")
    kari.open(f"/kartlegging/{survey.pk}/resultat/")
    kari.follow("Slik leser du et resultat")
    kari.see("Hvorfor noe er skjermet")
    return f"{mean} på en skala fra 1–5."


def enter_other_numbers(kari: Window) -> None:
    kari.open("/kartlegging/kilder/")
    kari.follow("Legg inn tall")
    kari.write("Hva er dette?", "Foreldreundersøkelsen")
    kari.write("Hvor kommer tallene fra?", "Udir")
    kari.write("Hvilken dag gjelder de?", "2024-02-01")
    kari.write("Skriv eller lim inn tallene", "Trives svært godt; mange; prosent")
    kari.press("Lagre tallene", status=422)
    kari.see("Linje 1, tall: «mange» er ikke et tall.")
    kari.write("Skriv eller lim inn tallene", "Trives svært godt; 62,5; prosent\nBlir hørt; ; prosent")
    kari.press("Lagre tallene")
    kari.see("Tallene er lagret.")


def choose(kari: Window, survey: Survey) -> None:
    kari.open(f"/kartlegging/{survey.pk}/resultat/")
    kari.follow("Ta med i vurderingen")
    for name in ("Visjon", STATEMENT, "Trives svært godt"):
        kari.page.get_by_role("checkbox", name=re.compile(f"^{re.escape(name)}")).check()
    kari.press("Ta med i vurderingen")
    kari.see("Funnene står nå i vurderingen.")
    kari.see("62,5 prosent")
    assert len(Assessment.objects.get(subject__name="Solbakken barnehage").given["evidence"]) == 3
    kari.open("/oppgaver/")


def build_the_need_on_it(ola: Window, figure: str) -> None:
    owner.build_on_assessment(ola, "Solbakken barnehage")
    ola.follow("Se hele")
    ola.see("Dette viser kartleggingen")
    ola.see(figure)
    ola.follow("Behovet")
    ola.write("Hvilken kompetanse trengs?", unit_leader.THEME["need"])
    owner.write_the_rest(ola)
    owner.send_after_a_misspelt_amount(ola)
    with ola.arriving():
        ola.page.get_by_role("link", name="Versjon 1,").click()
    ola.see(figure)
    ola.see("62,5 prosent")
