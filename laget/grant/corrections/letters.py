"""What the letter says that replaces one with an error in it."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from laget.grant.corrections.models import Correction
from laget.grant.corrections.texts import corrected
from laget.grant.tilsagn.letter_text import signed
from laget.grant.tilsagn.letters import framed, set_draft


def preview(correction: Correction, *, on: date) -> bytes:
    """How it will look when it is decided, as a PDF that says it is a draft."""
    old = correction.letter
    return set_draft(content_of(correction, on=on), old.round.file.words(old.language), on=on)


def content_of(correction: Correction, *, decided: str = "", on: date) -> dict[str, Any]:
    """All that it holds: the old one with its texts corrected, and on top which letter it replaces, and why."""
    old = correction.letter
    words = old.round.file.words(old.language)
    with override(old.language):
        dated = date_format(timezone.localdate(old.made_at), "j. F Y")
    said = corrected(old.said, correction.texts) | {
        "corrects": words("corrects", day=dated, what=correction.what),
        "signed": signed(words, prepared=correction.proposed_by.name, decided=decided),
    }
    content = framed(said, words, reference=old.reference, page=old.page, on=on)
    content["attachment"] = {**old.said["attachment"], "replaces": old.sha256}
    return content
