"""No text that anyone has written is ever worked out by a spreadsheet, and what is a number or a day stays one."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from laget.base.ui.spreadsheet import Sheet, csv_of, printable, workbook

# What has been used to make a spreadsheet do things, before whatever else people may write.
LURES: tuple[str, ...] = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example")',
    "\t=1",
    " =1",
    "＝1",
)
LURES += ("{=1}", "https://x.example", "mailto:x@x.example", "1E9", "007", "\r\n=1", '";=1', "'=1", "_x003D_1")
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.builds("".join, st.tuples(st.sampled_from(LURES), st.text(max_size=10))),
    st.text(st.sampled_from("=+-@\t\r\n \";'|!A1(),."), max_size=12),
)
ROWS = st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=4)


def nothing_is_worked_out(headings: list[str], rows: list[list[str]]) -> None:
    made = workbook([Sheet("Ark", headings, rows)])
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        inside = packed.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in inside
        assert b"hyperlink" not in inside
    read = openpyxl.load_workbook(io.BytesIO(made)).active
    for row, given_row in zip(read.iter_rows(), [headings, *rows], strict=True):
        for cell, text in zip(row, given_row, strict=True):
            assert (cell.data_type, cell.value) == ("s", printable(text))
    lines = list(csv.reader(io.StringIO(csv_of(headings, rows).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(lines) == 1 + len(rows)
    for line, given_row in zip(lines, [headings, *rows], strict=True):
        for cell, text in zip(line, given_row, strict=True):
            assert cell in (printable(text), f"'{printable(text)}")
            assert cell.lstrip()[:1] not in set("=+-@＝＋－＠") - {""}
            assert cell[:1] not in set("\t\r\n") - {""} or cell.strip()


@settings(max_examples=60, deadline=None)
@given(headings=st.lists(TEXTS, min_size=3, max_size=3), rows=ROWS)
@example(headings=list(LURES[:3]), rows=[list(LURES[n : n + 3]) for n in range(3, len(LURES), 3)])
def test_no_text_is_worked_out(headings: list[str], rows: list[list[str]]) -> None:
    nothing_is_worked_out(headings, rows)


@pytest.mark.soak
@settings(max_examples=1_000, deadline=None)
@given(
    headings=st.lists(TEXTS, min_size=3, max_size=3), rows=st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=3)
)
def test_ten_thousand_texts_and_more_and_none_is_worked_out(headings: list[str], rows: list[list[str]]) -> None:
    """A thousand files of at least twelve texts each."""
    nothing_is_worked_out(headings, rows)


def test_numbers_and_days_are_what_they_are() -> None:
    given_row: list[Any] = [
        1_250_000,
        2025,
        date(2026, 4, 15),
        datetime(2026, 1, 1, 23, 30, tzinfo=UTC),
        0.5,
        True,
        None,
    ]
    made = workbook([Sheet("Beløp/år", [str(n) for n in range(7)], [given_row], plain=frozenset({1}))])
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert sheet.title == "Beløpår"
    cells = next(sheet.iter_rows(min_row=2))
    found = [cell.value.isoformat() if cell.is_date else cell.value for cell in cells]
    in_norway = "2026-01-02T00:30:00"
    assert found == [1_250_000, 2025, "2026-04-15T00:00:00", in_norway, 0.5, "ja", None]
    assert (cells[0].number_format, cells[2].number_format) == ("#,##0", "[$-414]d. mmmm yyyy")
    assert csv_of(["Beløp"], [[-5], ["-5"]]).decode("utf-8-sig") == "Beløp\r\n-5\r\n'-5\r\n"
