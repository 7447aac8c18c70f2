"""Which reminder of a thing is due: the days before it that someone wants to be told, each once."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

AHEAD, BEHIND = 30, 7  # days before and after a thing in which anyone can be told of it


def crossed(on: date, wanted: Iterable[int], *, day: date) -> int | None:
    """The latest of the wanted days that has come: 7 from a week before, -1 from the day after. None before the first.

    One that falls on a day when nothing is sent is still due on the next, until the following has come.
    """
    if (day - on).days > BEHIND:
        return None
    return min((each for each in wanted if on - timedelta(days=each) <= day), default=None)


def due(on: date, wanted: Iterable[int], told: Collection[int], *, day: date) -> int | None:
    """The same, when it hasn't been told. `told` is the days before that thing, as they were told."""
    found = crossed(on, wanted, day=day)
    return None if found is None or any(each <= found for each in told) else found
