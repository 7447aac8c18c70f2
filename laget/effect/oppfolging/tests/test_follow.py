"""Inderøy in oppfølgingsordningen: offered by Eva, accepted by Ola, and gone through to the last report."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from laget.base.audit.models import Entry
from laget.base.cycle.calendar_queries import entries_visible_to
from laget.base.cycle.queries import my_tasks
from laget.base.refusals import NotInOrder
from laget.effect.oppfolging import actions
from laget.effect.oppfolging.models import Milestone, Oppfolging
from laget.effect.oppfolging.queries import visible_to
from laget.effect.oppfolging.states import State
from laget.effect.oppfolging.track_file import shipped_track
from laget.rules.dates import months_later
from testing.people import AUTUMN, World

JANUARY = date(2025, 1, 31)


@pytest.fixture
def case(world: World) -> Oppfolging:
    inderoy, eva = world.organisation("Inderøy kommune"), world.act("eva")
    return actions.offer(world.county, owner=inderoy, why="Tallene.", begins_on=JANUARY, actor=eva, at=AUTUMN)


def tasks(world: World, name: str) -> set[str]:
    return {task.title for task in my_tasks(world.act(name)) if task.step == actions.STEP}


def reach(world: World, milestone: Milestone, name: str, text: str = "") -> None:
    actions.reach(milestone.pk, text=text, actor=world.act(name), at=AUTUMN)


def test_the_track_is_three_years_with_a_report_from_both_sides_after_each() -> None:
    track = shipped_track()
    assert [phase.key for phase in track.phases] == ["before", "first", "second"]
    reports = [(step.side, step.month) for step in track.milestones if step.report and step.key != "guides_report_1"]
    assert reports == [(side, month) for month in (12, 24, 36) for side in ("owner", "state")]


def test_the_owner_and_statsforvalteren_see_it_and_only_the_owner_answers(world: World, case: Oppfolging) -> None:
    assert {name for name in world.people if visible_to(world.act(name)).exists()} == {"ola", "eva", "dag"}
    assert tasks(world, "ola") == {"Svare på tilbudet om oppfølgingsordningen"}
    for name in ("eva", "kari", "nina", "frode"):
        with pytest.raises(PermissionDenied):
            actions.accept(case.pk, actor=world.act(name), at=AUTUMN)
    with pytest.raises(NotInOrder, match="allerede med"):
        actions.offer(
            world.county, owner=case.owner, why="Igjen.", begins_on=JANUARY, actor=world.act("eva"), at=AUTUMN
        )
    actions.decline(case.pk, answer="Vi klarer det selv.", actor=world.act("ola"), at=AUTUMN)
    assert tasks(world, "ola") == set()
    with pytest.raises(NotInOrder, match="Takket nei"):
        actions.accept(case.pk, actor=world.act("ola"), at=AUTUMN)
    again = actions.offer(
        world.county, owner=case.owner, why="Igjen.", begins_on=JANUARY, actor=world.act("eva"), at=AUTUMN
    )
    assert again.state == State.OFFERED


def test_one_that_was_in_it_before_is_entered_with_its_own_day_and_a_reason(world: World, client: Client) -> None:
    inderoy, eva, began = world.organisation("Inderøy kommune"), world.act("eva"), AUTUMN.date() - timedelta(days=100)
    entered: dict[str, Any] = {"owner": inderoy, "why": "Tallene.", "begins_on": began, "actor": eva, "at": AUTUMN}
    with pytest.raises(NotInOrder, match="Skriv hvorfor kommunen begynte før i dag"):
        actions.offer(world.county, **entered)
    case = actions.offer(world.county, **entered, earlier_because="Begynte på papir.")
    (task,) = [task for task in my_tasks(world.act("ola")) if task.step == actions.STEP]
    assert task.due == AUTUMN.date()
    detail = Entry.objects.filter(about=str(case.pk)).values_list("detail", flat=True).get()
    assert detail == {"begins_on": began.isoformat(), "earlier": True}
    actions.accept(case.pk, actor=world.act("ola"), at=AUTUMN)
    client.force_login(world.people["ola"])
    assert "Begynte på papir." in client.get(case.get_absolute_url()).content.decode()
    first = case.milestones.order_by("place")[0]
    assert first.due == months_later(began, case.track.milestones[0].month)


def test_the_database_refuses_an_answer_from_anyone_but_the_owner(world: World, case: Oppfolging) -> None:
    for name in ("eva", "kari", "dag"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Oppfolging.objects.filter(pk=case.pk).update(
                state=State.ONGOING, answered_by=world.people[name], answered_at=AUTUMN
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        Oppfolging.objects.filter(pk=case.pk).update(state=State.ONGOING)


def test_each_side_has_its_next_milestone_to_do_and_the_last_report_ends_it(world: World, case: Oppfolging) -> None:
    actions.accept(case.pk, answer="Gjerne.", actor=world.act("ola"), at=AUTUMN)
    assert (tasks(world, "ola"), tasks(world, "eva")) == ({"Se hvor kommunen står"}, {"Finne veiledere"})
    dates = {str(entry): entry.first for entry in entries_visible_to(world.act("ola"))}
    assert dates["Finne veiledere, Inderøy kommune"] == date(2025, 2, 28)
    assert dates["Siste rapport fra kommunen, Inderøy kommune"] == date(2028, 1, 31)
    actions.arrange(case.pk, guides="To rektorer", money=200_000, revision=0, actor=world.act("eva"), at=AUTUMN)
    milestones = list(case.milestones.all())
    with pytest.raises(PermissionDenied):
        reach(world, milestones[0], "ola")
    reach(world, milestones[0], "eva")
    with pytest.raises(NotInOrder, match="fra før"):
        reach(world, milestones[0], "eva")
    first_report = next(each for each in milestones if each.key == "owner_report_1")
    with pytest.raises(NotInOrder, match="Skriv rapporten"):
        reach(world, first_report, "ola")
    for each in milestones[1:]:
        reach(world, each, "ola" if each.side == "owner" else "eva", text="Slik gikk det.")
    case.refresh_from_db()
    assert (case.state, tasks(world, "ola"), tasks(world, "eva")) == (State.FINISHED, set(), set())
    acts = list(Entry.objects.filter(kind="oppfolging").order_by("pk").values_list("act", "before", "after"))
    assert acts[:3] == [("offer", "", "offered"), ("accept", "offered", "ongoing"), ("arrange", "ongoing", "ongoing")]
    assert (len(acts), acts[-1]) == (3 + len(milestones), ("finish", "ongoing", "finished"))


def test_when_it_ends_before_its_time_nobody_has_anything_left_to_do(world: World, case: Oppfolging) -> None:
    actions.accept(case.pk, actor=world.act("ola"), at=AUTUMN)
    actions.end(case.pk, reason="Kommunene slås sammen.", actor=world.act("eva"), at=AUTUMN)
    assert (tasks(world, "ola"), tasks(world, "eva")) == (set(), set())
    assert not entries_visible_to(world.act("ola")).filter(cancelled_at=None, title__contains="rapport").exists()


def test_the_pages_lead_through_it_and_say_what_is_wrong(world: World) -> None:
    eva, ola = as_(world, "eva"), as_(world, "ola")
    at = f"/oppfolgingsordningen/tilby/{world.county.pk}/"
    bad = eva.post(at, {"why": ""})
    assert (bad.status_code, "Velg en kommune." in bad.content.decode()) == (422, True)
    offered = {"owner": world.parties["Inderøy kommune"].pk, "why": "Tallene.", "begins_on": "2020-01-31"}
    gone = eva.post(at, offered)
    assert (gone.status_code, "Den som begynte da, er ferdig." in gone.content.decode()) == (422, True)
    year_ago = timezone.localdate() - timedelta(days=365)
    lacking = eva.post(at, {**offered, "begins_on": year_ago.isoformat()})
    assert (lacking.status_code, "Skriv hvorfor kommunen begynte før" in lacking.content.decode()) == (422, True)
    eva.post(at, {**offered, "begins_on": "2099-01-31"})
    case = Oppfolging.objects.get()
    page = case.get_absolute_url()
    seen = ola.get(page).content.decode()
    for said in ("Svar innen 31. januar 2099.", "Finne veiledere", "Frist 31. januar 2102"):
        assert said in seen, said
    assert "Inderøy kommune svarer innen 31. januar 2099." in eva.get(page).content.decode()
    no = ola.post(f"{page}takk-nei/", {})
    assert (no.status_code, no.content.decode().count("Skriv hvorfor dere takker nei.")) == (
        422,
        2,
    )  # on top, and there
    assert "Dere er med." in ola.post(f"{page}takk-ja/", {"answer": "Gjerne."}, follow=True).content.decode()
    assert "200\xa0000" in (
        eva.post(f"{page}veiledere/", {"guides": "To rektorer", "money": "200 000"}, follow=True).content.decode()
    ).replace("\u202f", "\xa0")
    older = eva.post(f"{page}veiledere/", {"guides": "Ingen", "money": ""})
    assert (older.status_code, "Noen andre har lagret dette" in older.content.decode()) == (422, True)
    assert "To rektorer" in eva.get(page).content.decode()
    owners = case.milestones.filter(side="owner")
    for each in owners[:3]:
        ola.post(f"/oppfolgingsordningen/milepal/{each.pk}/ferdig/", {})
    assert "Rapporten</label>" in ola.get(page).content.decode().replace("\n", "")
    empty = ola.post(f"/oppfolgingsordningen/milepal/{owners[3].pk}/ferdig/", {})
    assert (empty.status_code, "Skriv rapporten før du sender den." in empty.content.decode()) == (422, True)
    assert "Neste hos dere: Første rapport fra kommunen" in ola.get(page).content.decode()


def test_a_long_list_asks_as_much_as_a_short_one(world: World, case: Oppfolging) -> None:
    eva, asked = as_(world, "eva"), []
    known = {"county": world.county, "owner": case.owner, "template": case.template, "begins_on": JANUARY}
    for n in (0, 2, 297):
        Oppfolging.objects.bulk_create(
            Oppfolging(state=State.ENDED, why="", offered_by=world.people["eva"], offered_at=AUTUMN, **known)
            for _ in range(n)
        )
        with CaptureQueriesContext(connection) as queries:
            assert eva.get("/oppfolgingsordningen/").status_code == 200
        asked.append(len(queries))
    assert len(set(asked[1:])) == 1


def as_(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client
