"""When someone who is late is reminded: twice, each so many days after the last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Plan:
    """Days after the last day, for the first reminder and for the last."""

    first: int
    last: int


def due(by: date, *, sent: Sequence[date], plan: Plan, day: date) -> int | None:
    """Which reminder is due that day: 1, 2, or None. `sent` is when they were sent, in order.

    Should the first have come late, the last waits as long after it as it was meant to.
    """
    if not sent:
        return 1 if day >= by + timedelta(days=plan.first) else None
    if len(sent) > 1:
        return None
    between = timedelta(days=plan.last - plan.first)
    return 2 if day >= max(by + timedelta(days=plan.last), sent[0] + between) else None
