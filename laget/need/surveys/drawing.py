"""A profile as a drawing: one line for each scale, from its lowest score to its highest.

Across, everything is in per cent of the width, so that the drawing fits a phone and its text keeps its size; down,
in pixels. Each group has a shape of its own, so that nothing rests on colour.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from laget.need.surveys.results import Measure
from laget.rules.change import Mean

SHAPES = ("diamond", "square")  # of the groups beside, in order
WIDTH_IN_LETTERS = 34  # of a name, on the narrowest phone
LINE, BAR = 18, 34  # pixels: a line of text, and the bar under it


@dataclass(frozen=True, slots=True)
class Mark:
    shape: str
    x: float  # per cent


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One scale. `words` are the lines of its name with their places; `reach` is a spread to each side of the mean."""

    words: tuple[tuple[int, str], ...]
    value: Mean | None
    y: int
    marks: tuple[Mark, ...]
    reach: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Drawing:
    height: int
    lines: tuple[DrawnLine, ...]
    shapes: tuple[tuple[str, str], ...]  # (shape, whose) for the groups beside


def draw(measures: Sequence[Measure], beside: Sequence[str]) -> Drawing:
    y, lines = 0, []
    for measure in measures:
        words = textwrap.wrap(measure.title, WIDTH_IN_LETTERS)
        top = y + LINE
        y += LINE * len(words) + BAR
        places = tuple((top + LINE * n, line) for n, line in enumerate(words))
        lines.append(DrawnLine(places, measure.figure, y - BAR // 2 - 2, tuple(_marks(measure)), _reach(measure)))
    return Drawing(y, tuple(lines), tuple(zip(SHAPES, beside, strict=False)))


def _marks(measure: Measure) -> list[Mark]:
    """The group itself last, so that it lies on top."""
    found = [
        Mark(shape, _across(measure, figure.mean))
        for shape, figure in zip(SHAPES, measure.beside, strict=False)
        if figure
    ]
    if measure.change:
        found.append(Mark("ring", _across(measure, measure.change.before.mean)))
    if measure.figure:
        found.append(Mark("dot", _across(measure, measure.figure.mean)))
    return found


def _reach(measure: Measure) -> tuple[float, float] | None:
    if not measure.figure:
        return None
    mean, sd = measure.figure.mean, measure.figure.sd
    return _across(measure, max(measure.low, mean - sd)), _across(measure, min(measure.high, mean + sd))


def _across(measure: Measure, value: float) -> float:
    """Per cent, with two of air on each side, so that a mark at the end is whole."""
    return round(2 + 96 * (value - measure.low) / (measure.high - measure.low), 2)
