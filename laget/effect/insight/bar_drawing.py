"""Money year by year as bars: granted, paid and used under each other, all on one scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from laget.effect.insight.money_queries import Money

LEFT, WIDTH = 64, 500  # where the bars begin, and the longest of them
BAR, GAP = 16, 14
TONES = (5, 4, 2)  # of what is granted, paid and used


@dataclass(frozen=True, slots=True)
class Bar:
    tone: int
    y: int
    width: int
    amount: int
    after: int  # where its amount stands


@dataclass(frozen=True, slots=True)
class BarYear:
    year: int
    y: int  # of its name
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Bars:
    height: int
    years: Sequence[BarYear]
    legend: Sequence[tuple[int, str]]


def bars_of(money: Mapping[int, Money]) -> Bars:
    highest = max((max(each.granted, each.paid, each.used) for each in money.values()), default=0) or 1
    years = []
    for place, (year, each) in enumerate(money.items()):
        top = place * (len(TONES) * BAR + GAP)
        amounts = (each.granted, each.paid, each.used)
        bars = [
            _bar(tone, top + n * BAR, amount, highest)
            for n, (tone, amount) in enumerate(zip(TONES, amounts, strict=True))
        ]
        years.append(BarYear(year, top + 2 * BAR - 4, bars))
    legend = list(zip(TONES, (_("Innvilget"), _("Utbetalt"), _("Brukt")), strict=True))
    return Bars(max(1, len(money) * (len(TONES) * BAR + GAP) - GAP), years, legend)


def _bar(tone: int, y: int, amount: int, highest: int) -> Bar:
    width = amount * WIDTH // highest
    return Bar(tone, y, width, amount, LEFT + width + 6)
