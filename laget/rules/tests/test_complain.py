"""How long one may complain, and what comes too late."""

from datetime import date, timedelta

import pytest

from laget.rules.complaining import is_late, last_day, may_be_heard

TUESDAY = date(2025, 4, 15)


@pytest.mark.parametrize(
    ("notice", "last"),
    [
        (TUESDAY, date(2025, 5, 6)),
        (date(2025, 4, 10), date(2025, 5, 2)),  # three weeks later is the first of May
        (date(2025, 3, 29), date(2025, 4, 22)),  # Saturday before Easter: Monday too is a day off
        (date(2025, 12, 4), date(2025, 12, 29)),  # Christmas Day is a Thursday
    ],
)
def test_three_weeks_from_when_notice_came_and_on_to_a_working_day(notice: date, last: date) -> None:
    assert last_day(notice) == last


def test_in_time_on_the_last_day_and_late_the_day_after() -> None:
    last = last_day(TUESDAY)
    assert not is_late(last, by=last)
    assert is_late(last + timedelta(days=1), by=last)
    assert not is_late(date(2031, 1, 1), by=None)  # no notice has come


def test_a_late_one_may_be_heard_within_a_year() -> None:
    last = last_day(TUESDAY)
    assert may_be_heard(TUESDAY + timedelta(days=365), decided=TUESDAY, by=last)
    assert not may_be_heard(TUESDAY + timedelta(days=366), decided=TUESDAY, by=last)


def test_a_year_is_a_year_across_the_29th_of_february_too() -> None:
    decided = date(2024, 1, 15)
    assert may_be_heard(date(2025, 1, 15), decided=decided, by=last_day(decided))
    assert not may_be_heard(date(2025, 1, 16), decided=decided, by=last_day(decided))
