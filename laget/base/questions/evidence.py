"""What a document rests on besides words: findings from a kartlegging, or numbers from elsewhere.

Each is kept as it was when it was chosen, with the hash of the result it is taken from, so that it can be found
again however long after. It is part of what the document is `given`, and so of every version of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from laget.base.ui.templatetags.ui import day, decimals


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding. It has a mean with its spread, or another number in words; both are as they were shown."""

    id: str  # says which figure of which group or source, so that it can be ticked again
    title: str  # of the survey, or of the other source
    group: str  # whom it is about
    text: str  # the statement, the area, or what was counted
    dated: str  # YYYY-MM-DD: when it was counted, or the day that it is about
    sha256: str  # of the result; empty for other sources, which have none
    span: str = ""  # the ends of the scale: "1–5"
    n: int | None = None  # how many answered
    mean: float | None = None
    spread: float | None = None
    number: str = ""  # of another source: "62,5 prosent", or that it is masked
    source: str = ""  # where another source is found

    @property
    def figure(self) -> str:
        """The number in words."""
        if self.mean is None:
            return self.number
        words = _("%(mean)s på en skala fra %(span)s. Spredning %(spread)s. %(n)d svarte.")
        return words % {"mean": decimals(self.mean), "span": self.span, "spread": decimals(self.spread), "n": self.n}

    @property
    def where(self) -> str:
        """Whom it is about, what it is taken from, and when."""
        parts = (self.group, self.title, self.source, day(date.fromisoformat(self.dated)))
        return ", ".join(part for part in parts if part)

    @property
    def mark(self) -> str:
        """What the result is found again by, however long after."""
        return _("fingeravtrykk %(sha)s") % {"sha": self.sha256[:16]} if self.sha256 else ""


@dataclass(frozen=True, slots=True)
class EvidenceOf:
    """The findings of one document; `whose` is empty for its own page."""

    whose: str
    evidence: list[Evidence]


def evidence_in(given: Mapping[str, Any]) -> list[Evidence]:
    known = {field.name for field in fields(Evidence)}
    return [Evidence(**{k: v for k, v in each.items() if k in known}) for each in given.get("evidence", ())]
