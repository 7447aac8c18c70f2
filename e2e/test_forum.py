"""A meeting of the forum in a real browser: one is tied, a deputy steps in, and what they decide stands."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, expect
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, running_server
from e2e.window import Window, chromium
from laget.base.audit.verify import verify
from laget.base.cycle.actions import set_demo_day
from laget.base.ui.templatetags.ui import kr
from laget.grant.forum.models import Matter, Meeting, Minutes, Vote
from laget.grant.innstilling.models import Innstilling
from testing.forum import matter_of, seat_everyone
from testing.pdf import faults_in_pdf, plain, text_of_pdf
from testing.people import World, build_world

DAY = date(2025, 3, 12)
LESS = "Reisene kan bli færre."
INNHERRED = "Sak 2/2025: Beslutningsgrunnlag fra Innherred"
VOTES = {"Mons": "For", "Vera": "For", "Uno": "Mot", "Lars": "For", "Karl": "Avstår"}
Place = tuple[Browser, str, World]


@pytest.fixture
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        seat_everyone(world)
        world.carry("sign")
        set_demo_day(DAY, person=None)
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


def test_a_meeting_where_one_is_tied_and_a_deputy_steps_in(place: Place) -> None:
    browser, address, world = place
    arne, siri, lars = (Window(browser, address).sign_in(name) for name in ("Arne", "Siri", "Lars"))
    call(arne)
    meeting = Meeting.objects.get()
    matter = matter_of(world, "Innherred")
    learn_that_it_is_not_hers(siri, matter)
    say_something(lars)
    step_aside_and_back(lars)
    half = open_and_lower(arne, meeting, matter)
    put_to_the_vote(arne, browser, address)
    agree_on_fosen(arne)
    approve(arne, siri)
    find_it_in_the_innstilling(arne, world, half)
    assert Vote.objects.filter(ballot__matter=matter, person=world.people["siri"]).count() == 0
    assert verify().ok


def call(arne: Window) -> None:
    arne.open("/aar/")
    arne.follow("Trøndelag 2025")
    arne.follow("Møter i forumet")
    arne.follow("Hvem sitter i forumet")
    arne.see("1. vara, Ørland kommune")
    arne.page.go_back()
    arne.follow("Planlegg et møte")
    arne.write("Hva heter møtet?", "Vårmøte")
    arne.write("Klokka", "10:00")
    arne.write("Hvor?", "Steinkjer")
    arne.press("Planlegg møtet")
    arne.press("Hent inn sakene")
    arne.see("2 saker er satt på sakslista.")
    arne.press("Kall inn forumet")
    arne.see("Forumet er kalt inn.")


def learn_that_it_is_not_hers(siri: Window, matter: Matter) -> None:
    """She sees that the matter is there, and why it isn't hers. Its address leads nowhere."""
    siri.take_up("Forberede deg til forumet")
    line = siri.page.locator("ol.tasks li", has_text=INNHERRED)
    expect(line).to_contain_text("Du er inhabil")
    expect(line).to_contain_text("representerer eieren Inderøy kommune")
    expect(line.get_by_role("link")).to_have_count(0)
    siri.open(matter.get_absolute_url(), status=404)


def say_something(lars: Window) -> None:
    lars.take_up("Forberede deg til forumet")
    lars.follow(INNHERRED)
    lars.see("Siri: representerer eieren Inderøy kommune")
    lars.write("Ditt innspill", "Kan reisene bli færre?")
    lars.press("Legg til innspill")
    lars.see("Innspillet er lagt til.")


def step_aside_and_back(lars: Window) -> None:
    """He thinks that he is too near, and finds out that he isn't, before the matter is taken up."""
    lars.page.get_by_text("Står du saken for nær?").click()
    lars.write("Hvorfor?", "Søsteren min arbeider der.")
    lars.press("Meld deg inhabil")
    lars.page.get_by_text("Er du ikke inhabil likevel?", exact=True).click()
    lars.write("Hvorfor er du ikke inhabil likevel?", "Hun har sluttet.")
    lars.press("Ta det tilbake")
    lars.see("Du er med i saken igjen.")


