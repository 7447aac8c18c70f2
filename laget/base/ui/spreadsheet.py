"""Tables as real Excel files: numbers are numbers, dates are dates, and no text is ever a formula."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone

from laget.rules.names import slug

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
            "day": book.add_format({"num_format": "d. mmmm yyyy", "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(_sheet_name(sheet.name)), sheet, formats)
    return content.getvalue()


def download(name: str, sheets: Iterable[Sheet]) -> HttpResponse:
    response = HttpResponse(workbook(sheets), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slug(name)}.xlsx"'
    return response


def _write(worksheet: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    worksheet.set_column(0, len(sheet.headings), 22)
    worksheet.freeze_panes(1, 0)
    for column, heading in enumerate(sheet.headings):
        worksheet.write_string(0, column, str(heading), formats["bold"])
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(worksheet, number, column, value, formats, plain=column in sheet.plain)


def _write_cell(worksheet: Any, row: int, column: int, value: Any, formats: dict[str, Any], *, plain: bool) -> None:
    match value:
        case str():  # most of them
            worksheet.write_string(row, column, _printable(value), formats["text"])
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
            worksheet.write_string(row, column, _printable(str(value)), formats["text"])


def _printable(text: str) -> str:
    """Without the control characters that XML does not allow."""
    if text.isprintable():
        return text[:32_000]
    return "".join(c for c in text if c in "\n\t" or c.isprintable() or c.isspace())[:32_000]


def _sheet_name(name: str) -> str:
    return "".join(c for c in name if c not in "[]:*?/\\'")[:31] or "Ark"
