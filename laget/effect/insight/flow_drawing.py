"""From whose tiltak to whose account: a band for each stream of money, as wide as the money is much."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from laget.effect.insight.money_queries import Stream

MOST = 14  # ends on each side; the rest are drawn as one
LETTERS = 25
LEFT, RIGHT, THICK = 210, 500, 10
PITCH, AIR = 20, 6
SCALE = 420  # pixels for all the money


@dataclass(frozen=True, slots=True)
class End:
    """Where money comes from, or where it goes."""

    name: str
    y: int
    height: int

    @property
    def middle(self) -> int:
        return self.y + self.height // 2 + 5


@dataclass(frozen=True, slots=True)
class Flow:
    height: int
    sources: Sequence[End]
    recipients: Sequence[End]
    bands: Sequence[tuple[str, int]]  # a path, and its tone


def flow_of(streams: Iterable[Stream]) -> Flow:
    """The largest on top on both sides."""
    amounts = Counter[tuple[str, str]]()
    for each in streams:
        amounts[each.source_name or _("Felles i fylket"), each.recipient_name] += each.amount
    sources, recipients = _names(amounts, 0), _names(amounts, 1)
    drawn = Counter[tuple[str, str]]()
    for (source, recipient), amount in amounts.items():
        drawn[sources[source], recipients[recipient]] += amount
    total = sum(drawn.values()) or 1
    left, right = _ends(drawn, 0, total), _ends(drawn, 1, total)
    height = max((end.y + max(end.height, PITCH) for end in (*left.values(), *right.values())), default=1)
    return Flow(height, list(left.values()), list(right.values()), _bands(drawn, left, right, total))


def _names(amounts: Mapping[tuple[str, str], int], side: int) -> dict[str, str]:
    """By name, what it is drawn as: those beyond the most are drawn as one."""
    sums = Counter[str]()
    for pair, amount in amounts.items():
        sums[pair[side]] += amount
    ranked = sorted(sums, key=lambda name: (-sums[name], name))
    rest = ranked[MOST - 1 :] if len(ranked) > MOST else []
    others = _("%(n)d andre") % {"n": len(rest)}
    return {name: others if name in rest else name for name in ranked}


def _ends(drawn: Mapping[tuple[str, str], int], side: int, total: int) -> dict[str, End]:
    sums = Counter[str]()
    for pair, amount in drawn.items():
        sums[pair[side]] += amount
    y, found = 0, {}
    for name in sorted(sums, key=lambda each: (-sums[each], each)):
        height = max(2, sums[name] * SCALE // total)
        found[name] = End(short(name), y, height)
        y += max(height + AIR, PITCH)
    return found


def _bands(
    drawn: Mapping[tuple[str, str], int], left: Mapping[str, End], right: Mapping[str, End], total: int
) -> list[tuple[str, int]]:
    """Each leaves its source and arrives in the order of the other side, so that few of them cross."""
    out = {name: float(end.y) for name, end in left.items()}
    arriving = {name: float(end.y) for name, end in right.items()}
    order = {name: place for place, name in enumerate(right)}
    places = {name: place for place, name in enumerate(left)}
    found = []
    for source, recipient in sorted(drawn, key=lambda pair: (places[pair[0]], order[pair[1]])):
        width = max(1.0, drawn[source, recipient] * SCALE / total)
        found.append((_band(out[source], arriving[recipient], width), 4 if places[source] % 2 else 3))
        out[source] += width
        arriving[recipient] += width
    return found


def _band(a: float, b: float, width: float) -> str:
    x, y, middle = LEFT + THICK, RIGHT, (LEFT + THICK + RIGHT) // 2
    top = f"M{x} {a:.1f}C{middle} {a:.1f} {middle} {b:.1f} {y} {b:.1f}"
    return f"{top}V{b + width:.1f}C{middle} {b + width:.1f} {middle} {a + width:.1f} {x} {a + width:.1f}Z"


def short(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"
