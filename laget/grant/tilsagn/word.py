"""The letter as a Word file, for those who must edit it. Every page says that it is not the sealed letter."""

import io
from datetime import date
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import override

from laget.grant.tilsagn.letter_text import LetterText, said

TEMPLATE = Path(__file__).parent / "letters/tilsagn.docx"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_of(text: LetterText, *, on: date, prepared: str, decided: str = "") -> bytes:
    """The same sentences as in the PDF, set in the template, which is edited in Word."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 -- a third of a second to load, for the few who ask

    with override(text.language):
        day = date_format(on, "j. F Y")
    document = DocxTemplate(TEMPLATE)
    document.render(
        {**said(text, prepared=prepared, decided=decided), "dated": text.words("day", day=day)}, autoescape=True
    )
    properties = document.docx.core_properties
    properties.title, properties.author, properties.comments = text.title, text.sender, text.words("copy")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
