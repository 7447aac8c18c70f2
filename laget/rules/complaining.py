"""Until when one may complain, and whether someone did so in time. Source: forvaltningsloven §§ 29, 30 and 31."""

from datetime import date, timedelta

from laget.rules.dates import months_later, next_working_day

WEEKS = 3  # forvaltningsloven § 29, first paragraph
HEARD_WITHIN = 12  # months. § 31, third paragraph: later than a year after the decision, no complaint is taken


def last_day(notice: date, *, weeks: int = WEEKS) -> date:
    """The last day, reckoned from the day that notice of the decision came. One that is off moves to the next.

    The day itself isn't counted, so it ends on the same day of the week (domstolloven §§ 148 and 149).
    """
    return next_working_day(notice + timedelta(weeks=weeks))


def is_late(on: date, *, by: date | None) -> bool:
    """Whether it comes after the last day. While notice has not come, no time has begun to run."""
    return by is not None and on > by


def may_be_heard(on: date, *, decided: date, by: date | None) -> bool:
    """Whether the authority may take it at all: in time, or late but within a year of the decision (§ 31)."""
    return not is_late(on, by=by) or on <= months_later(decided, HEARD_WITHIN)
