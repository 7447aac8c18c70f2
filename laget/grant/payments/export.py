"""A payment list as a file for those who pay it: who, to which account, how much."""

import csv
import io
from collections.abc import Iterable

from laget.base.ui.spreadsheet import Sheet
from laget.grant.payments.models import Payment, PaymentList

COLUMNS = ("referanse", "mottaker", "organisasjonsnummer", "kontonummer", "beløp", "melding")


def rows_of(lines: Iterable[Payment]) -> list[tuple[str, str, str, str, int, str]]:
    """One for each payment, in the columns above. Numbers with check digits are text: they may begin with 0."""
    return [
        (
            line.reference,
            line.account.holder,
            line.account.organisation_number,
            line.account.number,
            line.amount,
            f"{line.award.full_name}, {line.year}: {line.name}",
        )
        for line in lines
    ]


def sheet_of(payments: PaymentList, lines: Iterable[Payment]) -> Sheet:
    return Sheet(str(payments), COLUMNS, rows_of(lines))


def csv_of(lines: Iterable[Payment]) -> bytes:
    """As Excel in Norway reads it: semicolons, with a mark for UTF-8. No cell is ever a formula."""
    content = io.StringIO()
    writer = csv.writer(content, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in row] for row in rows_of(lines))
    return content.getvalue().encode("utf-8-sig")


def _harmless(cell: str | int) -> str | int:
    """A text that a spreadsheet would reckon with, is kept a text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in _FORMULA else cell


_FORMULA = tuple("=+-@\t\r")
