"""How applications are scored by working groups, put in order, and cut off where the money ends.

Exact: scores are fractions, and amounts whole kroner. The worked tables are in docs/rules/scoring.md.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, lcm
from typing import Generic, TypeVar

from laget.rules.apportionment import largest_remainder

A = TypeVar("A", bound=Hashable)
P = TypeVar("P", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Score:
    """What a working group has come to on one application. `value` is None when nobody has scored it."""

    value: Fraction | None
    counted: int
    missing: int  # members who could have scored it, and haven't
    recused: int  # members who are tied to it: counted nowhere


def weighted(points: Mapping[str, int], weights: Mapping[str, Fraction]) -> Fraction:
    """One member's points, weighed together: on the same scale as the points."""
    whole = _in_whole_numbers(weights)
    return Fraction(sum(whole[each] * points[each] for each in whole), sum(whole.values()))


def score(
    given: Mapping[P, Mapping[str, int]],
    weights: Mapping[str, Fraction],
    *,
    members: Collection[P],
    tied: Collection[P] = (),
) -> Score:
    """The mean of what the members have given. One who is tied is left out, also if they had given something."""
    free = [member for member in members if member not in tied]
    counted = [given[member] for member in free if member in given]
    whole = _in_whole_numbers(weights)
    total = sum(whole[each] * points[each] for points in counted for each in whole)
    value = Fraction(total, sum(whole.values()) * len(counted)) if counted else None
    return Score(value, len(counted), len(free) - len(counted), len(members) - len(free))


def _in_whole_numbers(weights: Mapping[str, Fraction]) -> dict[str, int]:
    """The same weights to each other, without fractions: a round has thousands of points to weigh."""
    common = lcm(*(weight.denominator for weight in weights.values()))
    return {each: weight.numerator * (common // weight.denominator) for each, weight in weights.items()}


@dataclass(frozen=True, slots=True)
class Standing(Generic[A]):
    """What decides where an application begins. `network_place` is None where no network has ranked it."""

    id: A
    value: Fraction | None
    network_place: int | None
    name: str  # as it is sorted: the last resort, that nobody can influence


def in_order(standings: Iterable[Standing[A]]) -> list[Standing[A]]:
    """The highest score first; at equal scores, the one that its network put higher; then by name."""
    return sorted(standings, key=lambda each: (*_merit(each), each.name))


def places(ordered: Sequence[Standing[A]]) -> dict[A, int]:
    """The place that each begins with. Those that neither score nor network tells apart share the first of theirs."""
    found: dict[A, int] = {}
    for n, each in enumerate(ordered, start=1):
        equal = n > 1 and _merit(ordered[n - 2]) == _merit(each)
        found[each.id] = found[ordered[n - 2].id] if equal else n
    return found


def departs(passed: Iterable[Standing[A]], moved: Standing[A], *, up: bool) -> bool:
    """Whether a move says otherwise than the score, and so needs a reason.

    It does when it puts an application before one that stands higher by itself, or after one that stands lower. To
    put two equal ones otherwise, or to put something back, needs none.
    """
    if up:
        return any(_merit(each) < _merit(moved) for each in passed)
    return any(_merit(each) > _merit(moved) for each in passed)


def _merit(each: Standing[A]) -> tuple[bool, Fraction, bool, int]:
    """Lower is better: what isn't scored comes last, and so does what no network has ranked."""
    value, place = each.value or Fraction(), each.network_place or 0
    return (each.value is None, -value, each.network_place is None, place)


# -- The cut line ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked(Generic[A]):
    """What an application asks for, of the year's money."""

    id: A
    amount: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the money ends. `line` is the index of the first that doesn't get all: all of them fit when it is past."""

    sums: list[int]  # what is asked for so far, this one included
    granted: list[int]
    line: int
    left: int  # not given to anyone


def cut(ranked: Sequence[Asked[A]], money: int, *, rest_to: A | None = None) -> Cut:
    """Give all that is asked for, from the top, until one doesn't fit. Nothing is given below the line.

    The one on the line gets what is left when it is `rest_to`, else nothing. A smaller one further down is not taken
    instead: if the forum wants it so, it moves it up.
    """
    sums, granted, total, line = [], [], 0, len(ranked)
    for n, each in enumerate(ranked):
        total += each.amount
        sums.append(total)
        if line == len(ranked) and total > money:
            line = n
            granted.append(max(0, money - (total - each.amount)) if each.id == rest_to else 0)
        else:
            granted.append(each.amount if n < line else 0)
    return Cut(sums, granted, line, max(0, money) - sum(granted))


@dataclass(frozen=True, slots=True)
class Step:
    """What it costs to let two neighbours change places: the change for each, in kroner."""

    upper: int
    lower: int

    @property
    def matters(self) -> bool:
        return bool(self.upper or self.lower)


def steps(ranked: Sequence[Asked[A]], money: int, *, rest_to: A | None = None) -> list[Step]:
    """For each but the last: what would come of letting it and the next change places.

    Only those two can win or lose: what stands before and after them is asked for as much either way.
    """
    now, found, before = cut(ranked, money, rest_to=rest_to), [], 0
    for n in range(len(ranked) - 1):
        if n > now.line:
            found.append(Step(0, 0))
            continue
        upper, lower = ranked[n], ranked[n + 1]
        turned = cut([lower, upper], money - before, rest_to=rest_to).granted
        found.append(Step(turned[1] - now.granted[n], turned[0] - now.granted[n + 1]))
        before += upper.amount
    return found


def share_out(lines: Mapping[str, int], total: int) -> dict[str, int]:
    """An application's own amounts, when it gets `total` of them: pro rata, and to the krone.

    The last kroner go as in the division by key: to those that lost most in the rounding.
    """
    if not any(lines.values()):
        return dict.fromkeys(lines, 0)
    shared = largest_remainder(total, {name: Fraction(amount) for name, amount in lines.items()})
    return {name: down + more for name, (_exact, down, more) in shared.items()}


def part_of(amount: int, granted: int, asked: int) -> int:
    """What a later year gets when this year got less: the same share, in whole kroner, rounded down."""
    return floor(Fraction(amount) * granted / asked) if asked else amount
