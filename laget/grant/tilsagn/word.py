"""The letter as a Word file, for those who must edit it. Every page says that it is not the sealed letter."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from laget.rules.words import all_plain

TEMPLATE = Path(__file__).parent / "letters/tilsagn.docx"


def word_of(content: Mapping[str, Any], *, copy: str) -> bytes:
    """The same sentences as in the PDF, set in the template, which is edited in Word."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 -- a third of a second to load, for the few who ask

    document = DocxTemplate(TEMPLATE)
    document.render(all_plain(content), autoescape=True)
    properties = document.docx.core_properties
    properties.title, properties.author, properties.comments = content["title"], content["sender"], copy
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
