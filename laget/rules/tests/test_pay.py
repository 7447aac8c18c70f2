"""What is due follows the plan, the right and what is paid; and comes to the whole, whatever happens on the way."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laget.rules.instalments import Due, Need, Part, due, waiting

SPRING, AUTUMN = date(2025, 4, 15), date(2025, 10, 1)
PLAN = [
    Part("Første del", Fraction(6, 10), SPRING, frozenset({Need.AGREEMENT})),
    Part("Siste del", Fraction(4, 10), AUTUMN, frozenset({Need.REPORT})),
]
ALL = frozenset(Need)


@pytest.mark.parametrize(
    ("day", "met", "held", "expected"),
    [
        (date(2025, 4, 14), ALL, 0, None),
        (SPRING, frozenset(), 0, None),
        (SPRING, {Need.AGREEMENT}, 0, Due(60_000, "Første del")),
        (SPRING, {Need.AGREEMENT}, 60_000, None),
        (AUTUMN, {Need.AGREEMENT}, 60_000, None),
        (AUTUMN, ALL, 60_000, Due(40_001, "Siste del")),
        (AUTUMN, {Need.REPORT}, 0, None),  # the first waits, and so does the last
        (AUTUMN, ALL, 0, Due(100_001, "Siste del")),
        (AUTUMN, ALL, 100_001, None),
    ],
)
def test_each_part_comes_when_it_may(day: date, met: set[Need], held: int, expected: Due | None) -> None:
    assert due(100_001, held, PLAN, met=met, day=day) == expected


def test_a_supplement_after_the_last_part_is_paid_by_itself() -> None:
    assert due(130_000, 100_000, PLAN, met=ALL, day=AUTUMN) == Due(30_000, "Siste del")


def test_what_comes_next_says_what_it_waits_for() -> None:
    nothing, agreed = waiting(PLAN, met=(), day=AUTUMN), waiting(PLAN, met={Need.AGREEMENT}, day=AUTUMN)
    assert nothing
    assert (nothing.part.name, nothing.lacks) == ("Første del", frozenset({Need.AGREEMENT}))
    assert agreed
    assert (agreed.part.name, agreed.lacks) == ("Siste del", frozenset({Need.REPORT}))
    assert waiting(PLAN, met=ALL, day=AUTUMN) is None


@given(
    st.integers(0, 10**9), st.lists(st.integers(1, 50), min_size=1, max_size=6), st.data(),
)  # fmt: skip
def test_the_parts_come_to_the_whole_and_never_more(right: int, weights: list[int], data: st.DataObject) -> None:
    plan = [Part(str(n), Fraction(w, sum(weights)), date(2025, n + 1, 1)) for n, w in enumerate(weights)]
    held = 0
    for day in sorted(data.draw(st.lists(st.dates(date(2025, 1, 1), date(2025, 12, 31)), max_size=8))):
        found = due(right, held, plan, met=ALL, day=day)
        held += found.amount if found else 0
        assert held <= right
    last = due(right, held, plan, met=ALL, day=date(2025, 12, 31))
    assert held + (last.amount if last else 0) == right
