"""How the dates of a year bear on one another: what comes too early, and what falls in the same days."""

from dataclasses import dataclass
from datetime import date, timedelta

from laget.rules.dates import Deadline, Precision


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days, the last one with them."""

    first: date
    last: date

    def meets(self, other: "Span") -> bool:
        return self.first <= other.last and other.first <= self.last


def days_of(deadline: Deadline) -> Span:
    """The days that a deadline takes up: those of a meeting, else the one that applies."""
    if deadline.precision is Precision.RANGE:
        return Span(deadline.first, deadline.last)
    return Span(deadline.applies, deadline.applies)


def earliest(before: Deadline, days: int) -> date:
    """The first day that what builds on another may fall on: so many days after it."""
    return days_of(before).last + timedelta(days=days)


def too_early(deadline: Deadline, before: Deadline, days: int) -> bool:
    """Whether it comes before what it builds on, or so soon after it that there isn't time.

    About when is not held to the day: half a month on either side is no conflict.
    """
    slack = timedelta(days=15 if Precision.APPROXIMATE in (deadline.precision, before.precision) else 0)
    return days_of(deadline).first + slack < earliest(before, days)
