"""The bank's receipts out of CSV or XLSX. Nothing of a bad file is taken in: every fault is named first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from laget.base.actors.files import BadFile, Fault, cells_of
from laget.grant.payments.states import PaymentState

COLUMNS = ("referanse", "beløp", "dato", "status")
_STATUSES = {"betalt": PaymentState.PAID, "avvist": PaymentState.BOUNCED}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the bank says of one payment, and the line that says so."""

    line: int
    reference: str
    amount: int
    day: date
    state: PaymentState


def read_receipts(content: bytes, *, name: str) -> list[Receipt]:
    """Receipts out of a CSV or XLSX with the columns referanse, beløp, dato and status. Raises BadFile."""
    faults: list[Fault] = []
    read = (_receipt(line, cells, faults) for line, cells in cells_of(content, COLUMNS, name=name))
    receipts = [receipt for receipt in read if receipt]
    first: dict[str, int] = {}
    for receipt in receipts:
        before = first.setdefault(receipt.reference, receipt.line)
        if before != receipt.line:
            text = _("Samme betaling står også på linje %(n)d.") % {"n": before}
            faults.append(Fault(receipt.line, "referanse", text))
    if not receipts and not faults:
        faults.append(Fault(0, "", _("Fila har ingen kvitteringer.")))
    if faults:
        raise BadFile(faults)
    return receipts


def _receipt(line: int, cells: Mapping[str, str], faults: list[Fault]) -> Receipt | None:
    amount, day = _amount(cells["beløp"]), _day(cells["dato"])
    state = _STATUSES.get(cells["status"].lower())
    if amount is None:
        text = _("«%(text)s» er ikke et helt antall kroner.") % {"text": cells["beløp"]}
        faults.append(Fault(line, "beløp", text))
    if day is None:
        text = _("«%(text)s» er ikke en dato. Skriv den slik: 2025-04-30 eller 30.04.2025.") % {"text": cells["dato"]}
        faults.append(Fault(line, "dato", text))
    if state is None:
        text = _("«%(text)s» er ikke betalt eller avvist.") % {"text": cells["status"]}
        faults.append(Fault(line, "status", text))
    if amount is None or day is None or state is None:
        return None
    return Receipt(line, cells["referanse"], amount, day, state)


def _amount(text: str) -> int | None:
    """Whole kroner; ",00" may stand behind, as banks write it."""
    plain = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "").removesuffix(",00").removesuffix(".00")
    return int(plain) if plain.isdecimal() and len(plain) < 13 else None


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day, in no zone
        except ValueError:
            continue
    return None
