"""The year drawn as a wheel: a ring for each audience, each date a mark with its name along the arc."""

import calendar
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS_3

from laget.base.cycle.calendar_models import CalendarEntry
from laget.base.cycle.national import National
from laget.base.cycle.queries import Occasion

SIZE, CENTRE = 640, 320
RINGS = {"statsforvalter": 158, "forum": 200, "network": 242, "virksomhet": 284}  # inner radius
WIDTH = 36
LETTER = 7.3  # roughly how wide a letter is
MOST_LETTERS = 20
FIRST_ARC = 151


@dataclass(frozen=True, slots=True)
class Band:
    """A piece of a ring, with a name that runs along it."""

    id: str
    shape: str  # SVG path
    line: str  # SVG path that the name follows, turned so that it is never upside down
    name: str
    style: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a date stands."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Wheel:
    id: str  # there may be one for each county on a page
    year: int
    months: tuple[Band, ...]
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...]
    today: Mark | None
    arcs: tuple[str, ...] = ()  # SVG paths, where other things take people's time
    rings: tuple[int, ...] = tuple(inner + WIDTH // 2 for inner in RINGS.values())


def wheel_of(
    occasions: Iterable[Occasion],
    *,
    county: str,
    year: int,
    today: date,
    entries: Iterable[CalendarEntry] = (),
    nationals: Iterable[National] = (),
) -> Wheel:
    """`entries` are what a network has put there itself, and stand in the ring of the networks."""
    months = tuple(
        _band(
            f"month{n}",
            112,
            148,
            30 * n,
            30 * n + 30,
            str(MONTHS_3[n + 1]),
            "ring-month-a" if n % 2 else "ring-month-b",
        )
        for n in range(12)
    )
    named: list[tuple[str, date, str, str]] = [
        (each.rule.who, each.deadline.last, each.rule.short, each.rule.who) for each in occasions
    ]
    named += [("network", each.first, _short(each.title), "own") for each in entries if each.first.year == year]
    bands, marks = [], []
    for who, inner in RINGS.items():
        end = -360.0
        on_ring = sorted((day, short, style) for ring, day, short, style in named if ring == who)
        for n, (day, short, style) in enumerate(on_ring):
            angle = _angle(day)
            span = math.degrees(LETTER * (len(short) + 2) / (inner + WIDTH / 2))
            start = max(angle - span / 2, end + 1)  # names stand in order, none over another
            end = start + span
            bands.append(_band(f"{who}{n}", inner, inner + WIDTH, start, end, short, f"ring-{style}"))
            marks.append(_mark(inner - 5, inner, angle))
    arcs = tuple(_arc(FIRST_ARC + 4 * (n % 2), each) for n, each in enumerate(nationals))
    here = _mark(100, 154, _angle(today)) if today.year == year else None
    return Wheel(f"{county}-{year}", year, months, tuple(bands), tuple(marks), here, arcs)


def _short(title: str) -> str:
    """As much of it as a ring has room for."""
    return title if len(title) <= MOST_LETTERS else title[: MOST_LETTERS - 1].rstrip() + "…"


def _arc(radius: float, each: National) -> str:
    """From its first day to its last, inside the rings. A single day is drawn as wide as three."""
    start, end = _angle(each.span.first) - 1, _angle(each.span.last) + 1
    (a, b), (c, d) = _point(radius, start), _point(radius, end)
    return f"M{a} {b}A{radius} {radius} 0 {int(end - start > 180)} 1 {c} {d}"


def _angle(day: date) -> float:
    """Degrees clockwise from the top, each month as wide as the next."""
    return 30 * (day.month - 1) + 30 * (day.day - 0.5) / calendar.monthrange(day.year, day.month)[1]


def _point(radius: float, angle: float) -> tuple[float, float]:
    turn = math.radians(angle - 90)
    return round(CENTRE + radius * math.cos(turn), 1), round(CENTRE + radius * math.sin(turn), 1)


def _mark(inner: float, outer: float, angle: float) -> Mark:
    return Mark(*_point(inner, angle), *_point(outer, angle))


def _band(id: str, inner: float, outer: float, start: float, end: float, name: str, style: str) -> Band:
    large = int(end - start > 180)
    (a, b), (c, d), (e, f), (g, h) = (
        _point(outer, start), _point(outer, end), _point(inner, end), _point(inner, start)
    )  # fmt: skip
    shape = f"M{a} {b}A{outer} {outer} 0 {large} 1 {c} {d}L{e} {f}A{inner} {inner} 0 {large} 0 {g} {h}Z"
    return Band(id, shape, _line((inner + outer) / 2, start, end, large), name, style)


def _line(radius: float, start: float, end: float, large: int) -> str:
    """Where the letters stand: a little inside the middle on the upper half, a little outside on the lower."""
    middle = ((start + end) / 2) % 360
    if 90 < middle < 270:
        radius += 4.5
        (x, y), (u, v), sweep = _point(radius, end), _point(radius, start), 0
    else:
        radius -= 4.5
        (x, y), (u, v), sweep = _point(radius, start), _point(radius, end), 1
    return f"M{x} {y}A{radius} {radius} 0 {large} {sweep} {u} {v}"
