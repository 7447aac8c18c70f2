"""Risk in a 5 × 5 matrix: how high a risk is, what that means with the plan's own limits, and what is done first.

A risk is its probability times its consequence, each from 1 to 5. Whoever owns the plan sets two limits: from which
number measures are considered (yellow), and from which something has to be done (red). Worked tables:
docs/rules/risk.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Self, TypeVar

DEGREES = range(1, 6)
USUAL_WATCH, USUAL_ACT = 5, 15  # where a plan says nothing


class Level(Enum):
    GREEN = "green"  # can be accepted
    YELLOW = "yellow"  # measures are considered
    RED = "red"  # something has to be done


@dataclass(frozen=True, slots=True)
class Risk:
    probability: int
    consequence: int

    def __post_init__(self) -> None:
        if self.probability not in DEGREES or self.consequence not in DEGREES:
            raise ValueError("A probability and a consequence are from 1 to 5.")

    @classmethod
    def of(cls, probability: int | None, consequence: int | None) -> Self | None:
        """None while one of them isn't known."""
        return None if probability is None or consequence is None else cls(probability, consequence)

    @property
    def product(self) -> int:
        return self.probability * self.consequence


@dataclass(frozen=True, slots=True)
class Limits:
    """From which product measures are considered, and from which something has to be done."""

    watch: int
    act: int

    @classmethod
    def of(cls, watch: object, act: object) -> Self:
        """Those that a plan sets, or the usual ones where it hasn't."""
        return cls(watch if isinstance(watch, int) else USUAL_WATCH, act if isinstance(act, int) else USUAL_ACT)

    def level(self, risk: Risk) -> Level:
        if risk.product >= self.act:
            return Level.RED
        return Level.YELLOW if risk.product >= self.watch else Level.GREEN


T = TypeVar("T")


def first_things_first(
    things: Iterable[T], *, risk_of: Callable[[T], Risk | None], limits_of: Callable[[T], Limits]
) -> list[T]:
    """What must be done something about first: red before yellow before green, then the highest.

    Of two that are as high, the more serious one comes first: there is less to hope for when it happens. Those that
    are as before keep their order, and what nobody has judged comes last.
    """

    def place(thing: T) -> tuple[int, int, int]:
        risk = risk_of(thing)
        if risk is None:
            return (len(Level), 0, 0)
        level = list(Level).index(limits_of(thing).level(risk))
        return (-level, -risk.product, -risk.consequence)

    return sorted(things, key=place)
