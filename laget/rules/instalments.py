"""When an award is paid: a plan in parts, each with a first day and what has to be in place.

The plan belongs to the rule set that the award was given under, and goes on applying to it when
another regulation has come into force. What is due is reckoned from the plan, from what the
recipient has a right to now and from what has been paid, so a supplement or an amount given up
falls into place by itself. Amounts are whole kroner.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Need(StrEnum):
    """What has to be in place before a part is paid."""

    AGREEMENT = "agreement"  # the agreement is signed
    REPORT_BEFORE = "report_before"  # the report on the award's year before is approved, where there is one
    REPORT = "report"  # the report on this year is approved


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the plan: which share of the year's money, from which day, and what it needs."""

    name: str
    share: Fraction
    first: date
    needs: frozenset[Need] = frozenset()


@dataclass(frozen=True, slots=True)
class Due:
    """What may be paid today: the amount, and the part of the plan it reaches."""

    amount: int
    name: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The part that comes next, and what it waits for: a day, or what is not in place."""

    part: Part
    lacks: frozenset[Need]


def due(right: int, held: int, plan: Sequence[Part], *, met: Collection[Need], day: date) -> Due | None:
    """What may be paid that day, or None. The parts come in order: one that waits holds back those after it.

    The shares of the plan add up to 1, so the last part takes what the rounding down has left.
    """
    reached = _reached(plan, met, day)
    if not reached:
        return None
    amount = int(right * sum((part.share for part in reached), Fraction())) - held
    return Due(amount, reached[-1].name) if amount > 0 else None


def waiting(plan: Sequence[Part], *, met: Collection[Need], day: date) -> Waiting | None:
    """The first part that can't be paid that day, or None when nothing is in the way of any."""
    reached = len(_reached(plan, met, day))
    return Waiting(plan[reached], plan[reached].needs - set(met)) if reached < len(plan) else None


def _reached(plan: Sequence[Part], met: Collection[Need], day: date) -> Sequence[Part]:
    for n, part in enumerate(plan):
        if day < part.first or not part.needs <= set(met):
            return plan[:n]
    return plan
