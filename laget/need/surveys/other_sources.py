"""Numbers from elsewhere, as they are typed, pasted or read from a file: what, the number, and its unit.

Nothing of a bad list is kept: it is read to the end first, and every fault is named by line and column.
"""

import re

from django.utils.translation import gettext as _

from laget.base.actors.files import BadFile, Fault, rows_of
from laget.need.surveys.words import hidden
from laget.rules.numbers import spaced

MOST_ROWS, MOST_LETTERS = 200, 200
MASKED = frozenset({"", ".", "..", ":", "*", "-", "–", "skjermet"})

SourceRow = tuple[str, float | None, str]  # None is masked, and not 0


def read_rows(content: bytes, *, name: str) -> list[SourceRow]:
    """The rows of a CSV or XLSX file, or of what was pasted: what, number, unit. Raises BadFile.

    A first line that only names the columns is passed over. An empty number is masked.
    """
    lines = [(n, cells) for n, cells in enumerate(rows_of(content, name=name), start=1) if any(cells)]
    if lines and _is_heading(lines[0][1]):
        lines = lines[1:]
    if not lines:
        raise BadFile([Fault(0, "", _("Skriv minst én linje: hva; tall; enhet."))])
    if len(lines) > MOST_ROWS:
        words = _("Her er det %(n)d linjer. Det er plass til %(most)d.") % {"n": len(lines), "most": MOST_ROWS}
        raise BadFile([Fault(0, "", words)])
    faults: list[Fault] = []
    rows = [_row(n, cells, faults) for n, cells in lines]
    if faults:
        raise BadFile(faults)
    return rows


def shown_number(value: float | None) -> str:
    """12,5 or 1 200; masked in words."""
    if value is None:
        return hidden()
    if float(value).is_integer():
        return spaced(int(value))
    whole, _point, rest = f"{value:.4f}".rstrip("0").partition(".")
    sign = "\u2212" if value < 0 else ""
    return f"{sign}{spaced(abs(int(whole)))},{rest}"


def _row(line: int, cells: list[str], faults: list[Fault]) -> SourceRow:
    what, number, unit = [*cells, "", "", ""][:3]
    if not what:
        faults.append(Fault(line, _("hva"), _("Skriv hva tallet gjelder.")))
    for column, text in ((_("hva"), what), (_("enhet"), unit)):
        if len(text) > MOST_LETTERS:
            faults.append(Fault(line, column, _("Teksten er lengre enn %(most)d tegn.") % {"most": MOST_LETTERS}))
    if len(cells) > 3 and any(cells[3:]):
        faults.append(Fault(line, "", _("Det er flere enn tre deler. Skriv komma i tall og semikolon mellom delene.")))
    value = None
    if number.casefold() not in MASKED:
        value = _number(number)
        if value is None:
            words = _("«%(text)s» er ikke et tall. Skriv for eksempel 12,5. La det stå tomt når det er skjermet.")
            faults.append(Fault(line, _("tall"), words % {"text": number}))
    return what, value, unit


def _number(text: str) -> float | None:
    plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace("\u2212", "-").removesuffix("%")
    return float(plain.replace(",", ".")) if re.fullmatch(r"-?\d{1,12}([.,]\d{1,4})?", plain) else None


def _is_heading(cells: list[str]) -> bool:
    """Names of columns: the second of them is the word for a number."""
    return len(cells) > 1 and cells[1].casefold() in {"tall", "antall", "verdi", "andel", "prosent"}
