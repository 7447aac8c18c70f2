"""Tables as real Excel files and as CSV: numbers are numbers, dates are dates, and no text is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from laget.rules.names import slug
from laget.rules.words import plain

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the headings, and the rows. Whole numbers are kroner unless `plain` says otherwise."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    plain: frozenset[int] = frozenset()  # columns whose numbers are counts or years


def workbook(sheets: Iterable[Sheet]) -> bytes:
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        formats = {
            "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "kr": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "decimals": book.add_format({"num_format": "0.00", "valign": "top"}),
            # In Norwegian, wherever it is opened.
            "day": book.add_format({"num_format": "[$-414]d. mmmm yyyy", "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            # Such a text stays one, also when someone has had the cell open to change it.
            "kept": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(_sheet_name(sheet.name)), sheet, formats)
    return content.getvalue()


def download(name: str, sheets: Iterable[Sheet]) -> HttpResponse:
    response = HttpResponse(workbook(sheets), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slug(name)}.xlsx"'
    return response


def wanted(request: HttpRequest, kind: str = "xlsx") -> bool:
    """Whether the address asks for a page's table as a file: all of it, narrowed as the page is."""
    return request.GET.get("som") == kind


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """As Excel in Norway reads it: semicolons, with a mark for UTF-8. Texts and numbers alone."""
    content = io.StringIO()
    lines = csv.writer(content, delimiter=";", lineterminator="\r\n")
    for row in ([str(each) for each in headings], *rows):
        lines.writerow([harmless(cell) for cell in row])
    return content.getvalue().encode("utf-8-sig")


def harmless(cell: Any) -> Any:
    """A text that a spreadsheet would reckon with, is kept a text. So is one that hides it behind spaces."""
    if not isinstance(cell, str):
        return cell
    text = printable(cell)
    return f"'{text}" if is_reckoned(text) else text


def is_reckoned(text: str) -> bool:
    """Whether a spreadsheet that isn't told that it is a text could take it for something to work out."""
    return text.lstrip()[:1] in _SIGNS if text.strip() else text[:1] in _BLANKS


_BLANKS = frozenset("\t\r\n")
_SIGNS = frozenset("=+-@＝＋－＠")


def table(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], *, plain: Iterable[int] = ()
) -> HttpResponse:
    """What an overview shows, as a file of one sheet."""
    return download(name, [Sheet(name, headings, rows, frozenset(plain))])


def _write(worksheet: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    worksheet.set_column(0, len(sheet.headings), 22)
    worksheet.freeze_panes(1, 0)
    for column, heading in enumerate(sheet.headings):
        worksheet.write_string(0, column, printable(str(heading)), formats["bold"])
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(worksheet, number, column, value, formats, plain=column in sheet.plain)


def _write_cell(worksheet: Any, row: int, column: int, value: Any, formats: dict[str, Any], *, plain: bool) -> None:
    match value:
        case str():  # most of them
            _write_text(worksheet, row, column, value, formats)
        case None:
            worksheet.write_blank(row, column, None)
        case bool():
            worksheet.write_string(row, column, "ja" if value else "nei")
        case int() if plain:
            worksheet.write_number(row, column, value)
        case int():
            worksheet.write_number(row, column, value, formats["kr"])
        case float():
            worksheet.write_number(row, column, value, formats["decimals"])
        case datetime():
            worksheet.write_datetime(row, column, timezone.localtime(value).replace(tzinfo=None), formats["day"])
        case date():
            worksheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["day"])  # noqa: DTZ001 -- Excel knows no zones
        case _:
            _write_text(worksheet, row, column, str(value), formats)


def _write_text(worksheet: Any, row: int, column: int, value: str, formats: dict[str, Any]) -> None:
    text = printable(value)
    worksheet.write_string(row, column, text, formats["kept" if is_reckoned(text) else "text"])


def printable(text: str) -> str:
    """Without the characters that XML does not allow, and with lines that end alike. No longer than a cell may be."""
    if not text.isprintable():
        text = "".join(c for c in plain(text) if c in "\n\t" or c.isprintable() or (c.isspace() and c >= "\x85"))
    return text[:32_000]


def _sheet_name(name: str) -> str:
    return "".join(c for c in name if c not in "[]:*?/\\'")[:31] or "Ark"
