"""Who has been through what, as a spreadsheet: what the page shows, and nothing that it hides."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from laget.base.ui.spreadsheet import Sheet
from laget.effect.uptake.queries import Line
from laget.need.catalogue.tags import Level

_COUNTS = frozenset(range(3, 4 + len(Level)))


def sheets(lines: Iterable[Line], below: Iterable[Line]) -> list[Sheet]:
    headings = [_("Hvor"), _("Tilbud"), _("Type"), _("Personer"), *(str(level.label) for level in Level)]
    found = [Sheet(_("I alt"), headings, _rows(lines), plain=_COUNTS)]
    units = list(below)
    if units:
        found.append(Sheet(_("Virksomhetene"), headings[:4], [row[:4] for row in _rows(units)], plain=_COUNTS))
    return found


def _rows(lines: Iterable[Line]) -> Iterator[list[Any]]:
    for line in lines:
        numbers = [_("Skjermet") if number is None else number for number in (line.number, *line.levels)]
        yield [line.party.name, line.entry.title, str(line.entry.get_kind_display()), *numbers]
