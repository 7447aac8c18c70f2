"""A plan from its form to the body that adopts it, and on to next year's."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.cycle.actions import open_round
from laget.base.cycle.models import Task
from laget.base.cycle.publishing import plan_forms
from laget.base.questions.actions import NoLongerOpen, save_answers
from laget.base.questions.answers import layout_of, problems, section_status
from laget.base.refusals import NotInOrder
from laget.need.plans import actions, queries
from laget.need.plans.models import Adoption
from laget.need.plans.states import Status
from laget.need.plans.steering_actions import say_how_it_goes
from testing.people import AUTUMN, World
from testing.plans import TEXTS, adopted, begun, plan_answers, proposed, write_plan

LATER = AUTUMN + timedelta(days=30)


@pytest.mark.parametrize("kind", TEXTS)
def test_every_answer_of_the_samples_is_asked_for_by_the_form(kind: str) -> None:
    form = plan_forms()[kind]
    repeated = {section.key for section in form.sections if section.repeats}
    parts = [path.split(".") for path in plan_answers(kind)]
    assert {".".join((each[0], each[-1])) if each[1:] else each[0] for each in parts} - repeated <= form.paths()


@pytest.mark.django_db
def test_a_project_plan_begins_with_what_such_plans_have_in_common(world: World) -> None:
    plan = begun(world)
    titles = [plan.answers[f"success.{id}.title"] for id in plan.answers["success"]]
    assert (len(titles), plan.answers["risk_watch"], plan.answers["risk_act"]) == (9, "5", "15")
    optional = {"milestones", "tasks", "measures", "risks", "interests", "economy", "agreements"}
    status = section_status(layout_of(plan), plan.answers, problems(layout_of(plan), plan.answers))
    assert {key for key, each in status.items() if each == "optional"} == optional
    assert optional & {each.section for each in problems(layout_of(plan), plan.answers)} == set()
    assert (plan.kind, plan.get_absolute_url()) == ("plan_project", f"/plan/{plan.pk}/")
    with pytest.raises(NotInOrder):
        begun(world)
    assert {each.form for each in queries.beginnings(world.act("ola"), world.round)} == {
        "plan_measures",
        "plan_description",
    }
    assert {each.form for each in queries.beginnings(world.act("nina"), world.round)} == {"plan_long_term"}
    assert queries.beginnings(world.act("kari"), world.round) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "name", "party"),
    [
        ("plan_measures", "ola", "Inderøy kommune"),
        ("plan_long_term", "nina", "Innherred"),
        ("plan_long_term", "siri", "Samarbeidsforum i Trøndelag"),
    ],
)
def test_the_samples_say_all_that_is_asked(world: World, form: str, name: str, party: str) -> None:
    plan = begun(world, form, name, party)
    write_plan(plan, actor=world.act(name), at=AUTUMN)
    assert problems(layout_of(plan), plan.answers) == []


@pytest.mark.django_db
def test_it_is_read_by_its_writers_alone_until_it_is_adopted(world: World) -> None:
    plan = proposed(world)
    assert [queries.visible_to(world.act(name)).count() for name in ("ola", "nina", "frode", "pia")] == [1, 0, 0, 0]
    actions.adopt_plan(plan.pk, body="Kommunestyret", decided_on=AUTUMN.date(), actor=world.act("ola"), at=AUTUMN)
    assert [queries.visible_to(world.act(name)).count() for name in ("ola", "nina", "frode", "pia")] == [1, 1, 1, 0]


@pytest.mark.django_db
def test_nobody_else_begins_or_adopts_it(world: World) -> None:
    for name in ("kari", "nina", "pia", "eva"):
        with pytest.raises(PermissionDenied):
            begun(world, name=name)
    plan = proposed(world)
    for name in ("kari", "nina", "pia", "eva"):
        with pytest.raises(PermissionDenied):
            actions.adopt_plan(plan.pk, body="Jeg", decided_on=AUTUMN.date(), actor=world.act(name), at=AUTUMN)
    assert not Adoption.objects.exists()


@pytest.mark.django_db
def test_what_is_adopted_stands_while_the_next_version_is_written(world: World, client: Client) -> None:
    plan = adopted(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        Adoption.objects.update(body="Noen andre")
    actions.revise_plan(plan.pk, actor=world.act("ola"), at=LATER)
    plan.refresh_from_db()
    save_answers(plan.pk, answers={"aim": "Noe helt annet."}, revision=plan.revision, actor=world.act("ola"), at=LATER)
    client.force_login(world.people["nina"])
    page = client.get(plan.get_absolute_url()).content.decode()
    assert ("Noe helt annet." in page, "Versjon 1 er vedtatt av Kommunestyret" in page) == (False, True)
    client.force_login(world.people["ola"])
    assert "Noe helt annet." in client.get(plan.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_next_years_begins_with_what_was_adopted_and_shows_what_is_changed(world: World, client: Client) -> None:
    plan = adopted(world)
    round = open_round(world.county, year=2026, actor=world.act("eva"), at=LATER)
    actor = world.act("ola", LATER)
    new = actions.begin_plan(round, party=plan.party_id, form="plan_project", actor=actor, at=LATER)
    assert new.answers == plan.answers
    say_how_it_goes(plan.pk, item="phases.00000002", status=Status.DONE, actor=actor, at=LATER)
    save_answers(new.pk, answers={"mandate": "Nå skal vi også ha med SFO."}, revision=0, actor=actor, at=LATER)
    client.force_login(world.people["ola"])
    page = client.get(f"/plan/{new.pk}/siden-i-fjor/").content.decode()
    assert page.count('class="box"') == 1
    assert "SFO" in page
    shown = client.get(f"/plan/{new.pk}/").content.decode()
    assert ("Kartlegging og analyse · i fjor: gjort" in shown, f"/plan/{plan.pk}/oppfolging/" in shown) == (True, True)
    say_how_it_goes(plan.pk, item="phases.00000001", status=Status.DROPPED, deviation="Nei.", actor=actor, at=LATER)
    actions.propose_plan(new.pk, revision=1, actor=actor, at=LATER)
    actions.adopt_plan(new.pk, body="Kommunestyret", decided_on=LATER.date(), actor=actor, at=LATER)
    say_how_it_goes(new.pk, item="phases.00000002", status=Status.ON_TRACK, actor=actor, at=LATER)
    shown = client.get(f"/plan/{new.pk}/").content.decode()
    assert ("Kartlegging og analyse · I rute" in shown, "oppstart · i fjor: gjøres ikke" in shown) == (True, True)
    steered = client.get(f"/plan/{new.pk}/oppfolging/").content.decode()
    assert (steered.count("I fjor:"), "Det som er skrevet før" in steered) == (1, True)


@pytest.mark.django_db
def test_a_decision_that_has_not_been_made_is_not_written_down(world: World, client: Client) -> None:
    plan = proposed(world)
    client.force_login(world.people["ola"])
    answer = client.post(f"/plan/{plan.pk}/vedtatt/", {"body": "", "decided_on": str(date(2099, 1, 1))})
    assert answer.status_code == 422
    assert "Dagen har ikke vært ennå" in answer.content.decode()
    assert not Adoption.objects.exists()


@pytest.mark.django_db
def test_the_list_asks_as_much_for_many_as_for_one(world: World, client: Client) -> None:
    first = adopted(world)
    client.force_login(world.people["ola"])
    asked = []
    for more in ((), (("plan_measures", "ola", "Inderøy kommune"), ("plan_description", "ola", "Inderøy kommune"))):
        for each in more:
            begun(world, *each)
        with CaptureQueriesContext(connection) as queries_made:
            page = client.get(f"/plan/runde/{world.round.pk}/").content.decode()
        asked.append(len(queries_made))
    assert first.get_absolute_url() in page
    assert page.count("<tr>") == 4
    assert asked[0] == asked[1]


@pytest.mark.django_db
def test_a_plan_that_comes_to_nothing_is_set_aside_and_taken_up_where_it_was_left(world: World, client: Client) -> None:
    plan, asked = begun(world), Task.objects.filter(title="Skrive plan", done_at=None)
    save_answers(plan.pk, answers={"aim": "Språk."}, revision=plan.revision, actor=world.act("ola"), at=LATER)
    client.force_login(world.people["ola"])
    page = client.post(f"/plan/{plan.pk}/legg-bort/", follow=True).content.decode()
    assert ("Den er lagt bort." in page, "Språk." in page, "Legg planen bort" in page) == (True, True, False)
    assert not asked.filter(about=str(plan.pk)).exists()
    with pytest.raises(NoLongerOpen):
        save_answers(plan.pk, answers={"aim": "Lek."}, revision=plan.revision + 1, actor=world.act("ola"), at=LATER)
    with pytest.raises(PermissionDenied):
        actions.take_up_plan(plan.pk, actor=world.act("kari"), at=LATER)
    page = client.post(f"/plan/{plan.pk}/ta-opp-igjen/", follow=True).content.decode()
    assert ("Kladd" in page, "Språk." in page) == (True, True)
    assert asked.filter(about=str(plan.pk)).exists()


@pytest.mark.django_db
def test_what_is_adopted_stands_when_the_next_version_is_set_aside(world: World, client: Client) -> None:
    plan, ola = adopted(world), world.act("ola")
    actions.revise_plan(plan.pk, actor=ola, at=LATER)
    plan.refresh_from_db()
    save_answers(plan.pk, answers={"aim": "Noe helt annet."}, revision=plan.revision, actor=ola, at=LATER)
    actions.set_aside_plan(plan.pk, actor=ola, at=LATER)
    client.force_login(world.people["ola"])
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "Den neste versjonen er lagt bort. Den som er vedtatt, gjelder." in page
    client.force_login(world.people["nina"])
    page = client.get(plan.get_absolute_url()).content.decode()
    assert ("Noe helt annet." in page, "Versjon 1 er vedtatt av Kommunestyret" in page) == (False, True)
    actions.take_up_plan(plan.pk, actor=ola, at=LATER)
    assert Task.objects.filter(title="Revidere plan", about=str(plan.pk), done_at=None).exists()
