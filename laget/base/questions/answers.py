"""What has been answered, read back: values, amounts, and what is still missing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from laget.base.cycle.county_file import RuleSetInfo
from laget.base.cycle.form_shape import Section
from laget.base.cycle.models import StoredForm, form_as
from laget.base.questions.models import Document, Version
from laget.base.questions.reading import read, read_or_none
from laget.base.questions.structure import Answers, Cell, Item, Layout
from laget.base.ui.templatetags.ui import day


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that has to be mended before a document can be sent: where, and what to do."""

    text: str
    section: str = ""
    item: str = ""
    path: str = ""


class NotReady(Exception):
    """The document can't be sent yet: `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.text for problem in problems))
        self.problems = problems


def layout_of(document: Document) -> Layout:
    return Layout(document.form, document.round.rules, document.given)


def layout_of_version(document: Document, version: Version) -> Layout:
    """The form as it was filled in: with what the document started from when the version was frozen."""
    return Layout(document.form, document.round.rules, version.content["given"])


def layout_of_content(content: Mapping[str, Any], rules: RuleSetInfo) -> Layout:
    """The same, of what a version holds, for whoever has no document at hand."""
    sha256 = content["form"]
    form = form_as(sha256, content["language"], lambda: StoredForm.objects.get(pk=sha256).text)
    return Layout(form, rules, content["given"])


def passed_over(layout: Layout, answers: Answers) -> set[str]:
    """The paths that aren't asked, as it is answered so far."""
    return layout.passed_over(answers, read_or_none)


def as_asked(layout: Layout, answers: Answers) -> dict[str, Any]:
    """The answers without what stands there from before, to questions that aren't asked any longer."""
    over = passed_over(layout, answers)
    return {path: answer for path, answer in answers.items() if path not in over}


def value(layout: Layout, answers: Answers, path: str, *, item: str = "") -> Any:
    """One answer as a value, by the name its question has in the county file: "amount", or "lines.amount"."""
    for section in layout.form.sections:
        for cell in layout.cells(section, item):
            name = f"{section.key}.{cell.question.key}" if section.repeats else cell.question.key
            if name == path:
                return read_or_none(cell, answers.get(cell.path))
    raise KeyError(path)


def grid(layout: Layout, answers: Answers, path: str, *, item: str = "") -> dict[tuple[str, str], Any]:
    """All answers to a matrix or grid: {(row, column): value}; a matrix has "" for column."""
    section_key, _dot, question_key = path.rpartition(".")
    for section in layout.form.sections:
        if section_key in ("", section.key):
            found = [cell for cell in layout.cells(section, item) if cell.question.key == question_key]
            if found:
                values = {(cell.row, cell.column): read_or_none(cell, answers.get(cell.path)) for cell in found}
                return {key: each for key, each in values.items() if each is not None}
    raise KeyError(path)


def problems(layout: Layout, answers: Answers) -> list[Problem]:
    """What is missing or can't be read, in the order of the form."""
    found, over = list(_sections_without_items(layout, answers)), passed_over(layout, answers)
    for section, item, cell in layout.all_cells(answers):
        text = _what_is_wrong(cell, answers.get(cell.path)) or backwards(cell, answers)
        if text and cell.path not in over:
            found.append(_problem(section, item, cell, text))
    return found


def unreadable(layout: Layout, answers: Answers, section: Section, item: str = "") -> list[Problem]:
    """What has been written in a section, or in one item of it, that is not what is asked for, or is too long."""
    items, over = layout.items(section, answers) if section.repeats else (None,), passed_over(layout, answers)
    return [
        _problem(section, each, cell, text)
        for each in items
        if not item or (each and each.id == item)
        for cell in layout.cells(section, each.id if each else "")
        if cell.path not in over and (text := _cannot_be_read(cell, answers.get(cell.path)) or backwards(cell, answers))
    ]


# A day that ends something, and the one beside it that begins it: what forms call them.
_BEGINS = {"end": "start", "ends": "starts"}


def backwards(cell: Cell, answers: Answers) -> str:
    """Why, in words, when it is a day that something ends and that is before it begins; nothing otherwise."""
    key = cell.question.key
    if cell.kind != "date" or key not in _BEGINS:
        return ""
    begins = read_or_none(cell, answers.get(f"{cell.path.removesuffix(key)}{_BEGINS[key]}"))
    ends = read_or_none(cell, answers.get(cell.path))
    if begins is None or ends is None or begins <= ends:
        return ""
    return _("Dette er før det begynner, %(day)s. Rett en av dagene.") % {"day": day(begins)}


def section_status(layout: Layout, answers: Answers, found: Iterable[Problem]) -> dict[str, str]:
    """Each section as "empty", "optional" when it may stay so, "begun", or "done" when nothing is `found` in it."""
    open_sections = {problem.section for problem in found}
    begun = {s.key for s in layout.form.sections if s.repeats == "added" and answers.get(s.key)}
    begun |= {section.key for section, _item, cell in layout.all_cells(answers) if answers.get(cell.path)}
    return {s.key: _STATUSES[s.key in begun, s.key in open_sections] for s in layout.form.sections}


# By whether anything is answered, and whether anything is missing.
_STATUSES = {(True, True): "begun", (True, False): "done", (False, True): "empty", (False, False): "optional"}


def readable(answers: Answers, cell: Cell) -> Any:
    """An answer in words for a page: labels for choices, the text itself where it can't be read."""
    raw = answers.get(cell.path)
    if raw in (None, "", []):
        return None
    found = read_or_none(cell, raw)
    labels = dict(cell.options)
    match cell.kind:
        case "several":
            return [labels.get(each, each) for each in found or []]
        case "choice" | "yes_no":
            return labels.get(str(raw), raw)
        case "file":
            return found.in_words if found else None
    return raw if found is None else found


def _sections_without_items(layout: Layout, answers: Answers) -> Iterator[Problem]:
    for section in layout.form.sections:
        if section.repeats == "added" and not section.may_be_empty and not layout.items(section, answers):
            yield Problem(
                _("%(section)s: Her er det ikke lagt til noe ennå.") % {"section": section.title}, section.key
            )


def _problem(section: Section, item: Item | None, cell: Cell, text: str) -> Problem:
    stop = " " if cell.label.endswith("?") else ": "
    words = f"{_where(item)}{cell.label}{stop}{text}"
    return Problem(words, section.key, item.id if item and section.repeats == "added" else "", cell.path)


def _what_is_wrong(cell: Cell, raw: Any) -> str:
    if text := _cannot_be_read(cell, raw):
        return text
    if not cell.question.required or read(cell, raw) is not None:
        return ""
    if cell.waits:
        return _("Ingen har sendt noe å bygge på ennå. Under «Oppgaver» ser du hvem som skal sende.")
    return _("Mangler svar.")


def _cannot_be_read(cell: Cell, raw: Any) -> str:
    """Why, in words; nothing when it can, or when there is nothing."""
    try:
        read(cell, raw)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _where(item: Item | None) -> str:
    return f"{item.short}. " if item else ""