def open_and_lower(arne: Window, meeting: Meeting, matter: Matter) -> int:
    """Everyone is there. Siri leads the meeting, but not this matter. Gives the half of the first amount."""
    arne.open(meeting.get_absolute_url())
    for box in arne.page.locator("input[name=present]").all():
        box.check()
    arne.page.get_by_label("Hvem leder møtet?").select_option(label="Siri")
    arne.press("Sett møtet")
    arne.follow(INNHERRED)
    arne.see("Kan reisene bli færre?")
    arne.see("5 av 6 stemmer er med, og det trengs 3.")
    arne.see("Trer inn for Siri")
    arne.page.get_by_label("Møtelederen er inhabil. Hvem leder saken?").select_option(label="Mons")
    arne.press("Ta opp saken")
    arne.follow("Endre forslaget")
    line = matter.lines[0]
    group = arne.group(line["title"])
    arne.write("Anbefalt", str(line["applied"] // 2), within=group)
    arne.press("Lagre forslaget", status=422)
    arne.see("Skriv hvorfor beløpet er lavere enn søkt.")
    arne.write("Hvorfor mindre?", LESS, within=arne.group(line["title"]))
    arne.press("Lagre forslaget")
    arne.see(kr(line["applied"] // 2))
    return int(line["applied"] // 2)


def put_to_the_vote(arne: Window, browser: Browser, address: str) -> None:
    """Two vote for themselves; the secretary writes down what the others say aloud."""
    arne.page.locator("summary", has_text="Ikke enig?").click()
    arne.press("Sett i gang votering")
    for name in ("Mons", "Uno"):
        member = Window(browser, address).sign_in(name)
        member.open(arne.page.url.removeprefix(address))
        assert member.page.locator("button[name=choice]").count() == 3
        with member.arriving():
            button(member, name).click()
        member.see("Stemmen er lagret.")
    with arne.arriving():
        arne.page.reload()
    arne.press("Avslutt voteringen")
    arne.see("Disse har ikke stemt: Vera, Lars, Karl.")
    for name in ("Vera", "Lars", "Karl"):
        with arne.arriving():
            button(arne, name).click()
    arne.press("Avslutt voteringen")
    arne.see("3 for, 1 mot, 1 avsto.")
    arne.see("Dette anbefaler forumet")
    assert not arne.has_button("Legg til innspill")


def button(window: Window, name: str) -> Locator:
    """The one to press for what they vote."""
    return window.page.locator("#votering ~ ul li", has_text=name).get_by_role("button", name=VOTES[name])


def agree_on_fosen(arne: Window) -> None:
    arne.follow("Vårmøte", within="nav.trail")
    arne.follow("Sak 1/2025: Beslutningsgrunnlag fra Fosen")
    arne.press("Ta opp saken")
    arne.press("Forumet er enig")
    arne.see("Ført inn: Forumet er enig.")


def approve(arne: Window, siri: Window) -> None:
    arne.follow("Vårmøte", within="nav.trail")
    arne.press("Hev møtet")
    siri.take_up("Godkjenne protokollen")
    draft = text_of_pdf(siri.fetch("Les utkastet til protokoll (PDF)"))
    assert "Utkast. Protokollen er ikke godkjent." in draft
    siri.press("Godkjenn protokollen")
    minutes = siri.fetch("Protokoll (PDF)")
    assert faults_in_pdf(minutes) == []
    lines = text_of_pdf(minutes).splitlines()
    assert f"SHA-256 {Minutes.objects.get().sha256[:16]}" in "\n".join(lines)
    for words in ("Siri: representerer eieren Inderøy kommune", "Vera for Siri", "Uno for Ulla", plain(LESS)):
        assert any(words in line for line in lines), words


def find_it_in_the_innstilling(arne: Window, world: World, half: int) -> None:
    arne.open(f"/innstilling/runde/{world.round.pk}/")
    arne.press("Begynn på innstillingen")
    arne.see(LESS)
    innstilling = Innstilling.objects.get()
    decided = matter_of(world, "Innherred").lines[0]["id"]
    assert innstilling.answers[f"lines.{decided}.amount"] == str(half)
