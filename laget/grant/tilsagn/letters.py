"""Letters as PDF: set, sealed, and kept."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from laget.base.cycle.letter_texts import Words
from laget.base.ui.pdf import compile_pdf
from laget.base.ui.seal import seal
from laget.grant.tilsagn.letter_text import LetterText, machine_readable, said, text_of
from laget.grant.tilsagn.models import Letter, Tilsagn

TEMPLATE = Path(__file__).parent / "letters/tilsagn.typ"


def set_letter(tilsagn: Tilsagn, *, on: date, prepared: str) -> bytes:
    """How the letter of a tilsagn will look: a preview, which says so."""
    return set_text(text_of(tilsagn), on=on, prepared=prepared, page=tilsagn.get_absolute_url())


def set_text(text: LetterText, *, on: date, prepared: str, decided: str = "", page: str = "/") -> bytes:
    """The same, of a text that may be an example."""
    return compile_pdf(TEMPLATE, content_of(text, on=on, prepared=prepared, decided=decided, page=page), on=on)


def content_of(
    text: LetterText, *, on: date, prepared: str, decided: str = "", sha256: str = "", page: str = "/"
) -> dict[str, Any]:
    """All that the letter of a tilsagn holds. Without a `decided` name it is a preview.

    `sha256` is the hash of the version that was decided on; the same data, as JSON, goes along in the file.
    """
    sentences = said(text, on=on, prepared=prepared, decided=decided)
    return {
        **framed(sentences, text.words, reference=text.reference, page=page, on=on),
        "attachment": machine_readable(text, sha256=sha256),
    }


def framed(said: Mapping[str, Any], words: Words, *, reference: str, page: str, on: date) -> dict[str, Any]:
    """The sentences, with what every letter has around them."""
    with override(words.language):
        day = date_format(on, "j. F Y")
    return {
        **said,
        "language": words.language,
        "dated": words("day", day=day),
        "link": settings.ADDRESS + page,
        "verify": settings.ADDRESS + reverse("tilsagn:verify"),
        "keyword": reference,
    }


def set_draft(content: Mapping[str, Any], words: Words, *, on: date) -> bytes:
    """How a letter with that content will look, marked as a draft."""
    return compile_pdf(TEMPLATE, {**content, "draft": words("draft"), "sealed": ""}, on=on)


def make_letter(content: Mapping[str, Any], *, at: datetime, **fields: Any) -> Letter:
    """Set it, seal it, and keep it, ready to be sent. `fields` are those of the letter. Raises NoSeal."""
    pdf = compile_pdf(TEMPLATE, content, on=timezone.localdate(at))
    file = seal_letter(pdf, reference=content["keyword"])
    digest = file_hash(file)
    # Named by its own hash: a transaction undone leaves nothing that misleads.
    name = f"letters/{digest}.pdf"
    default_storage.save(name, ContentFile(file))
    return Letter.objects.create(
        said=dict(content),
        file=name,
        sha256=digest,
        language=content["language"],
        reference=content["keyword"],
        made_at=at,
        **fields,
    )


def seal_letter(pdf: bytes, *, reference: str) -> bytes:
    """The letter as it goes out. Raises NoSeal."""
    return seal(pdf, reason=f"Vedtak {reference}")


def file_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
