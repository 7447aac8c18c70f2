"""The risks of a plan: in the matrix by number, and in order of what must be done first."""

import pytest
from django.test import Client

from laget.base.questions.answers import layout_of
from laget.need.plans.matrix import judged, matrix_of
from laget.need.plans.reading import read_plan
from laget.rules.risk import Level, Limits, Risk
from testing.people import World
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


def test_a_square_says_its_level_by_the_plans_own_limits() -> None:
    careful, bold = Limits(2, 4), Limits(20, 25)
    assert [
        sum(cell.level is Level.RED for _p, cells in matrix_of(each, []).rows for cell in cells)
        for each in (careful, bold)
    ] == [20, 1]
    assert bold.level(Risk(4, 4)) is Level.GREEN
