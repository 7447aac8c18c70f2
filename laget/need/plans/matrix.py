"""A plan's risks: in order of what must be done something about first, and by number in the matrix of 5 × 5."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from laget.need.plans.reading import Content, PlannedRisk
from laget.rules.risk import DEGREES, Level, Limits, Risk, first_things_first

WORDS = {Level.GREEN: _("grønn"), Level.YELLOW: _("gul"), Level.RED: _("rød")}
COLOURS = {Level.GREEN: "success", Level.YELLOW: "warning", Level.RED: "danger"}  # of the design system's tags


@dataclass(frozen=True, slots=True)
class Height:
    """How high a risk is under the limits of its plan."""

    risk: Risk
    level: Level

    @property
    def words(self) -> Any:
        return WORDS[self.level]

    @property
    def colour(self) -> str:
        return COLOURS[self.level]


@dataclass(frozen=True, slots=True)
class Judged:
    """A risk of a plan with how high it is now, by the newest review, and how high it will be after its measures."""

    planned: PlannedRisk
    now: Height | None
    after: Height | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One square, with the numbers of the risks that are there."""

    level: Level
    numbers: tuple[int, ...]

    @property
    def words(self) -> Any:
        return WORDS[self.level]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows from the most likely to the least, each with its probability."""

    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    columns: tuple[int, ...] = tuple(DEGREES)


def height_of(risk: Risk | None, limits: Limits) -> Height | None:
    return Height(risk, limits.level(risk)) if risk else None


def judged(content: Content, reviewed: Mapping[str, Risk]) -> list[Judged]:
    """`reviewed` is what the newest review says, by the id of the risk."""
    found = [
        Judged(
            each,
            height_of(reviewed.get(each.id) or each.now, content.limits),
            height_of(each.after, content.limits),
        )
        for each in content.risks
    ]
    return first_things_first(found, risk_of=_risk_now, limits_of=lambda _each: content.limits)


def _risk_now(each: Judged) -> Risk | None:
    return each.now.risk if each.now else None


def matrix_of(limits: Limits, placed: Iterable[tuple[int, Height | None]]) -> Matrix:
    where: dict[Risk, list[int]] = {}
    for number, height in sorted(placed, key=lambda each: each[0]):
        if height:
            where.setdefault(height.risk, []).append(number)
    rows = []
    for probability in reversed(DEGREES):
        squares = [Risk(probability, consequence) for consequence in DEGREES]
        rows.append((probability, tuple(Cell(limits.level(each), tuple(where.get(each, ()))) for each in squares)))
    return Matrix(tuple(rows))
