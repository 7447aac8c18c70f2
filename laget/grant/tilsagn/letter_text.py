"""What the letter of a tilsagn says: the amounts, the grounds and the conditions, in the recipient's language."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import override

from laget.base.actors.models import Language
from laget.base.cycle.letter_texts import Words
from laget.base.cycle.models import Round
from laget.base.questions.answers import layout_of, value
from laget.base.ui.templatetags.ui import kr
from laget.grant.tilsagn.models import Tilsagn
from laget.rules.complaining import last_day

Outcome = Literal["grant", "part", "refusal"]


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One amount in the letter, in whole kroner."""

    name: str
    year: int
    applied: int
    granted: int
    reason: str
    set_aside: bool = False  # nobody has applied for it


@dataclass(frozen=True, slots=True)
class LetterText:
    """Everything that a letter says of its own case."""

    round: Round
    language: Language
    reference: str
    recipient: str
    lines: tuple[LetterLine, ...]
    grounds: str
    own_conditions: tuple[str, ...]

    @property
    def words(self) -> Words:
        return self.round.file.words(self.language)

    @property
    def sender(self) -> str:
        return self.words("sender", county=self.round.file.county.name)

    @property
    def applied(self) -> int:
        return sum(line.applied for line in self.lines)

    @property
    def granted(self) -> int:
        return sum(line.granted for line in self.lines)

    @property
    def granted_now(self) -> int:
        """Of that, what is for the year of the round."""
        return sum(line.granted for line in self.lines if line.year == self.round.year)

    @property
    def outcome(self) -> Outcome:
        if not self.granted:
            return "refusal"
        return "part" if self.granted < self.applied else "grant"

    @property
    def title(self) -> str:
        return self.words(f"title_{self.outcome}", year=self.round.year)


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
            set_aside=item.given.get("set_aside", False),
        )
        for item in layout.items(layout.section("lines"), answers)
    )
    own = value(layout, answers, "conditions")
    return LetterText(
        round=tilsagn.round,
        language=tilsagn.subject.language_from(tilsagn.party),
        reference=reference(tilsagn),
        recipient=tilsagn.subject.name,
        lines=lines,
        grounds=value(layout, answers, "grounds") or "",
        own_conditions=(own,) if own else (),
    )


def reference(tilsagn: Tilsagn) -> str:
    return reference_of(tilsagn.pk, tilsagn.round)


def reference_of(about: UUID, round: Round) -> str:
    """Short enough to read over the phone, and found again by search."""
    return f"{round.year}/{str(about)[:8].upper()}"


def said(text: LetterText, *, on: date, prepared: str, decided: str = "") -> dict[str, Any]:
    """Every sentence of the letter, by its name. The PDF and the Word version are set from the same."""
    words, rules, granted = text.words, text.round.rules, bool(text.granted)
    filled = {"regulation": f"{rules.title} ({rules.regulation})", "scheme": rules.ordning_name}
    return {
        "draft": "" if decided else words("draft"),
        "corrects": "",
        "copy": words("copy"),
        "sender": text.sender,
        "recipient": text.recipient,
        "reference": words("reference", reference=text.reference),
        "title": text.title,
        "intro": _intro(text),
        "legal": words("legal_grant" if granted else "legal_refusal", **filled),
        "headings": {key: words(f"heading_{key}") for key in _HEADINGS},
        "caption": words("table_caption"),
        "columns": [words(f"column_{key}") for key in ("to", "year", "applied", "granted")],
        "lines": [_cells(line, words) for line in text.lines],
        "sum": [words("sum"), kr(text.applied), kr(text.granted)],
        "grounds": text.grounds.split("\n"),
        "purpose": words("purpose") if granted else "",
        "conditions": [*words.several("conditions"), *text.own_conditions] if granted else [],
        "payment": _payment(text) if granted else "",
        "control": words("control") if granted else "",
        "complaint": how_to_complain(text.round, words, on=on),
        "follow": words("follow"),
        "signed": signed(words, prepared=prepared, decided=decided),
        "sealed": words("sealed") if decided else "",
        "attachment_name": words("attachment"),
    }


def signed(words: Words, *, prepared: str, decided: str) -> str:
    """Who stands for it: both of them, the one who prepared it while it is a draft, or Laget alone."""
    if decided:
        return words("signed", decided=decided, prepared=prepared)
    return words("prepared", prepared=prepared) if prepared else words("by_laget")


def how_to_complain(round: Round, words: Words, *, on: date) -> str:
    """With the last day, should the letter come on the day that it is dated."""
    rules = round.rules
    with override(words.language):
        day = date_format(last_day(on, weeks=rules.complaint_weeks), "j. F Y")
    return words("complaint", day=day, weeks=rules.complaint_weeks, appeals_to=rules.appeals_to)


_HEADINGS = ("decision", "grounds", "conditions", "payment", "control", "complaint", "follow")


def machine_readable(text: LetterText, *, sha256: str) -> Mapping[str, Any]:
    """The decision as data: goes along inside the PDF, so that no one types an amount again."""
    return {
        "reference": text.reference,
        "round": text.round.year,
        "recipient": text.recipient,
        "version": sha256,
        "amounts": [asdict(line) for line in text.lines],
        "granted": text.granted,
    }


def _intro(text: LetterText) -> str:
    words, less = text.words, text.applied - text.granted
    said = words(f"intro_{text.outcome}", recipient=text.recipient, amount=kr(text.granted), less=kr(less))
    if text.granted > text.granted_now:
        said += " " + words("this_year", amount=kr(text.granted_now), year=text.round.year)
    return said


def _payment(text: LetterText) -> str:
    words = text.words
    with override(text.language):
        due = date_format(text.round.deadline("report").applies, "j. F Y")
    later = [words("later_years")] if text.granted > text.granted_now else []
    return " ".join([words("payment"), *later, words("report", day=due)])


def _cells(line: LetterLine, words: Words) -> list[str]:
    name = f"{line.name} ({line.reason})" if line.reason else line.name
    applied = words("set_aside", amount=kr(line.applied)) if line.set_aside else kr(line.applied)
    return [name, str(line.year), applied, kr(line.granted)]
