"""Deadlines: when they are, what applies when one falls on a day off, and how long is left."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

# In our own time: a year with a digit too few or too many is no year.
YEARS = range(1950, 2151)


class Precision(StrEnum):
    """How a county states a date. Source: the year wheel of Trøndelag 2025, where all four occur."""

    EXACT = "exact"  # 15. april
    RANGE = "range"  # 8.–9. januar
    APPROXIMATE = "approximate"  # medio februar
    LOCAL = "local"  # each network sets its own; the county only recommends one


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, or some days, by which something is due. `first` equals `last` unless it is a range."""

    first: date
    last: date
    precision: Precision

    @property
    def applies(self) -> date:
        """The last day that counts. Only an exact or local deadline moves: a meeting is held when it is held."""
        if self.precision in (Precision.EXACT, Precision.LOCAL):
            return next_working_day(self.last)
        return self.last

    def counted_to(self, today: date) -> date:
        """The day that one counts to: the first day of a meeting, then each day of it. Otherwise what applies."""
        if self.precision is Precision.RANGE:
            return min(max(today, self.first), self.last)
        return self.applies

    def on(self, day: date) -> "Deadline":
        """The same deadline on another day."""
        return Deadline(day, day, self.precision)

    @property
    def moved(self) -> bool:
        return self.applies != self.last


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_working_day(day: date) -> date:
    """The day itself, or the first one after it that is neither weekend nor Norwegian public holiday."""
    while day.weekday() >= 5 or day in _public_holidays(day.year):
        day += timedelta(days=1)
    return day


def day_off(day: date) -> str:
    """Why nobody works that day: the holiday's name in Norwegian, "lørdag", "søndag", or "" for a working day."""
    holiday = _public_holidays(day.year).get(day, "")
    return str(holiday).lower() or {5: "lørdag", 6: "søndag"}.get(day.weekday(), "")


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> "holidays.HolidayBase":
    return holidays.country_holidays("NO", years=year, language="no")
