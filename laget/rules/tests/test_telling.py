"""Each of the days that someone has chosen is told of once, none twice and none never."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from laget.rules.telling import BEHIND, due

ON = date(2025, 2, 3)
WANTED = (7, 1, 0)


def before(days: int) -> date:
    return ON - timedelta(days=days)


def test_told_from_the_day_that_was_chosen() -> None:
    assert due(ON, WANTED, (), day=before(8)) is None
    assert due(ON, WANTED, (), day=before(7)) == 7
    assert due(ON, WANTED, (7,), day=before(6)) is None
    assert due(ON, WANTED, (7,), day=before(1)) == 1
    assert due(ON, WANTED, (7, 1), day=ON) == 0
    assert due(ON, WANTED, (7, 1, 0), day=before(-1)) is None


def test_what_comes_late_is_told_at_once_and_only_the_latest() -> None:
    assert due(ON, WANTED, (), day=before(3)) == 7
    assert due(ON, WANTED, (), day=ON) == 0
    assert due(ON, (7,), (), day=before(-BEHIND)) == 7
    assert due(ON, (7,), (), day=before(-BEHIND - 1)) is None


def test_the_day_after_when_that_is_chosen() -> None:
    assert due(ON, (1, -1), (1,), day=ON) is None
    assert due(ON, (1, -1), (1,), day=before(-1)) == -1


@given(st.sets(st.integers(-1, 28)), st.sets(st.integers(-8, 40)))
def test_whatever_days_mail_is_sent_nothing_is_told_twice(wanted: set[int], sent: set[int]) -> None:
    told: list[int] = []
    for days in sorted(sent, reverse=True):
        found = due(ON, wanted, told, day=before(days))
        if found is not None:
            assert days <= found
            told.append(found)
    assert told == sorted(set(told), reverse=True)
    if wanted and sent and any(-BEHIND <= each <= max(wanted) for each in sent):
        assert told
