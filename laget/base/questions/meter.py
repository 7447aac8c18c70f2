"""How much of a frame a draft has used, and what is left of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from laget.base.questions.answers import layout_of
from laget.base.questions.models import Document
from laget.base.questions.reading import read_or_none
from laget.base.questions.structure import Answers, Layout


@dataclass(frozen=True, slots=True)
class Meter:
    """The amount that a document may not go over, and what it has used of it. Whole kroner."""

    name: str
    used_name: str  # what the used part is called: planned, recommended, granted
    ceiling: int
    used: int
    note: str = ""  # what it counts, or why it is another amount than one has seen elsewhere

    @property
    def left(self) -> int:
        return self.ceiling - self.used

    @property
    def over(self) -> int:
        return max(0, -self.left)

    @property
    def percent(self) -> int:
        """For drawing: 0 to 100."""
        return min(100, self.used * 100 // self.ceiling) if self.ceiling else 100 * bool(self.used)


def meter_of(document: Document) -> Meter | None:
    """None for a document that has no frame."""
    ceiling = document.given.get("ceiling")
    if not ceiling:
        return None
    used = total(layout_of(document), document.answers, ceiling)
    return Meter(ceiling["name"], ceiling["used"], ceiling["amount"], used, ceiling.get("note", ""))


def total(layout: Layout, answers: Answers, ceiling: Mapping[str, Any]) -> int:
    """The sum of the amounts that count against a ceiling.

    `path` names their question, `column` which year of a grid, and `items` which items where not all count.
    """
    section_key, _dot, question_key = ceiling["path"].partition(".")
    section, only = layout.section(section_key), ceiling.get("items")
    return sum(
        read_or_none(cell, answers.get(cell.path)) or 0
        for item in layout.items(section, answers)
        if only is None or item.id in only
        for cell in layout.cells(section, item.id)
        if cell.question.key == question_key and cell.column == ceiling.get("column", "")
    )
