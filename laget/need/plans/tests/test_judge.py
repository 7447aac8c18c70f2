"""The risks of a plan: in the matrix by number, and in order of what must be done first."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client

from laget.base.audit.models import Entry
from laget.base.questions.answers import layout_of
from laget.base.refusals import NotInOrder
from laget.need.plans import actions
from laget.need.plans.matrix import judged, matrix_of
from laget.need.plans.models import RiskReview
from laget.need.plans.reading import read_plan
from laget.need.plans.risk_actions import Judgement, review_risks
from laget.need.plans.risk_queries import newest_reviews
from laget.rules.risk import Level, Limits, Risk
from testing.people import AUTUMN, World
from testing.plans import adopted


@pytest.mark.django_db
def test_risks_stand_in_the_matrix_and_the_highest_comes_first(world: World, client: Client) -> None:
    plan = adopted(world)
    content = read_plan(layout_of(plan), plan.answers)
    found = judged(content, {})
    assert [(each.planned.number, each.now and each.now.level, each.after and each.after.level) for each in found] == [
        (2, Level.RED, Level.YELLOW),
        (1, Level.YELLOW, Level.YELLOW),
    ]
    matrix = matrix_of(content.limits, [(each.planned.number, each.now) for each in found])
    assert [probability for probability, _cells in matrix.rows] == [5, 4, 3, 2, 1]
    assert {
        (probability, consequence): cell.numbers
        for probability, cells in matrix.rows
        for consequence, cell in enumerate(cells, 1)
        if cell.numbers
    } == {(4, 4): (2,), (3, 4): (1,)}
    assert [cell.level.value for cell in matrix.rows[0][1]] == ["yellow", "yellow", "red", "red", "red"]
    client.force_login(world.people["nina"])
    page = client.get(plan.get_absolute_url()).content.decode()
    assert page.index("2. Universitetet har ikke kapasitet") < page.index("1. Prosjektlederen slutter")
    assert page.index("To deler på ledelsen") < page.index("Nestlederen kan ta over")


@pytest.mark.django_db
def test_the_newest_review_counts_and_how_a_risk_moves_is_kept(world: World, client: Client) -> None:
    plan = adopted(world)
    page = f"/plan/{plan.pk}/risiko/"
    client.force_login(world.people["ola"])
    first = {"held_on": "2025-02-10", **review(one=(5, 4), two=(4, 4)), "n-00000001": "Hun har søkt ny jobb."}
    assert client.post(page, first)["Location"] == page
    second = {"held_on": "2025-05-12", **review(one=(1, 4), two=(4, 4))}
    assert client.post(page, second)["Location"] == page
    client.force_login(world.people["nina"])
    shown = client.get(page).content.decode()
    assert (shown.count("▲"), shown.count("▼"), shown.count("som før")) == (1, 1, 2)
    assert shown.count("Det som ble sagt") == 1  # the second time nobody wrote anything
    assert ("Hun har søkt ny jobb." in shown, "<form" in shown.partition("<main")[2]) == (True, False)
    case = client.get(plan.get_absolute_url()).content.decode()
    assert ("4, grønn" in case, "20, rød" in case) == (True, False)
    version = plan.versions.get()
    assert newest_reviews([version]) == {plan.pk: {"00000001": Risk(1, 4), "00000002": Risk(4, 4)}}
    detail = Entry.objects.filter(act="review").latest("number").detail
    assert detail == {"held_on": "2025-05-12", "risks": {"00000001": 4, "00000002": 16}}
    with pytest.raises(DatabaseError), transaction.atomic():
        RiskReview.objects.update(probability=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        RiskReview.objects.create(
            plan=plan, risk="1", held_on=AUTUMN, probability=6, consequence=1, at=AUTUMN, by=world.people["ola"]
        )


@pytest.mark.django_db
def test_a_plan_that_is_adopted_anew_says_how_high_its_risks_are_until_they_are_reviewed(world: World) -> None:
    plan, ola = adopted(world), world.act("ola")
    said = {"00000001": Judgement(Risk(5, 5)), "00000002": Judgement(Risk(5, 5))}
    review_risks(plan.pk, held_on=AUTUMN.date(), judgements=said, actor=ola, at=AUTUMN)
    later = AUTUMN + timedelta(days=90)
    actions.revise_plan(plan.pk, actor=ola, at=later)
    plan.refresh_from_db()
    actions.propose_plan(plan.pk, revision=plan.revision, actor=ola, at=later)
    actions.adopt_plan(plan.pk, body="Kommunestyret", decided_on=later.date(), actor=ola, at=later)
    assert newest_reviews([plan.versions.latest("number")]) == {plan.pk: {}}


@pytest.mark.django_db
def test_a_review_that_can_not_be_read_is_refused_and_so_is_whoever_does_not_write_the_plan(
    world: World, client: Client
) -> None:
    plan = adopted(world)
    client.force_login(world.people["ola"])
    for wrong in ({"held_on": "2099-01-01"}, {"p-00000001": "6"}, {"c-00000002": ""}):
        posted = {"held_on": "2025-02-10", **review(one=(1, 1), two=(1, 1)), **wrong}
        assert client.post(f"/plan/{plan.pk}/risiko/", posted).status_code == 422
    one = {"00000001": Judgement(Risk(1, 1))}
    with pytest.raises(NotInOrder):
        review_risks(plan.pk, held_on=AUTUMN.date(), judgements=one, actor=world.act("ola"), at=AUTUMN)
    for name in ("nina", "frode", "pia"):
        with pytest.raises(PermissionDenied):
            review_risks(plan.pk, held_on=AUTUMN.date(), judgements=one, actor=world.act(name), at=AUTUMN)
    assert not RiskReview.objects.exists()


def review(*, one: tuple[int, int], two: tuple[int, int]) -> dict[str, str]:
    """What is typed of the two risks of the plan."""
    return {
        f"{part}-0000000{n}": str(degree)
        for n, degrees in ((1, one), (2, two))
        for part, degree in zip("pc", degrees, strict=True)
    }


def test_a_square_says_its_level_by_the_plans_own_limits() -> None:
    careful, bold = Limits(2, 4), Limits(20, 25)
    assert [
        sum(cell.level is Level.RED for _p, cells in matrix_of(each, []).rows for cell in cells)
        for each in (careful, bold)
    ] == [20, 1]
    assert bold.level(Risk(4, 4)) is Level.GREEN
