"""What the answers to a scale add up to: one person's score, and the mean and spread of many.

A score is the mean of the answers, or their sum, and exact. An item that is turned counts from the other end. Too
few answers give no score, never a guess. Worked tables: docs/rules/scores.md.
"""

import math
from collections.abc import Mapping, Sequence
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


def mean(scores: Sequence[Fraction]) -> Fraction | None:
    """The mean of many scores, None when there are none."""
    return sum(scores, Fraction()) / len(scores) if scores else None


def variance(scores: Sequence[Fraction]) -> Fraction | None:
    """Of the scores as they are: all who answered are the whole group, not a sample of it."""
    middle = mean(scores)
    return None if middle is None else mean([(each - middle) ** 2 for each in scores])


def standard_deviation(scores: Sequence[Fraction]) -> float | None:
    """The root of the variance: the one number here that is not exact, for showing."""
    spread = variance(scores)
    return None if spread is None else math.sqrt(spread)


def _counted(rule: ScaleRule, value: int, *, turned: bool) -> int:
    if not rule.low <= value <= rule.high:
        raise ValueError(f"{value} is not between {rule.low} and {rule.high}")
    return rule.low + rule.high - value if turned else value
