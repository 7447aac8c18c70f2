"""Letters about what happens after the tilsagn: of a change, in a klage, about a report that is late.

They say their things in the same words, frame and seal as the letter of a tilsagn. What each of them is called and
begins with is data: title_KEY and intro_KEY in letter_texts.toml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from laget.base.actors.models import Language, Party
from laget.base.cycle.letter_texts import Words
from laget.base.cycle.models import Round
from laget.base.ui.templatetags.ui import kr
from laget.grant.tilsagn.letter_text import how_to_complain, reference_of, signed
from laget.grant.tilsagn.letters import framed, make_letter, set_draft
from laget.grant.tilsagn.models import Letter


@dataclass(frozen=True, slots=True)
class Line:
    """One amount in the letter, in whole kroner."""

    name: str
    year: int
    amount: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What a letter says of its own case. `key` names its texts; `filled` are the words in braces in them."""

    kind: Letter.Kind
    about: UUID
    key: str
    page: str
    round: Round
    recipient: Party
    filled: Mapping[str, object] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    grounds: str = ""
    is_decision: bool = False  # may be complained of

    @property
    def language(self) -> Language:
        return self.recipient.language_from(Party.objects.get(pk=self.round.county_id))

    @property
    def reference(self) -> str:
        return reference_of(self.about, self.round)


def write(notice: Notice, *, prepared: str = "", decided: str = "", at: datetime) -> Letter:
    """Make the letter, ready to be sent. With no names it is Laget itself that writes. Raises NoSeal."""
    return make_letter(
        _content_of(notice, prepared=prepared, decided=decided, on=timezone.localdate(at)),
        round=notice.round,
        recipient=notice.recipient,
        kind=notice.kind,
        about=str(notice.about),
        page=notice.page,
        is_decision=notice.is_decision,
        at=at,
    )


def preview(notice: Notice, *, prepared: str, on: date) -> bytes:
    """How the letter will look when it is decided, as a PDF that says it is a draft."""
    content = _content_of(notice, prepared=prepared, decided="", on=on)
    return set_draft(content, notice.round.file.words(notice.language), on=on)


def _content_of(notice: Notice, *, prepared: str, decided: str, on: date) -> dict[str, Any]:
    words = notice.round.file.words(notice.language)
    said = _said(notice, words, prepared=prepared, decided=decided, on=on)
    return {
        **framed(said, words, reference=notice.reference, page=notice.page, on=on),
        "attachment": _machine_readable(notice),
    }


def _said(notice: Notice, words: Words, *, prepared: str, decided: str, on: date) -> dict[str, Any]:
    rules = notice.round.rules
    filled = {"recipient": notice.recipient.name, "appeals_to": rules.appeals_to, **notice.filled}
    return {
        "draft": "",
        "corrects": "",
        "sender": words("sender", county=notice.round.file.county.name),
        "recipient": notice.recipient.name,
        "reference": words("reference", reference=notice.reference),
        "title": words(f"title_{notice.key}", **filled),
        "intro": words(f"intro_{notice.key}", **filled),
        "legal": words("legal_after", scheme=rules.ordning_name, regulation=f"{rules.title} ({rules.regulation})"),
        "headings": {key: words(f"heading_{key}") for key in _HEADINGS},
        "caption": words("table_caption"),
        "columns": [words(f"column_{key}") for key in ("to", "year", "amount")],
        "lines": [[line.name, str(line.year), kr(line.amount)] for line in notice.lines],
        "sum": [],
        "grounds": notice.grounds.split("\n") if notice.grounds else [],
        "purpose": "",
        "conditions": [],
        "payment": "",
        "control": "",
        "complaint": how_to_complain(notice.round, words, on=on) if notice.is_decision else "",
        "follow": words("follow_case"),
        "signed": signed(words, prepared=prepared, decided=decided),
        "sealed": words("sealed"),
        "attachment_name": words("attachment"),
    }


_HEADINGS = ("decision", "grounds", "conditions", "payment", "control", "complaint", "follow")


def _machine_readable(notice: Notice) -> Mapping[str, Any]:
    return {
        "reference": notice.reference,
        "round": notice.round.year,
        "recipient": notice.recipient.name,
        "says": notice.key,
        "amounts": [{"name": line.name, "year": line.year, "amount": line.amount} for line in notice.lines],
    }
