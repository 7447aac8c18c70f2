"""Counts of children and pupils out of CSV or XLSX.

Nothing of a bad file is kept: it is read and checked to the end first, and every fault is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from laget.base.actors.files import BadFile, Fault, cells_of
from laget.base.actors.models import HeadCount, is_organisation_number


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many children or pupils one organisation had, and the line that says so. None is masked or missing."""

    line: int
    organisation: str
    year: int
    group: HeadCount.Group
    number: int | None
    status: HeadCount.Status


def read_counts(content: bytes, *, name: str) -> list[CountRow]:
    """Counts out of a CSV or XLSX with the columns organisasjonsnummer, år, gruppe, antall and status.

    An empty cell, ".", ":", "*" or "-" is masked or missing, and stays unknown. Raises BadFile.
    """
    faults: list[Fault] = []
    read = (_count_row(line, cells, faults) for line, cells in cells_of(content, _COLUMNS, name=name))
    rows = [row for row in read if row]
    first: dict[tuple[str, int, str], int] = {}
    for row in rows:
        before = first.setdefault((row.organisation, row.year, row.group), row.line)
        if before != row.line:
            text = _("Samme tall står også på linje %(n)d.") % {"n": before}
            faults.append(Fault(row.line, "organisasjonsnummer", text))
    if faults:
        raise BadFile(faults)
    return rows


_COLUMNS = ("organisasjonsnummer", "år", "gruppe", "antall", "status")
_MASKED = frozenset({"", ".", "..", ":", "*", "-", "–"})
_GROUPS = {"barn": HeadCount.Group.CHILDREN, "elever": HeadCount.Group.PUPILS, "lærlinger": HeadCount.Group.APPRENTICES}
_STATUSES = {"foreløpig": HeadCount.Status.PRELIMINARY, "endelig": HeadCount.Status.FINAL}


def _count_row(line: int, cells: Mapping[str, str], faults: list[Fault]) -> CountRow | None:
    before = len(faults)
    number, year, group, status = (cells[c] for c in ("organisasjonsnummer", "år", "gruppe", "status"))
    number = number.replace(" ", "")
    if not is_organisation_number(number):
        faults.append(
            Fault(line, "organisasjonsnummer", _("«%(text)s» er ikke et organisasjonsnummer.") % {"text": number})
        )
    if not (year.isdecimal() and len(year) == 4 and 2000 <= int(year) <= 2100):
        faults.append(Fault(line, "år", _("«%(text)s» er ikke et årstall.") % {"text": year}))
    if group.lower() not in _GROUPS:
        faults.append(Fault(line, "gruppe", _("«%(text)s» er ikke barn, elever eller lærlinger.") % {"text": group}))
    if status.lower() not in _STATUSES:
        faults.append(Fault(line, "status", _("«%(text)s» er ikke foreløpig eller endelig.") % {"text": status}))
    count = cells["antall"].replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if count not in _MASKED and not (count.isdecimal() and len(count) < 8):
        faults.append(
            Fault(line, "antall", _("«%(text)s» er ikke et helt tall på 0 eller mer.") % {"text": cells["antall"]})
        )
    if len(faults) > before:
        return None
    known = None if count in _MASKED else int(count)
    return CountRow(line, number, int(year), _GROUPS[group.lower()], known, _STATUSES[status.lower()])
