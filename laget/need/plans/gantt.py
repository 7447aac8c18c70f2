"""A plan's phases, measures and milestones against time: bars that may overlap, diamonds, and the line of today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS_3

from laget.need.plans.reading import Content, Day, Stretch

WIDTH, LEFT, RIGHT = 640, 8, 632
HEAD, ROW, BAR, HEADING = 34, 44, 14, 30
LETTER = 7.4  # roughly how wide a letter is


@dataclass(frozen=True, slots=True)
class Tick:
    x: int
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A phase, a measure or a milestone. A bar has a width, and `early` is where its planning begins."""

    key: str  # its section and id in the plan: "phases.3f2a"
    title: str  # with how it goes
    y: int  # of the middle of the bar or the diamond
    x: int
    width: int = 0
    early: int | None = None

    @property
    def top(self) -> int:
        return self.y - BAR // 2

    @property
    def early_width(self) -> int:
        return self.x - (self.early or self.x)

    @property
    def diamond(self) -> str:
        r = BAR // 2 + 2
        return f"{self.x},{self.y - r} {self.x + r},{self.y} {self.x},{self.y + r} {self.x - r},{self.y}"

    @property
    def text_y(self) -> int:
        return self.y - 13

    @property
    def first(self) -> int:
        return self.x if self.early is None else self.early

    @property
    def ends_text(self) -> bool:
        """Whether its words end where it does, since they would run out of the drawing if they began there."""
        return self.first + LETTER * len(self.title) > RIGHT

    @property
    def text_x(self) -> int:
        if not self.ends_text:
            return self.first
        return max(self.x + self.width, min(RIGHT, LEFT + int(LETTER * len(self.title))))


@dataclass(frozen=True, slots=True)
class Part:
    """What the lines after it are."""

    title: str
    y: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Gantt:
    parts: tuple[Part, ...]
    ticks: tuple[Tick, ...]
    today: int | None
    height: int
    width: int = WIDTH
    bar: int = BAR
    head: int = HEAD


def gantt_of(content: Content, *, words: Mapping[str, str], today: date) -> Gantt | None:
    """`words` say how it goes with each, by its key. None while there is nothing with a day to draw."""
    days = list(_days_of(content))
    if not days:
        return None
    scale = Scale(_first_of(min(days)), _first_of(max(days), months=1))
    parts, y = [], HEAD
    things: dict[str, list[Stretch | Day]] = {
        "phases": [*content.phases],
        "measures": [*content.measures],
        "milestones": [each for each in content.milestones if each.on],
    }
    for section, found in things.items():
        if found:
            first = y + HEADING + ROW - BAR
            lines = [_line(section, each, first + ROW * n, scale, words) for n, each in enumerate(found)]
            parts.append(Part(content.titles.get(section, ""), y + 22, tuple(lines)))
            y += HEADING + ROW * len(found)
    now = scale.x(today) if scale.first <= today <= scale.last else None
    return Gantt(tuple(parts), tuple(scale.ticks()), now, y + 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """From the first of a month to the first of another."""

    first: date
    last: date

    @property
    def months(self) -> int:
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month

    def x(self, day: date) -> int:
        return round(LEFT + (RIGHT - LEFT) * (day - self.first).days / (self.last - self.first).days)

    def ticks(self) -> Iterator[Tick]:
        """Every month of a year, every third of three, and else each year."""
        step = 1 if self.months <= 12 else 3 if self.months <= 36 else 12
        for n in range(self.months):
            day = _first_of(self.first, months=n)
            if (day.month - 1) % step == 0:
                whole_year = day.month == 1
                yield Tick(self.x(day), str(day.year) if whole_year else str(MONTHS_3[day.month]))


def _days_of(content: Content) -> Iterator[date]:
    for each in (*content.phases, *content.measures):
        yield from (each.planning or each.start, each.end)
    yield from (each.on for each in content.milestones if each.on)


def _line(section: str, thing: Stretch | Day, y: int, scale: Scale, words: Mapping[str, str]) -> Line:
    key = f"{section}.{thing.id}"
    title = " · ".join(each for each in (thing.title, words.get(key, "")) if each)
    if isinstance(thing, Day):
        assert thing.on
        return Line(key, _short(title), y, scale.x(thing.on))
    x = scale.x(thing.start)
    early = scale.x(thing.planning) if thing.planning else None
    return Line(key, _short(title), y, x, max(scale.x(thing.end) - x, 3), early)


def _short(title: str) -> str:
    """As much of it as there is room for."""
    most = int((RIGHT - LEFT) / LETTER)
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def _first_of(day: date, *, months: int = 0) -> date:
    """The first day of its month, or of that many months later."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
