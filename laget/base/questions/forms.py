"""A section of a document as a Django form, named by the paths of its answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from laget.base.cycle.form_shape import Question
from laget.base.questions.answers import backwards
from laget.base.questions.fields import CellField
from laget.base.questions.merging import Tab
from laget.base.questions.structure import Answers, Cell
from laget.base.ui.numbers import whole_number
from laget.rules.words import plain


class SectionForm(forms.Form):
    """The cells of one section, with what has been typed so far or what was just posted."""

    def __init__(self, cells: list[Cell], *, answers: Answers, check: bool, files_at: str = "") -> None:
        typed = {cell.path: answers.get(cell.path) for cell in cells}
        super().__init__(typed if check else None, initial=typed, auto_id="id_%s")
        self.cells, self.answers = cells, answers
        for cell in cells:
            self.fields[cell.path] = CellField(cell, files_at=files_at)

    def clean(self) -> dict[str, Any]:
        for cell in self.cells:
            if cell.path not in self.errors and (text := backwards(cell, self.answers)):
                self.add_error(cell.path, text)
        return self.cleaned_data

    def grouped(self) -> list["Asked"]:
        """The fields by the question they belong to, in order; those of a grid by row."""
        found: dict[str, Asked] = {}
        for cell in self.cells:
            asked = found.setdefault(cell.question.key, Asked(cell.question, cell, []))
            if not asked.rows or cell.question.type != "grid" or asked.rows[-1].key != cell.row:
                asked.rows.append(Row(cell.row, cell.row_label, []))
            asked.rows[-1].fields.append(self[cell.path])
        return list(found.values())


def file_names(cells: list[Cell]) -> list[str]:
    """What the fields for files on a page are called: they don't follow along when the rest is saved while written."""
    return [f"file:{cell.path}" for cell in cells if cell.kind == "file"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a page. Where it follows from another, its first cell says from what, and how."""

    question: Question
    first: Cell
    rows: list["Row"]

    @property
    def answers(self) -> str:
        """Which answers it follows from, for the script that shows and hides it."""
        return " ".join(sorted(self.first.follows.condition.one_of)) if self.first.follows else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grid, with its fields; any other question is a row for each cell."""

    key: str
    label: str
    fields: list[forms.BoundField]


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("Hva må endres, og hvorfor?"),
        help_text=_("De som skrev det, får se dette."),
        max_length=3000,
        widget=forms.Textarea({"class": "ds-input", "rows": 4}),
        error_messages={"required": _("Skriv hva som må endres, og hvorfor.")},
    )


def typed_in(cells: list[Cell], posted: QueryDict | Mapping[str, Any]) -> dict[str, Any]:
    """What a page holds: every cell by its path, with None where it is empty.

    A page says which of the questions that follow from others it had. One that came up since is left as it is. So
    are files, which are laid by and taken away one at a time.
    """
    typed: dict[str, Any] = {}
    asked = posted.getlist("asked") if isinstance(posted, QueryDict) else None
    for cell in cells:
        if cell.kind == "file" or (cell.follows and asked is not None and cell.question.key not in asked):
            continue
        if cell.many:
            values = posted.getlist(cell.path) if isinstance(posted, QueryDict) else posted.get(cell.path, [])
            typed[cell.path] = list(values) or None
        else:
            typed[cell.path] = plain(str(posted.get(cell.path, ""))).strip() or None
    return typed


def seen_revision(posted: QueryDict) -> int:
    """The revision that the person had in front of them; 0 when the page doesn't say."""
    return whole_number(posted.get("revision", ""), 0)


def seen_tab(posted: QueryDict) -> Tab:
    """Which page it was typed on, and the turn in which that was sent."""
    return Tab(plain(posted.get("page", ""))[:36], whole_number(posted.get("turn", ""), 0))
