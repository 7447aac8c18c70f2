"""The tables of the drawings, as they stand on the page and as spreadsheets."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from laget.base.ui.spreadsheet import Sheet
from laget.effect.insight.money_queries import Stream
from laget.effect.insight.nation_queries import CountyYear
from laget.effect.insight.need_queries import OWNERSHIP, Cover, Covered


@dataclass(frozen=True, slots=True)
class Received:
    """What one recipient was granted, by year as in the table."""

    recipient: UUID
    name: str
    amounts: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.amounts)


@dataclass(frozen=True, slots=True)
class ReceivedTable:
    """Who has been granted what, the most first, and each year's sum."""

    streams: Sequence[Stream]
    years: Sequence[int]
    rows: Sequence[Received]
    sums: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.sums)

    @property
    def sheet(self) -> Sheet:
        rows = [[each.name, *each.amounts, each.total] for each in self.rows]
        heads = [_("Mottaker"), *(str(year) for year in self.years), _("I alt")]
        return Sheet(_("Mottakere"), heads, [*rows, [_("Sum"), *self.sums, self.total]])


def received(streams: Sequence[Stream]) -> ReceivedTable:
    years = sorted({year for each in streams for year in each.by_year})
    sums: dict[UUID, dict[int, int]] = defaultdict(lambda: dict.fromkeys(years, 0))
    names: dict[UUID, str] = {}
    for each in streams:
        names[each.recipient] = each.recipient_name
        for year, amount in each.by_year.items():
            sums[each.recipient][year] += amount
    rows = [Received(pk, names[pk], _in_order(by_year, years)) for pk, by_year in sums.items()]
    rows.sort(key=lambda row: (-row.total, row.name))
    return ReceivedTable(streams, years, rows, [sum(row.amounts[place] for row in rows) for place in range(len(years))])


def _in_order(by_year: Mapping[int, int], years: Sequence[int]) -> list[int]:
    return [by_year[year] for year in years]


def coverage(found: Iterable[Covered], units: Iterable[Any]) -> list[Sheet]:
    heads = [_("Eier"), _("Virksomheter"), _("Har vurdert"), _("Har vært med i noe"), _("Ingen av delene")]
    rows = [[each.name, each.units, each.assessed, each.took_part, each.by_cover[Cover.NEITHER]] for each in found]
    each_heads = [_("Virksomhet"), _("Type"), _("Eier"), _("Eierform"), _("Vurdering"), _("Kartlegging"), _("Vært med")]
    each_rows = [
        [
            unit.name,
            unit.get_kind_display(),
            unit.owner_name or "",
            str(OWNERSHIP.get(unit.owner_kind or "", "")),
            unit.has_sent,
            unit.was_asked,
            unit.took_part,
        ]
        for unit in units
    ]
    return [
        Sheet(_("Etter eier"), heads, rows, plain=frozenset({1, 2, 3, 4})),
        Sheet(_("Virksomhetene"), each_heads, each_rows),
    ]


def nation(counties: Iterable[CountyYear], *, whole: bool) -> Sheet:
    heads = [_("Fylke"), _("Innvilget"), _("Tiltak"), _("Mottakere")]
    more = [
        _("Utbetalt"),
        _("Brukt"),
        _("Behovsmeldinger"),
        _("Frammøter"),
        _("Offentlige enheter"),
        _("Private enheter"),
    ]
    rows = [
        [
            each.county.name,
            *(each.money.granted, each.money.tiltak, each.money.recipients),
            *((each.money.paid, each.money.used, each.needs, each.came) if whole else ()),
            *((each.public_units, each.private_units) if whole else ()),
        ]
        for each in counties
    ]
    return Sheet(_("Fylkene"), [*heads, *more] if whole else heads, rows, plain=frozenset({2, 3, 6, 7, 8, 9}))
