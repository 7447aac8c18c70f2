from datetime import date

import pytest

from laget.rules.dates import Deadline, Precision, day_off, months_later, next_working_day


@pytest.mark.parametrize(
    ("day", "applies"),
    [
        (date(2025, 2, 1), date(2025, 2, 3)),  # a Saturday
        (date(2025, 6, 15), date(2025, 6, 16)),  # a Sunday
        (date(2025, 4, 15), date(2025, 4, 15)),  # the Tuesday before Easter is a working day
        (date(2027, 3, 25), date(2027, 3, 30)),  # Easter, Thursday to Monday
        (date(2027, 5, 1), date(2027, 5, 3)),
        (date(2027, 5, 17), date(2027, 5, 18)),  # both 17 May and Whit Monday
        (date(2028, 12, 24), date(2028, 12, 27)),
    ],
)
def test_a_deadline_on_a_day_off_moves_to_the_next_working_day(day: date, applies: date) -> None:
    assert next_working_day(day) == applies


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2025, 2, 1), "lørdag"),
        (date(2025, 6, 15), "søndag"),
        (date(2025, 4, 18), "langfredag"),
        (date(2025, 4, 15), ""),
    ],
)
def test_a_day_off_has_a_name(day: date, why: str) -> None:
    assert day_off(day) == why


@pytest.mark.parametrize(
    ("precision", "applies"),
    [
        (Precision.EXACT, date(2025, 2, 3)),
        (Precision.LOCAL, date(2025, 2, 3)),
        (Precision.RANGE, date(2025, 2, 1)),
        (Precision.APPROXIMATE, date(2025, 2, 1)),
    ],
)
def test_only_a_date_that_binds_moves(precision: Precision, applies: date) -> None:
    deadline = Deadline(date(2025, 1, 31), date(2025, 2, 1), precision)
    assert deadline.applies == applies
    assert deadline.moved == (applies != date(2025, 2, 1))


@pytest.mark.parametrize(
    ("precision", "today", "counted_to"),
    [
        (Precision.RANGE, date(2025, 1, 3), date(2025, 1, 31)),  # a meeting begins
        (Precision.RANGE, date(2025, 1, 31), date(2025, 1, 31)),
        (Precision.RANGE, date(2025, 2, 1), date(2025, 2, 1)),  # and is still going on
        (Precision.RANGE, date(2025, 2, 5), date(2025, 2, 1)),
        (Precision.EXACT, date(2025, 1, 3), date(2025, 2, 3)),
        (Precision.APPROXIMATE, date(2025, 1, 3), date(2025, 2, 1)),
    ],
)
def test_one_counts_to_the_day_that_matters(precision: Precision, today: date, counted_to: date) -> None:
    assert Deadline(date(2025, 1, 31), date(2025, 2, 1), precision).counted_to(today) == counted_to


def test_some_months_later_is_the_same_day_or_the_last_of_a_short_month() -> None:
    assert months_later(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert months_later(date(2025, 8, 15), 18) == date(2027, 2, 15)
    assert months_later(date(2025, 12, 1), 0) == date(2025, 12, 1)
