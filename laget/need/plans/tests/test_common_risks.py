"""Risks that many plans have, as those see them who see many plans."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.actors.models import Party
from laget.base.cycle.actions import open_round
from laget.base.questions.models import Sending, Version
from laget.need.plans import actions
from laget.need.plans.common_risk_queries import common_risks
from laget.need.plans.models import Adoption, Plan
from laget.need.plans.risk_actions import Judgement, review_risks
from laget.rules.risk import Risk
from testing.people import AUTUMN, World
from testing.plans import adopted, begun, write_plan

STAFF, PARTNERS = "Folk som slutter, eller mangler", "Bistand fra UH og Statped"


def adopted_network_plan(world: World) -> Plan:
    nina = world.act("nina")
    plan = begun(world, "plan_long_term", "nina", "Innherred")
    write_plan(plan, actor=nina, at=AUTUMN)
    actions.propose_plan(plan.pk, revision=plan.revision, actor=nina, at=AUTUMN)
    actions.adopt_plan(plan.pk, body="Nettverket", decided_on=AUTUMN.date(), actor=nina, at=AUTUMN)
    return plan


def seen(world: World, name: str) -> list[tuple[str, int, list[str], int | None]]:
    """Each theme: how many plans, whose, and how high the highest is."""
    found = common_risks(world.act(name), world.round)
    return [
        (
            each.title,
            each.plans,
            [risk.plan.subject.name for risk in each.risks],
            each.highest.risk.product if each.highest else None,
        )
        for each in found
    ]


@pytest.mark.django_db
def test_what_many_plans_have_in_common_comes_first(world: World, client: Client) -> None:
    plan = adopted(world)
    adopted_network_plan(world)
    begun(world, "plan_measures")
    both = [(STAFF, 2, ["Inderøy kommune", "Innherred"], 12), (PARTNERS, 1, ["Inderøy kommune"], 16)]
    assert [seen(world, name) for name in ("siri", "mons", "eva", "dag", "nina")] == [both] * 5
    assert [seen(world, name) for name in ("pål", "ada", "pia")] == [[]] * 3
    said = {"00000001": Judgement(Risk(1, 1)), "00000002": Judgement(Risk(5, 5))}
    review_risks(plan.pk, held_on=AUTUMN.date(), judgements=said, actor=world.act("ola"), at=AUTUMN)
    assert seen(world, "eva") == [
        (STAFF, 2, ["Innherred", "Inderøy kommune"], 9),
        (PARTNERS, 1, ["Inderøy kommune"], 25),
    ]
    for name, status in (("siri", 200), ("nina", 200), ("pål", 200), ("ola", 404), ("tom", 404), ("kari", 404)):
        client.force_login(world.people[name])
        assert client.get(f"/plan/runde/{world.round.pk}/risiko/").status_code == status
    client.force_login(world.people["eva"])
    page = client.get(f"/plan/runde/{world.round.pk}/risiko/").content.decode()
    assert (plan.get_absolute_url() in page, "Universitetet har ikke kapasitet" in page) == (True, True)


@pytest.mark.django_db
def test_next_years_plan_takes_the_place_of_this_years(world: World) -> None:
    adopted(world)
    later = AUTUMN.replace(year=2025)
    round, ola = open_round(world.county, year=2026, actor=world.act("eva", later), at=later), world.act("ola", later)
    new = actions.begin_plan(round, party=world.parties["Inderøy kommune"].pk, form="plan_project", actor=ola, at=later)
    eva = world.act("eva", later)
    assert [theme.plans for theme in common_risks(eva, round)] == [1, 1]
    actions.propose_plan(new.pk, revision=new.revision, actor=ola, at=later)
    actions.adopt_plan(new.pk, body="Kommunestyret", decided_on=later.date(), actor=ola, at=later)
    assert {risk.plan.pk for theme in common_risks(eva, round) for risk in theme.risks} == {new.pk}
    assert {risk.plan.round.year for theme in common_risks(eva, world.round) for risk in theme.risks} == {2025}


@pytest.mark.django_db
def test_the_page_asks_as_much_for_many_plans_as_for_one(world: World, client: Client) -> None:
    plan = adopted(world)
    client.force_login(world.people["eva"])
    asked: list[int] = []
    for more in (0, 2, 297):
        for n in range(more):
            copied(plan, f"Kommune {more} {n}")
        with CaptureQueriesContext(connection) as made:
            page = client.get(f"/plan/runde/{world.round.pk}/risiko/").content.decode()
        asked.append(len(made))
    assert page.count("Prosjektlederen slutter") == 300
    assert asked[0] == asked[1] == asked[2]


def copied(plan: Plan, name: str) -> None:
    """The same plan, adopted by another."""
    version = plan.versions.get()
    party = Party.objects.create(name=name, county_id=plan.county_id)
    fields = (
        "kind",
        "county_id",
        "round_id",
        "network_id",
        "asked_id",
        "given",
        "answers",
        "state",
        "state_since",
        "reach",
    )
    other = Plan.objects.create(party=party, subject=party, **{each: getattr(plan, each) for each in fields})
    kept = Version.objects.create(
        document=other,
        number=1,
        content=version.content,
        sha256=version.sha256,
        frozen_at=AUTUMN,
        frozen_by_id=version.frozen_by_id,
    )
    Sending.objects.create(version=kept, at=AUTUMN)
    Adoption.objects.create(
        version=kept, body="Styret", decided_on=AUTUMN.date(), at=AUTUMN, by_id=version.frozen_by_id
    )
