"""What was said about one theme in one way, and what it adds up to for the theme."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """Counts of children, and the adult's few words. `children` were heard; the others are how many said what."""

    children: int
    good: int
    mixed: int
    hard: int
    summary: str = ""

    @property
    def spoke(self) -> int:
        """How many said something about it."""
        return self.good + self.mixed + self.hard

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Told:
    """All that was said about one theme, in every way it was heard.

    A child who both spoke and drew is counted in both. So `at_least`, what the small-group rule goes by, is the
    largest number that spoke in any one way: there are no fewer children than that.
    """

    at_least: int
    good: int
    mixed: int
    hard: int

    @property
    def level(self) -> Fraction:
        """From 0, all find it hard, to 1, all find it good; what is mixed counts half. There are some who spoke."""
        return Fraction(2 * self.good + self.mixed, 2 * (self.good + self.mixed + self.hard))


def add_up(said: Iterable[Said]) -> Told:
    each = list(said)
    return Told(
        at_least=max((one.spoke for one in each), default=0),
        good=sum(one.good for one in each),
        mixed=sum(one.mixed for one in each),
        hard=sum(one.hard for one in each),
    )
