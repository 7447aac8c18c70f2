"""A form laid out as cells: one for each thing that can be answered, with the path its answer goes by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from laget.base.cycle.county_file import CountyFile, RuleSetInfo
from laget.base.cycle.form_shape import Form, Question, Section

Answers = Mapping[str, Any]
Options = Sequence[tuple[str, Any]]  # key and label
YES_NO: Options = (("yes", _("Ja")), ("no", _("Nei")))


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to answer. A matrix has a cell for each row, a grid one for each row and column."""

    path: str
    question: Question
    label: str
    kind: str  # "text", "long_text", "number", "money", "date", "choice", "several" or "yes_no"
    options: Options = ()
    help: str = ""
    row: str = ""
    row_label: str = ""
    column: str = ""

    @property
    def many(self) -> bool:
        return self.kind == "several"


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things that a section repeats for: a tiltak, or an amount to decide on."""

    id: str
    title: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """A form under its rules, with what the document was given: all that is needed to lay it out."""

    form: Form
    file: CountyFile
    rules: RuleSetInfo
    given: Mapping[str, Any]

    def section(self, key: str) -> Section:
        """Raises KeyError for a section that the form does not have."""
        for section in self.form.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def options(self, name: str) -> Options:
        """A list of the county file, or one the document was given: "given:partners", "given:sources"."""
        if name == "given:sources":
            return tuple((source["id"], source["title"]) for source in self.given.get("sources", ()))
        if name.startswith("given:"):
            return tuple((str(key), str(label)) for key, label in self.given.get("lists", {}).get(name[6:], ()))
        return self.file.lists[name]

    def items(self, section: Section, answers: Answers) -> tuple[Item, ...]:
        """The items of a section that repeats, in order."""
        if section.repeats == "given":
            return tuple(Item(i["id"], i["title"], i) for i in self.given.get("items", {}).get(section.key, ()))
        ids: Sequence[str] = answers.get(section.key, ())
        first = section.questions[0].key
        return tuple(Item(id, answers.get(f"{section.key}.{id}.{first}", ""), {}) for id in ids)

    def cells(self, section: Section, item: str = "") -> list[Cell]:
        """The cells of a section, or of one item in a section that repeats."""
        prefix = f"{section.key}.{item}." if section.repeats else ""
        return [cell for question in section.questions for cell in self._cells(question, prefix)]

    def all_cells(self, answers: Answers) -> Iterator[tuple[Section, Item | None, Cell]]:
        """Every cell of the form as answered so far, in order."""
        for section in self.form.sections:
            if not section.repeats:
                yield from ((section, None, cell) for cell in self.cells(section))
            for item in self.items(section, answers) if section.repeats else ():
                yield from ((section, item, cell) for cell in self.cells(section, item.id))

    def chosen_sources(self, answers: Answers) -> set[str]:
        """The ids of the documents that it says it builds on."""
        asked = (q for section in self.form.sections for q in section.questions if q.options == "given:sources")
        return {each for question in asked for each in answers.get(question.key, ())}

    def _cells(self, question: Question, prefix: str) -> Iterator[Cell]:
        path = f"{prefix}{question.key}"
        match question.type:
            case "matrix":
                columns = self.options(question.columns)
                for row, label in self.options(question.rows):
                    yield Cell(f"{path}.{row}", question, label, "choice", columns, row=row, row_label=label)
            case "grid":
                kind = "money" if question.unit == "kr" else "number"
                for row, row_label in self.options(question.rows):
                    for column, column_label in self.options(question.columns):
                        label = f"{row_label}, {column_label}"
                        yield Cell(
                            f"{path}.{row}.{column}", question, label, kind, row=row, row_label=row_label, column=column
                        )
            case "criteria":
                for criterion in self.rules.criteria:
                    yield Cell(f"{path}.{criterion.key}", question, criterion.title, "long_text", help=criterion.text)
            case "yes_no":
                yield Cell(path, question, question.label, "yes_no", YES_NO, help=question.help)
            case kind:
                options = self.options(question.options) if question.options else ()
                yield Cell(path, question, question.label, kind, options, help=question.help)
