"""Two reminders, each on its day, and never two at once."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from laget.rules.reminding import Plan, due

BY, PLAN = date(2026, 6, 15), Plan(7, 21)


def day(n: int) -> date:
    return BY + timedelta(days=n)


def test_each_comes_on_its_day() -> None:
    assert [due(BY, sent=[], plan=PLAN, day=day(n)) for n in (0, 6, 7, 30)] == [None, None, 1, 1]
    assert [due(BY, sent=[day(7)], plan=PLAN, day=day(n)) for n in (8, 20, 21)] == [None, None, 2]
    assert due(BY, sent=[day(7), day(21)], plan=PLAN, day=day(99)) is None


@given(st.lists(st.integers(0, 120), min_size=1, max_size=40, unique=True))
def test_whenever_it_is_asked_there_are_two_and_two_weeks_between(nights: list[int]) -> None:
    sent: list[date] = []
    for n in sorted(nights):
        if number := due(BY, sent=sent, plan=PLAN, day=day(n)):
            sent.append(day(n))
            assert number == len(sent)
    assert len(sent) <= 2
    assert all(later - before >= timedelta(days=14) for before, later in itertools.pairwise(sent))
