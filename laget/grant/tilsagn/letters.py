"""The letter of a tilsagn as a PDF: set, and sealed."""

import hashlib
from datetime import date
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from laget.base.ui.pdf import compile_pdf
from laget.base.ui.seal import seal
from laget.grant.tilsagn.letter_text import LetterText, machine_readable, said, text_of
from laget.grant.tilsagn.models import Tilsagn

TEMPLATE = Path(__file__).parent / "letters/tilsagn.typ"


def set_letter(tilsagn: Tilsagn, *, on: date, prepared: str, decided: str = "", sha256: str = "") -> bytes:
    """The letter as PDF. Without a `decided` name it is a preview, and says so.

    `sha256` is the hash of the version that was decided on; the same data, as JSON, goes along in the file.
    """
    address = reverse("tilsagn:case", args=[tilsagn.pk])
    return set_text(text_of(tilsagn), on=on, prepared=prepared, decided=decided, sha256=sha256, address=address)


def set_text(
    text: LetterText, *, on: date, prepared: str, decided: str = "", sha256: str = "", address: str = "/"
) -> bytes:
    """The same, of a text that may be an example."""
    with override(text.language):
        day = date_format(on, "j. F Y")
    data = {
        **said(text, prepared=prepared, decided=decided),
        "language": text.language,
        "dated": text.words("day", day=day),
        "link": settings.ADDRESS + address,
        "verify": settings.ADDRESS + reverse("tilsagn:verify"),
        "keyword": text.reference,
        "attachment": machine_readable(text, sha256=sha256),
    }
    return compile_pdf(TEMPLATE, data, on=on)


def seal_letter(pdf: bytes, *, reference: str) -> bytes:
    """The letter as it goes out. Raises NoSeal."""
    return seal(pdf, reason=f"Vedtak {reference}")


def file_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
