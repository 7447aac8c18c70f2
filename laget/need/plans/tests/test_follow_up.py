"""How it goes with what an adopted plan says: said again and again, kept, and asked for when it falls due."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.audit.models import Entry
from laget.base.cycle.actions import open_round
from laget.base.cycle.models import Task
from laget.base.questions.actions import save_answers
from laget.need.plans import actions
from laget.need.plans.due import STEP
from laget.need.plans.models import Plan, Progress
from laget.need.plans.states import Status
from laget.need.plans.steering_actions import look_at_due, say_how_it_goes
from testing.people import AUTUMN, OSLO, World
from testing.plans import adopted, make_plans, proposed

FIRST = "tasks.00000001"  # Kalle inn referansegruppa, innen 10. februar 2025
AGREEMENT = "agreements.00000001"


@pytest.mark.django_db
def test_the_newest_is_the_status_and_what_was_said_before_is_kept(world: World, client: Client) -> None:
    plan = adopted(world)
    page = f"/plan/{plan.pk}/oppfolging/"
    client.force_login(world.people["ola"])
    late = {"item": "phases.00000002", "phases-00000002-status": "off_track"}
    refused = client.post(page, late)
    assert (refused.status_code, Progress.objects.count()) == (422, 0)
    assert "Skriv hva som ikke går som planlagt" in refused.content.decode()
    late |= {"phases-00000002-deviation": "To skoler mangler.", "phases-00000002-remedy": "Vi besøker dem."}
    assert client.post(page, late)["Location"] == f"{page}#phases-00000002"
    client.post(page, {"item": "phases.00000002", "phases-00000002-status": "on_track"})
    client.post(page, {"item": "success.00000001", "success-00000001-status": "done"})
    assert [each.status for each in plan.progress.order_by("pk")] == ["off_track", "on_track", "done"]
    client.force_login(world.people["nina"])
    followed = client.get(page).content.decode()
    assert ("To skoler mangler." in followed, "Det gjør vi: Vi besøker dem." in followed) == (True, True)
    assert "<form" not in followed.partition("<main")[2]
    shown = client.get(plan.get_absolute_url()).content.decode()
    assert ("Kartlegging og analyse · I rute" in shown, "På plass" in shown) == (True, True)
    detail = Entry.objects.filter(act="follow_up").earliest("number").detail
    assert detail == {"item": "phases.00000002", "status": "off_track"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Progress.objects.update(status="done")


@pytest.mark.django_db
def test_only_what_is_adopted_is_followed_up_and_only_by_its_writers(world: World, client: Client) -> None:
    plan = proposed(world)
    client.force_login(world.people["ola"])
    assert client.get(f"/plan/{plan.pk}/oppfolging/").status_code == 404
    with pytest.raises(PermissionDenied):
        say_how_it_goes(plan.pk, item=FIRST, status=Status.DONE, actor=world.act("ola"), at=AUTUMN)
    actions.adopt_plan(plan.pk, body="Styret", decided_on=AUTUMN.date(), actor=world.act("ola"), at=AUTUMN)
    for name, item in (("nina", FIRST), ("frode", FIRST), ("pia", FIRST), ("ola", "tasks.ukjent"), ("ola", "risks.1")):
        with pytest.raises(PermissionDenied):
            say_how_it_goes(plan.pk, item=item, status=Status.DONE, actor=world.act(name), at=AUTUMN)
    client.force_login(world.people["nina"])
    posted = {"item": FIRST, "tasks-00000001-status": "done"}
    assert client.post(f"/plan/{plan.pk}/oppfolging/", posted).status_code == 404
    assert not Progress.objects.exists()


@pytest.mark.django_db
def test_what_falls_due_is_a_task_until_it_is_done(world: World) -> None:
    plan = adopted(world)
    assert open_tasks(plan) == []
    look_at_due(plan.pk, at=datetime(2025, 1, 27, 5, tzinfo=OSLO))
    look_at_due(plan.pk, at=datetime(2025, 1, 28, 5, tzinfo=OSLO))
    assert open_tasks(plan) == [("Kalle inn referansegruppa", date(2025, 2, 10))]
    look_at_due(plan.pk, at=datetime(2026, 8, 20, 5, tzinfo=OSLO))
    assert [due for _title, due in open_tasks(plan)] == [date(2025, 2, 10), date(2025, 3, 1), date(2026, 9, 1)]
    renewal = Task.objects.get(party=plan.party_id, step=STEP, due=date(2026, 9, 1))
    assert renewal.title == "Ta stilling til om avtalen skal fornyes"
    assert renewal.subject == "Partnerskap om Kompetanseløftet"
    for item in (FIRST, AGREEMENT):
        at = datetime(2026, 8, 21, 12, tzinfo=OSLO)
        say_how_it_goes(plan.pk, item=item, status=Status.DONE, actor=world.act("ola", at), at=at)
    assert [title for title, _due in open_tasks(plan)] == ["Skrive avtale med universitetet"]


@pytest.mark.django_db
def test_a_task_follows_the_plan_when_it_is_moved_and_ends_when_the_next_years_takes_over(world: World) -> None:
    plan, later = adopted(world), datetime(2025, 2, 20, 9, tzinfo=OSLO)
    look_at_due(plan.pk, at=later)
    ola = world.act("ola", later)
    actions.revise_plan(plan.pk, actor=ola, at=later)
    plan.refresh_from_db()
    moved = {f"{FIRST}.date": "2025-02-28"}
    plan.revision = save_answers(plan.pk, answers=moved, revision=plan.revision, actor=ola, at=later).revision
    actions.propose_plan(plan.pk, revision=plan.revision, actor=ola, at=later)
    actions.adopt_plan(plan.pk, body="Kommunestyret", decided_on=later.date(), actor=ola, at=later)
    assert [due for _title, due in open_tasks(plan)] == [date(2025, 2, 28), date(2025, 3, 1)]
    round = open_round(world.county, year=2026, actor=world.act("eva", later), at=later)
    new = actions.begin_plan(round, party=plan.party_id, form="plan_project", actor=ola, at=later)
    actions.propose_plan(new.pk, revision=new.revision, actor=ola, at=later)
    actions.adopt_plan(new.pk, body="Kommunestyret", decided_on=later.date(), actor=ola, at=later)
    assert (open_tasks(plan), len(open_tasks(new))) == ([], 2)
    look_at_due(plan.pk, at=later + timedelta(days=1))
    assert open_tasks(plan) == []


@pytest.mark.django_db
def test_the_page_asks_as_much_for_three_hundred_as_for_one(world: World, client: Client) -> None:
    plan = adopted(world)
    client.force_login(world.people["ola"])
    asked: list[int] = []
    for more in (1, 2, 297):
        for _n in range(more):
            say_how_it_goes(plan.pk, item=FIRST, status=Status.ON_TRACK, actor=world.act("ola"), at=AUTUMN)
        with counted(asked):
            client.get(f"/plan/{plan.pk}/oppfolging/")
        with counted(asked):
            client.get(plan.get_absolute_url())
    assert (asked[0], asked[1]) == (asked[2], asked[3]) == (asked[4], asked[5])


@pytest.mark.django_db
def test_the_sample_county_has_a_plan_that_is_steered_by(world: World) -> None:
    adopted_one, _writing, _proposed = make_plans(world.round, at=AUTUMN)
    assert list(adopted_one.progress.order_by("pk").values_list("status", flat=True)) == ["done", "off_track", "done"]
    assert adopted_one.risk_reviews.count() == 2


@contextmanager
def counted(asked: list[int]) -> Iterator[None]:
    with CaptureQueriesContext(connection) as made:
        yield
    asked.append(len(made))


def open_tasks(plan: Plan) -> list[tuple[str, date | None]]:
    found = Task.objects.filter(party=plan.party_id, step=STEP, done_at=None, address__contains=str(plan.pk))
    return list(found.order_by("due").values_list("title", "due"))
