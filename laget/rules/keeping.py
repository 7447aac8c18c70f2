"""How long the names of those who took part in something are kept."""

from datetime import date, timedelta

AFTER_APPROVAL = timedelta(days=90)  # time to answer for the report
AT_MOST = timedelta(days=548)  # a year and a half: past the report on the year after, if none is approved before


def delete_on(ended: date, approved: date | None) -> date:
    """The day names go: 90 days after the report on the money is approved, and never later than 548 days after it."""
    last = ended + AT_MOST
    return last if approved is None else min(last, max(ended, approved) + AFTER_APPROVAL)
