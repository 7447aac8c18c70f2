"""Files that people give us: tables read whole, with a fault named by its line and column."""

import csv
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from lzma import LZMAError
from typing import Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from django.core.files import File
from django.utils.translation import gettext as _
from lxml import etree

MOST_ROWS, MOST_COLUMNS = 50_000, 200
MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 5 * MOST_BYTES
_PDF, _ZIP = b"%PDF", b"PK\x03\x04"  # what such files begin with; an Excel file is a zip
# What those who open files of others raise when something is wrong inside.
WRONG_INSIDE = (
    BadZipFile,
    zlib.error,
    LZMAError,
    etree.LxmlError,
    SyntaxError,  # of XML
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    EOFError,
    RuntimeError,  # locked with a password, packed in a way that isn't known, or too deep
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: which line (from 1; 0 where it is the whole) and column, and what.

    JSON has no lines worth counting: there it is which unit of the list.
    """

    line: int
    column: str
    text: str
    counts_units: bool = False

    def __str__(self) -> str:
        where = _("Enhet %(line)d") if self.counts_units else _("Linje %(line)d")
        where = where % {"line": self.line} if self.line else _("Fila")
        return f"{where}, {self.column}: {self.text}" if self.column else f"{where}: {self.text}"


class BadFile(Exception):
    """A file that was not taken in. `faults` lists all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def rows_of(content: bytes, *, name: str) -> list[list[str]]:
    """The rows of a CSV or XLSX as text, the heading first. Raises BadFile."""
    packed = name.lower().endswith(".xlsx") or content.startswith(_ZIP)
    rows = list(_from_xlsx(content) if packed else _from_csv(content))
    if not rows:
        raise BadFile([Fault(0, "", _("Fila er tom."))])
    return rows


def cells_of(
    content: bytes, columns: Sequence[str], *, name: str, optional: Sequence[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row that says anything, as its line and {column: text}; other columns are passed over. Raises BadFile.

    A column that is `optional`, and not there, is empty in every row.
    """
    table = rows_of(content, name=name)
    heading = {_plain(text): n for n, text in enumerate(table[0])}
    missing = [column for column in columns if column not in heading]
    if missing:
        says = _("Kolonnen mangler. Første linje skal ha: %(columns)s.") % {"columns": ", ".join(columns)}
        raise BadFile([Fault(1, column, says) for column in missing])
    if not any(map(any, table[1:])):
        raise BadFile([Fault(0, "", _("Fila har ingen linjer under overskriften."))])
    for line, cells in enumerate(table[1:], start=2):
        if any(cells):
            wanted = {each: heading.get(each, len(cells)) for each in (*columns, *optional)}
            yield line, {each: cells[n] if n < len(cells) else "" for each, n in wanted.items()}


def _plain(text: str) -> str:
    known = {"orgnr": "organisasjonsnummer", "aar": "år", "epost": "e-post", "postmottak": "e-post"}
    return known.get(text.strip().lower(), text.strip().lower())


def content_of(file: "File[Any]") -> bytes:
    """What is in a file someone gives us, read only when it is of a size that we can take in. Raises BadFile."""
    _refuse_huge(file.size)
    if is_zipfile(file) and _unpacked(file) > MOST_UNPACKED:
        raise BadFile([Fault(0, "", _("Excel-fila er for stor når den pakkes ut. Behold bare arket vi ber om."))])
    file.seek(0)
    return bytes(file.read())


def _unpacked(file: "File[Any]") -> int:
    """The size of all that is packed in a zip, as an Excel file is; 0 for one that is broken, and says so when read."""
    try:
        with ZipFile(file) as packed:
            return sum(each.file_size for each in packed.infolist())
    except WRONG_INSIDE:
        return 0


def _refuse_huge(size: int) -> None:
    if size > MOST_BYTES:
        raise BadFile([Fault(0, "", _("Fila er for stor. Den kan være på inntil 20 MB."))])


def _from_csv(content: bytes) -> Iterator[list[str]]:
    if content.startswith(_PDF) or b"\0" in content:
        raise BadFile([Fault(0, "", _("Dette er verken CSV eller Excel (.xlsx). Velg en annen fil."))])
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    try:
        for n, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)):
            _refuse_many(n)
            yield _to_last_written(n, [cell.strip() for cell in row])
    except csv.Error as error:
        raise BadFile([Fault(0, "", _("Fila er ikke gyldig CSV: %(error)s.") % {"error": error})]) from None


def _from_xlsx(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- it takes long to load, and is seldom asked for

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # each row would be filled out to the size that the file says it has
        for n, row in enumerate(sheet.iter_rows(values_only=True)):
            _refuse_many(n)
            yield _to_last_written(n, [_as_text(value) for value in row])
    except WRONG_INSIDE:
        said = _(
            "Fila er ikke en hel Excel-fil (.xlsx), eller så er den låst. Lagre den på nytt fra Excel uten passord."
        )
        raise BadFile([Fault(0, "", said)]) from None


def _as_text(value: object) -> str:
    """A cell as text: 934382404.0 is a number that lost its way."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _decoded(content: bytes) -> str:
    """UTF-8, or the encoding that Excel writes in Norway."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _refuse_many(row: int) -> None:
    if row > MOST_ROWS:
        raise BadFile([Fault(row, "", _("Fila har for mange linjer. Del den opp."))])


def _to_last_written(row: int, cells: list[str]) -> list[str]:
    """The row without what is empty at the end of it. Raises BadFile when it is wider than any table we ask for."""
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        said = _("Linja har %(n)d kolonner. Det er plass til %(most)d. Behold bare kolonnene vi ber om.")
        raise BadFile([Fault(row + 1, "", said % {"n": len(cells), "most": MOST_COLUMNS})])
    return cells
