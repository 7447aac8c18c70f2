"""The comparison drawn: a line for each theme, with a circle for the staff and a diamond for the children."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from laget.need.voices.comparing import Row

WIDTH, LEFT, RIGHT = 640, 20, 620
FIRST, STEP, SIZE = 98, 56, 9


@dataclass(frozen=True, slots=True)
class Line:
    """One theme. Positions are in the drawing's own units; None for what isn't shown."""

    title: str
    y: int
    staff: int | None
    children: int | None
    diamond: str  # the corners, as SVG wants them

    @property
    def text_y(self) -> int:
        return self.y - 18


@dataclass(frozen=True, slots=True)
class Drawing:
    lines: tuple[Line, ...]
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT
    middle: int = (LEFT + RIGHT) // 2

    @property
    def height(self) -> int:
        return FIRST + STEP * (len(self.lines) - 1) + 2 * SIZE


def draw(rows: Iterable[Row]) -> Drawing:
    """Only themes with something to show are drawn: the table has them all."""
    shown = [row for row in rows if row.staff.level is not None or row.children.level is not None]
    return Drawing(tuple(_line(row, FIRST + STEP * n) for n, row in enumerate(shown)))


def _line(row: Row, y: int) -> Line:
    staff, children = _place(row.staff.level), _place(row.children.level)
    return Line(str(row.theme.title), y, staff, children, _diamond(children, y))


def _place(level: Fraction | None) -> int | None:
    return None if level is None else round(LEFT + (RIGHT - LEFT) * level)


def _diamond(x: int | None, y: int) -> str:
    return "" if x is None else f"{x},{y - SIZE} {x + SIZE},{y} {x},{y + SIZE} {x - SIZE},{y}"
