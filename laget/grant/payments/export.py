"""A payment list as a file for those who pay it: who, to which account, how much."""

from collections.abc import Iterable

from laget.base.ui import spreadsheet
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
    return spreadsheet.csv_of(COLUMNS, rows_of(lines))
