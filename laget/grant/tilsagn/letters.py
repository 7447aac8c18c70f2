"""The letter of a tilsagn: what it says, and how it is set."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from laget.base.cycle.county_file import LetterTexts
from laget.base.questions.answers import layout_of, value
from laget.base.ui.pdf import compile_pdf
from laget.base.ui.templatetags.ui import kr
from laget.grant.tilsagn.models import Tilsagn

TEMPLATE = Path(__file__).parent / "letters/tilsagn.typ"


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One amount in the letter, in whole kroner."""

    name: str
    year: int
    applied: int
    granted: int
    reason: str


@dataclass(frozen=True, slots=True)
class LetterText:
    """Everything that a letter says, apart from its day."""

    title: str
    reference: str
    recipient: str
    year: int
    lines: tuple[LetterLine, ...]
    grounds: str
    conditions: tuple[str, ...]

    @property
    def granted(self) -> int:
        return sum(line.granted for line in self.lines)

    @property
    def granted_now(self) -> int:
        """Of that, what is for the year of the round."""
        return sum(line.granted for line in self.lines if line.year == self.year)


def text_of(tilsagn: Tilsagn) -> LetterText:
    """What the letter says as the tilsagn stands now."""
    layout, answers = layout_of(tilsagn), tilsagn.answers
    lines = tuple(
        LetterLine(
            name=item.given["name"],
            year=item.given["year"],
            applied=item.given["applied"],
            granted=value(layout, answers, "lines.amount", item=item.id) or 0,
            reason=value(layout, answers, "lines.reason", item=item.id) or "",
        )
        for item in layout.items(layout.section("lines"), answers)
    )
    own = value(layout, answers, "conditions")
    letter = tilsagn.round.file.letter
    return LetterText(
        title=_title(lines, tilsagn.round.year),
        reference=reference(tilsagn),
        recipient=tilsagn.subject.name,
        year=tilsagn.round.year,
        lines=lines,
        grounds=value(layout, answers, "grounds") or "",
        conditions=(*letter.conditions, *([own] if own else [])),
    )


def reference(tilsagn: Tilsagn) -> str:
    """Short enough to read over the phone, and found again by search."""
    return f"{tilsagn.round.year}/{str(tilsagn.pk)[:8].upper()}"


def set_letter(tilsagn: Tilsagn, *, on: date, prepared: str, decided: str = "", sha256: str = "") -> bytes:
    """The letter as PDF. Without a `decided` name it is a preview, and says so on every page.

    `sha256` is the hash of the version that was decided on; the same data, as JSON, goes along in the file.
    """
    text, file, rules = text_of(tilsagn), tilsagn.round.file, tilsagn.round.rules
    report = tilsagn.round.deadline("report").applies
    data = {
        "draft": not decided,
        "sender": file.letter.sender,
        "title": text.title,
        "reference": text.reference,
        "recipient": text.recipient,
        "scheme": rules.ordning_name,
        "regulation": f"{rules.title} ({rules.regulation})",
        "purpose": file.letter.purpose,
        "intro": _intro(text),
        "lines": [_words(line) for line in text.lines],
        "sum": [kr(sum(line.applied for line in text.lines)), kr(text.granted)],
        "grounds": text.grounds.split("\n"),
        "conditions": list(text.conditions) if text.granted else [],
        "payment": _payment(text, file.letter) if text.granted else "",
        "report": _("Fristen for rapporten er %(day)s.") % {"day": date_format(report, "j. F Y")}
        if text.granted
        else "",
        "control": file.letter.control if text.granted else "",
        "complaint": file.letter.complaint,
        "prepared": prepared,
        "decided": decided,
        "link": settings.ADDRESS + reverse("tilsagn:case", args=[tilsagn.pk]),
        "attachment": machine_readable(tilsagn, text, sha256=sha256),
    }
    return compile_pdf(TEMPLATE, data, on=on)


def machine_readable(tilsagn: Tilsagn, text: LetterText, *, sha256: str) -> Mapping[str, Any]:
    """The decision as data: goes along inside the PDF, so that no one types an amount again."""
    return {
        "reference": text.reference,
        "round": tilsagn.round.year,
        "recipient": text.recipient,
        "version": sha256,
        "amounts": [asdict(line) for line in text.lines],
        "granted": text.granted,
    }


def file_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _title(lines: tuple[LetterLine, ...], year: int) -> str:
    granted, applied = sum(line.granted for line in lines), sum(line.applied for line in lines)
    if not granted:
        return _("Avslag på tilskudd for %(year)d") % {"year": year}
    if granted < applied:
        return _("Delvis tilsagn om tilskudd for %(year)d") % {"year": year}
    return _("Tilsagn om tilskudd for %(year)d") % {"year": year}


def _payment(text: LetterText, letter: LetterTexts) -> str:
    return f"{letter.payment} {letter.later_years}" if text.granted > text.granted_now else letter.payment


def _intro(text: LetterText) -> str:
    if not text.granted:
        return _("Vi har vurdert saken, og dere får ikke tilskudd denne gangen. Her er begrunnelsen.")
    if text.granted > text.granted_now:
        return _("Vi har vedtatt å gi %(recipient)s %(amount)s i tilskudd. Av dette er %(now)s for %(year)d.") % {
            "recipient": text.recipient,
            "amount": kr(text.granted),
            "now": kr(text.granted_now),
            "year": text.year,
        }
    return _("Vi har vedtatt å gi %(recipient)s %(amount)s i tilskudd.") % {
        "recipient": text.recipient,
        "amount": kr(text.granted),
    }


def _words(line: LetterLine) -> list[str]:
    name = f"{line.name} ({line.reason})" if line.reason else line.name
    return [name, str(line.year), kr(line.applied), kr(line.granted)]
