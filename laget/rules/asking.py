"""What is asked, and within what limits: conditions on earlier answers, and what a value breaks.

Answers are values here: a text, a whole number, a day, a list of keys, or None where there is none.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Condition:
    """A question is asked when the earlier answer is one of these, or over this number; else when there is any."""

    one_of: frozenset[str] = frozenset()
    over: int | None = None

    def holds(self, answer: object) -> bool:
        if self.one_of:
            given = answer if isinstance(answer, list) else [answer]
            return any(each in self.one_of for each in given)
        if self.over is not None:
            return isinstance(answer, int) and answer > self.over
        return answer not in (None, "", [])


@dataclass(frozen=True, slots=True)
class Follows:
    """That a question follows from another: by which condition on its answer."""

    path: str
    condition: Condition


def passed_over(order: Sequence[str], follows: Mapping[str, Follows], answers: Mapping[str, object]) -> set[str]:
    """The paths that are not asked, given the answers so far. `order` has every path, each after what it follows.

    What follows from a question that isn't asked, isn't asked either, whatever stands there from before.
    """
    over: set[str] = set()
    for path in order:
        found = follows.get(path)
        if found and (found.path in over or not found.condition.holds(answers.get(found.path))):
            over.add(path)
    return over


class Bound(Enum):
    """A limit that an answer can break."""

    SHORTEST = "shortest"
    LONGEST = "longest"
    LEAST = "least"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Limits:
    """Characters of a text, and sizes of a number. None is no limit."""

    shortest: int | None = None
    longest: int | None = None
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    bound: Bound
    limit: int
    by: int  # how far outside


def breach(value: str | int, limits: Limits) -> Breach | None:
    """What the value breaks, or None. A text is measured by its characters, a number by itself."""
    size = len(value) if isinstance(value, str) else value
    lowest, highest = (
        ((limits.shortest, Bound.SHORTEST), (limits.longest, Bound.LONGEST))
        if isinstance(value, str)
        else ((limits.least, Bound.LEAST), (limits.most, Bound.MOST))
    )
    if lowest[0] is not None and size < lowest[0]:
        return Breach(lowest[1], lowest[0], lowest[0] - size)
    if highest[0] is not None and size > highest[0]:
        return Breach(highest[1], highest[0], size - highest[0])
    return None


def moved(keys: Sequence[str], key: str, *, up: bool) -> list[str]:
    """The same keys, with one of them a step up or down. At the end it stays where it is."""
    found, place = list(keys), keys.index(key)
    other = place - 1 if up else place + 1
    if 0 <= other < len(found):
        found[place], found[other] = found[other], found[place]
    return found


def out_of_order(order: Sequence[str], follows: Mapping[str, str]) -> Collection[str]:
    """Those that follow from a question that doesn't come before them, or isn't there."""
    before: set[str] = set()
    wrong = []
    for path in order:
        if path in follows and follows[path] not in before:
            wrong.append(path)
        before.add(path)
    return wrong
