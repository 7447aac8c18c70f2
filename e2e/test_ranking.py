"""A round that is ranked, in a real browser: two score blind, one is tied, and the forum ranks by keyboard alone."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, running_server
from e2e.window import PHONE, Window, chromium
from laget.base.audit.verify import verify
from laget.base.cycle.actions import set_demo_day
from laget.grant.forum import actions as forum_actions
from laget.grant.forum.models import Holder, Meeting
from laget.grant.ranking.models import Group, Move, Ranking, Score
from testing.people import World
from testing.ranking import MARCH, application, build_ranked_world, give, grouped, planned_meeting, titles

DAY = date(2025, 3, 11)
NOTE = "Alle i personalet var med da de fant ut dette."
WHY = "De minste barna har ikke fått noe de to siste årene."
FOCUSED = "document.activeElement.textContent"
Place = tuple[Browser, str, World]


@pytest.fixture
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), own_database() as database:
        world = build_ranked_world()
        grouped(world)
        set_demo_day(DAY, person=None)
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


def test_two_score_blind_one_is_tied_and_the_forum_ranks_by_keyboard(place: Place) -> None:
    browser, address, world = place
    berit, jon, odd = (Window(browser, address).sign_in(name) for name in ("Berit", "Jon", "Odd"))
    score_blind(berit, jon, world)
    learn_that_two_are_not_his(odd, world)
    the_others_are_given(world)
    arne = Window(browser, address, java_script_enabled=False).sign_in("Arne")
    rank_by_keyboard(arne, world)
    put_on_the_agenda(arne, world)
    decide(arne, world)
    find_it_in_the_innstilling(arne, world)
    assert not Score.objects.filter(
        person=world.people["odd"], application=application(world, "Språk i leken")
    ).exists()
    assert verify().ok


def score_blind(berit: Window, jon: Window, world: World) -> None:
    group = Group.objects.get().get_absolute_url()
    for window, points in ((jon, 4), (berit, 5)):
        window.open(group)
        window.follow("Nærvær")
        assert window.page.get_by_text(NOTE).count() == 0
        see_it_as_it_should_look(window)
        if window is jon:  # what is missing is said, and nothing is lost
            window.press("Gi poengene", status=422)
            window.see("Behovet: Gi fra 1 til 5 poeng.")
        for criterion in ("Behovet", "Arbeidsplassbasert", "Partnerskapet", "Varighet"):
            box = window.page.locator(".points", has_text=criterion)
            box.get_by_label(str(points), exact=True).check()
            window.write("Kort hvorfor", NOTE if window is jon else "Fordi.", within=box)
        window.press("Gi poengene")
        window.see("Poengene dine er lagret.")
    berit.see(NOTE)
    berit.see("Samlet: 4,50, av 2 som har vurdert.")


def see_it_as_it_should_look(window: Window) -> None:
    """The scale stands on one line; and on a phone, the budget is scrolled before a name is broken into letters."""
    tops = "boxes => boxes.map(each => each.getBoundingClientRect().top)"
    scale = window.page.locator(".points").first.get_by_role("radio")
    assert len(set(scale.evaluate_all(tops))) == 1
    before = window.page.viewport_size
    assert before
    window.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    box = window.page.locator(".scroll th[scope=row]").first.bounding_box()
    window.page.set_viewport_size(before)
    assert box
    assert box["width"] > 100


def learn_that_two_are_not_his(odd: Window, world: World) -> None:
    odd.open(Group.objects.get().get_absolute_url())
    expect(odd.page.locator("ol.tasks li", has_text="Du er inhabil")).to_have_count(2)
    odd.open(application(world, "Språk i leken").get_absolute_url(), status=404)
    odd.open(application(world, "Fellesskap").get_absolute_url())
    odd.see("Poengene dine")


def the_others_are_given(world: World) -> None:
    for name in ("berit", "jon"):
        for title, points in (("Fellesskap", 3), ("Språk i leken", 3), ("Ute hele året", 2)):
            give(world, name, title, *[points] * 4)
    give(world, "jon", "Åpne dører", 4, 4, 3, 2)


def rank_by_keyboard(arne: Window, world: World) -> None:
    """Without JavaScript, and without a mouse once the page is there."""
    arne.open(f"/rangering/runde/{world.round.pk}/")
    arne.see("Dette mangler fortsatt.")
    arne.press("Avslutt vurderingen, og begynn å rangere")
    arne.see("Her slutter pengene.")
    ranking = Ranking.objects.get()
    assert titles(ranking) == ["Nærvær", "Åpne dører", "Fellesskap", "Språk i leken", "Ute hele året"]
    tab_to(arne, "Opp, Ute hele året, Fjordvik kommune")
    with arne.arriving(status=422):
        arne.page.keyboard.press("Enter")
    arne.page.keyboard.type(WHY)  # the field that asks why has the focus
    with arne.arriving():
        arne.page.keyboard.press("Enter")
    arne.see(WHY)
    assert arne.page.evaluate(FOCUSED) == "Opp, Ute hele året, Fjordvik kommune"  # ready to go on from where one was
    tab_to(arne, "", label="fra-plass")
    arne.page.keyboard.type("3")
    arne.page.keyboard.press("Tab")
    arne.page.keyboard.type("2")
    with arne.arriving(status=422):
        arne.page.keyboard.press("Enter")
    arne.page.keyboard.type("Størst behov.")
    with arne.arriving():
        arne.page.keyboard.press("Enter")
    assert titles(ranking) == ["Nærvær", "Fellesskap", "Åpne dører", "Ute hele året", "Språk i leken"]
    assert list(Move.objects.order_by("pk").values_list("reason", flat=True)) == [WHY, "Størst behov."]


def tab_to(window: Window, text: str, *, label: str = "") -> None:
    for _step in range(150):
        window.page.keyboard.press("Tab")
        found = "document.activeElement.id" if label else FOCUSED
        if window.page.evaluate(found) == (label or text):
            return
    raise AssertionError(f"cannot get to {text or label} by the keyboard")


def put_on_the_agenda(arne: Window, world: World) -> None:
    arne.press("Gi 3\u202f330\u202f000\u00a0kr til søknaden på plass 5")
    arne.see("Resten går til den som står på streken.")
    meeting = planned_meeting(world)
    arne.page.reload()
    arne.press("Sett rangeringen på sakslista")
    arne.see("Rangeringen står på sakslista.")
    forum_actions.call_meeting(meeting.pk, actor=world.act("arne", MARCH), at=MARCH)
    present = list(Holder.objects.filter(seat__forum=world.forum).values_list("pk", flat=True))
    siri = world.people["siri"].pk
    forum_actions.open_meeting(meeting.pk, present=present, chair=siri, actor=world.act("arne", MARCH), at=MARCH)


def decide(arne: Window, world: World) -> None:
    arne.open(Meeting.objects.get().get_absolute_url())
    arne.follow("Sak 1/2025: Rangering av søknadene")
    arne.see("Odd har ikke vurdert søknadene på plass 4, 5.")
    arne.press("Ta opp saken")
    arne.press("Forumet er enig")
    arne.see("Ført inn: Forumet er enig.")
    arne.open(Ranking.objects.get().get_absolute_url())
    arne.see("Rangeringen ligger fast.")
    assert not arne.has_button("Flytt")


def find_it_in_the_innstilling(arne: Window, world: World) -> None:
    arne.open(f"/innstilling/runde/{world.round.pk}/")
    arne.press("Begynn på innstillingen")
    arne.see("Plass 5. Pengene rekker til")
