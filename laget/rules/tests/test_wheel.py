"""What comes too early, and what falls in the same days."""

from datetime import date

from laget.rules.dates import Deadline, Precision
from laget.rules.wheel import Span, days_of, earliest, too_early


def on(month: int, day: int, precision: Precision = Precision.EXACT) -> Deadline:
    return Deadline(date(2025, month, day), date(2025, month, day), precision)


def test_what_builds_on_another_comes_after_it_with_time_between() -> None:
    assert not too_early(on(1, 31), on(1, 17), 14)
    assert too_early(on(1, 30), on(1, 17), 14)
    assert too_early(on(1, 16), on(1, 17), 0)
    assert not too_early(on(1, 17), on(1, 17), 0)


def test_the_day_that_counts_is_the_one_that_applies() -> None:
    """Saturday 15 March applies on the Monday: what builds on it can't come the day between."""
    assert earliest(on(3, 15), 0) == date(2025, 3, 17)
    assert too_early(on(3, 14), on(3, 15), 0)


def test_a_meeting_is_its_first_day_to_what_comes_before_and_its_last_to_what_comes_after() -> None:
    meeting = Deadline(date(2025, 3, 12), date(2025, 3, 13), Precision.RANGE)
    assert not too_early(meeting, on(3, 5), 7)
    assert too_early(meeting, on(3, 6), 7)
    assert too_early(on(3, 12), meeting, 0)


def test_about_when_is_not_held_to_the_day() -> None:
    about = on(2, 14, Precision.APPROXIMATE)
    assert not too_early(about, on(2, 28), 0)
    assert too_early(about, on(3, 4), 0)


def test_spans_meet_when_they_share_a_day() -> None:
    autumn = Span(date(2025, 10, 28), date(2025, 11, 28))
    assert autumn.meets(days_of(on(11, 28)))
    assert not autumn.meets(days_of(on(12, 1)))
