"""What the answers to a scale add up to: one person's score, and the mean and spread of many.

A person's score is the mean of the answers, or their sum, and exact. An item that is turned counts from the other end.
Too few answers give no score, never a guess. Worked tables: docs/rules/scores.md.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

NOT_RELEVANT = 0  # an answer that is given, and counts as none


@dataclass(frozen=True, slots=True)
class ScaleRule:
    """How the answers to some items become one number."""

    items: tuple[tuple[str, bool], ...]  # (key, reversed)
    low: int  # the lowest and the highest answer that an item can have
    high: int
    min_share: Fraction = Fraction(3, 4)  # of the items, to be answered for there to be a score
    method: Literal["mean", "sum"] = "mean"

    @property
    def bounds(self) -> tuple[int, int]:
        """The lowest and the highest score there is."""
        times = len(self.items) if self.method == "sum" else 1
        return self.low * times, self.high * times


def score(rule: ScaleRule, answers: Mapping[str, int]) -> Fraction | None:
    """One person's score, or None when too few of the items are answered.

    A sum is raised for the items left out by the mean of the others, so that it can be compared with a sum of all.
    Raises ValueError for an answer that the scale does not have.
    """
    values = [
        _counted(rule, answers[key], turned=turned)
        for key, turned in rule.items
        if answers.get(key, NOT_RELEVANT) != NOT_RELEVANT
    ]
    if not values or Fraction(len(values), len(rule.items)) < rule.min_share:
        return None
    average = Fraction(sum(values), len(values))
    return average if rule.method == "mean" else average * len(rule.items)


def mean_and_deviation(n: int, total: float, squares: float) -> tuple[float, float]:
    """Of n scores, one or more, from their sum and the sum of their squares: the mean and the standard deviation.

    Those who answered are the whole group, not a sample of it. Sums are enough, so that nobody's score is kept.
    """
    mean = total / n
    return mean, math.sqrt(max(0.0, squares / n - mean * mean))  # rounding may bring 0 a little below 0


def _counted(rule: ScaleRule, value: int, *, turned: bool) -> int:
    if not rule.low <= value <= rule.high:
        raise ValueError(f"{value} is not between {rule.low} and {rule.high}")
    return rule.low + rule.high - value if turned else value
