"""The organisation drawn as a chart: a layer for each kind of role, from the one who owns it and down."""

import itertools
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from laget.need.plans.reading import Place

# From the top. Those in the last one give advice, and are tied with a dashed line.
LAYERS = (
    ("owner",),
    ("responsible",),
    ("steering",),
    ("leader", "coordinator"),
    ("project_group", "working_group"),
    ("reference_group", "resource"),
)
ADVISING = len(LAYERS) - 1
WIDTH, GAP, BETWEEN, PADDING = 640, 16, 36, 12
LETTER = 8.2  # roughly how wide a letter is
LINE, ROLE = 19, 16  # the heights of a line of the name, and of the kind of role above it
MOST_LINES, MOST_BESIDE, WIDEST = 4, 3, 300


@dataclass(frozen=True, slots=True)
class Box:
    """One role: where it stands, and its words line by line."""

    x: int
    y: int
    width: int
    height: int
    role: str
    lines: tuple[tuple[int, str], ...]  # each with its height on the page
    advises: bool

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def role_y(self) -> int:
        return self.y + PADDING + ROLE - 4


@dataclass(frozen=True, slots=True)
class Tie:
    """A line from one layer to the next."""

    path: str
    advises: bool


@dataclass(frozen=True, slots=True)
class Chart:
    boxes: tuple[Box, ...]
    ties: tuple[Tie, ...]
    height: int
    width: int = WIDTH


def chart_of(organisation: Sequence[Place]) -> Chart:
    rows = list(_rows(organisation))
    drawn: list[tuple[int, list[Box]]] = []
    y = 1
    for layer, places in rows:
        boxes = _row(places, y, advises=layer == ADVISING)
        drawn.append((layer, boxes))
        y += max(each.height for each in boxes) + BETWEEN
    ties = [_tie(above, below) for above, below in itertools.pairwise(drawn) if above[0] != below[0]]
    return Chart(tuple(box for _layer, boxes in drawn for box in boxes), tuple(ties), max(y - BETWEEN + 1, 0))


def in_layers(organisation: Sequence[Place]) -> list[Place]:
    """As they are drawn, from the top."""
    return sorted(organisation, key=_layer)


def _rows(organisation: Sequence[Place]) -> Iterator[tuple[int, list[Place]]]:
    for layer in range(len(LAYERS)):
        places = [each for each in organisation if _layer(each) == layer]
        for first in range(0, len(places), MOST_BESIDE):
            yield layer, places[first : first + MOST_BESIDE]


def _layer(place: Place) -> int:
    """A kind that the county has added itself stands with those who give advice."""
    return next((n for n, kinds in enumerate(LAYERS) if place.kind in kinds), ADVISING)


def _row(places: Sequence[Place], y: int, *, advises: bool) -> list[Box]:
    width = min(WIDEST, (WIDTH - 2 - GAP * (len(places) - 1)) // len(places))
    left = (WIDTH - width * len(places) - GAP * (len(places) - 1)) // 2
    written = [_wrapped(each.title, width) for each in places]
    height = 2 * PADDING + ROLE + LINE * max(len(each) for each in written)
    first = y + PADDING + ROLE + LINE - 5
    return [
        Box(
            x=left + n * (width + GAP),
            y=y,
            width=width,
            height=height,
            role=place.role,
            lines=tuple((first + LINE * m, line) for m, line in enumerate(lines)),
            advises=advises,
        )
        for n, (place, lines) in enumerate(zip(places, written, strict=True))
    ]


def _wrapped(title: str, width: int) -> list[str]:
    room = int((width - 2 * PADDING) / LETTER)
    return textwrap.wrap(title, room, max_lines=MOST_LINES, placeholder=" …") or [""]


def _tie(above: tuple[int, list[Box]], below: tuple[int, list[Box]]) -> Tie:
    """Down from each above to a line across, and down from it to each below."""
    (_layer_above, uppers), (layer, lowers) = above, below
    bottom, top = uppers[0].y + uppers[0].height, lowers[0].y
    across = top - BETWEEN // 2
    middles = [each.middle for each in (*uppers, *lowers)]
    down = "".join(f"M{each.middle} {bottom}V{across}" for each in uppers)
    down += "".join(f"M{each.middle} {across}V{top}" for each in lowers)
    return Tie(f"{down}M{min(middles)} {across}H{max(middles)}", advises=layer == ADVISING)
