"""A form laid out as cells: one for each thing that can be answered, with the path its answer goes by."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laget.base.cycle.county_file import RuleSetInfo
from laget.base.cycle.form_shape import Form, Question, Section, ShownIf
from laget.base.ui.templatetags.ui import number
from laget.rules.asking import Follows, passed_over

Answers = Mapping[str, Any]
Options = Sequence[tuple[str, Any]]  # key and label
LONGEST_TITLE = 80  # in characters, where it isn't the title that one reads
YES_NO: Options = (("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nei")))


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to answer. A matrix has a cell for each row, a grid one for each row and column."""

    path: str
    question: Question
    label: str
    kind: str  # "text", "long_text", "number", "money", "date", "choice", "several", "yes_no" or "file"
    options: Options = ()
    help: str = ""
    row: str = ""
    row_label: str = ""
    column: str = ""
    follows: Follows | None = None  # that it is asked only after a certain earlier answer,
    only_if: str = ""  # and after which, in words

    @property
    def many(self) -> bool:
        return self.kind == "several"

    @property
    def waits(self) -> bool:
        """Whether it asks what the document builds on, and nobody has sent anything yet."""
        return self.question.options == "given:sources" and not self.options


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things that a section repeats for: a tiltak, or an amount to decide on."""

    id: str
    title: str
    given: Mapping[str, Any]

    @property
    def short(self) -> str:
        """Its title where it stands before something else, however much was written there."""
        return Truncator(self.title).chars(LONGEST_TITLE) if self.title else _("Uten navn")


@dataclass(frozen=True, slots=True)
class Layout:
    """A form under its rules, with what the document was given: all that is needed to lay it out."""

    form: Form
    rules: RuleSetInfo
    given: Mapping[str, Any]
    _laid_out: dict[tuple[str, str], list[Cell]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def section(self, key: str) -> Section:
        """Raises KeyError for a section that the form does not have."""
        for section in self.form.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def section_of(self, path: str) -> Section | None:
        """The section that an answer belongs to, by its path."""
        first = path.partition(".")[0]
        for section in self.form.sections:
            if first == section.key if section.repeats else first in {q.key for q in section.questions}:
                return section
        return None

    def options(self, name: str) -> Options:
        """A list of the form, or one the document was given: "given:partners", "given:catalogue", "given:sources"."""
        if name == "given:sources":
            return tuple((source["id"], source["title"]) for source in self.given.get("sources", ()))
        if name.startswith("given:"):
            return tuple((str(key), str(label)) for key, label in self.given.get("lists", {}).get(name[6:], ()))
        return tuple((option[0], option[1]) for option in self.form.lists[name])

    def items(self, section: Section, answers: Answers) -> tuple[Item, ...]:
        """The items of a section that repeats, in order."""
        if section.repeats == "given":
            return tuple(Item(i["id"], i["title"], i) for i in self.given.get("items", {}).get(section.key, ()))
        ids: Sequence[str] = answers.get(section.key, ())
        first = section.questions[0].key
        return tuple(Item(id, answers.get(f"{section.key}.{id}.{first}", ""), {}) for id in ids)

    def cells(self, section: Section, item: str = "") -> list[Cell]:
        """The cells of a section, or of one item in a section that repeats. They are laid out once."""
        key = section.key, item
        if key not in self._laid_out:
            self._laid_out[key] = self._lay_out(section, item)
        return self._laid_out[key]

    def _lay_out(self, section: Section, item: str) -> list[Cell]:
        prefix = f"{section.key}.{item}." if section.repeats else ""
        return [
            self._following(cell, section, prefix) if question.shown_if else cell
            for question in section.questions
            for cell in self._cells(question, prefix)
        ]

    def _following(self, cell: Cell, section: Section, prefix: str) -> Cell:
        asked = cell.question.shown_if
        assert asked
        path = section.follows_from(cell.question)
        earlier = next(q for s, q in self.form.asked() if s.path(q) == path)
        inside = bool(prefix) and earlier in section.questions
        where = f"{prefix}{earlier.key}" if inside else earlier.key
        return replace(cell, follows=Follows(where, asked.condition), only_if=self._in_words(earlier, asked))

    def _in_words(self, earlier: Question, asked: ShownIf) -> str:
        options = YES_NO if earlier.type == "yes_no" else self.options(earlier.options) if earlier.options else ()
        named = [str(label) for key, label in options if key in asked.is_]
        if named:
            words = _("Svar bare hvis du svarte «%(answer)s» på «%(question)s».")
            return words % {"answer": _("» eller «").join(named), "question": earlier.label}
        if asked.over is not None:
            words = _("Svar bare hvis du skrev mer enn %(number)s på «%(question)s».")
            return words % {"number": number(asked.over), "question": earlier.label}
        return _("Svar bare hvis du har svart på «%(question)s».") % {"question": earlier.label}

    def all_cells(self, answers: Answers) -> Iterator[tuple[Section, Item | None, Cell]]:
        """Every cell of the form as answered so far, in order."""
        for section in self.form.sections:
            if not section.repeats:
                yield from ((section, None, cell) for cell in self.cells(section))
            for item in self.items(section, answers) if section.repeats else ():
                yield from ((section, item, cell) for cell in self.cells(section, item.id))

    def passed_over(self, answers: Answers, value_of: Callable[[Cell, Any], Any]) -> set[str]:
        """The paths that aren't asked, as it is answered so far."""
        if not any(question.shown_if for _section, question in self.form.asked()):
            return set()
        cells = [cell for _section, _item, cell in self.all_cells(answers)]
        follows = {cell.path: cell.follows for cell in cells if cell.follows}
        values = {cell.path: value_of(cell, answers.get(cell.path)) for cell in cells}
        return passed_over([cell.path for cell in cells], follows, values)

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
                for row, row_label in self.options(question.rows):
                    for column, column_label in self.options(question.columns):
                        label = f"{row_label}, {column_label}"
                        where = f"{path}.{row}.{column}"
                        yield Cell(where, question, label, question.cells, row=row, row_label=row_label, column=column)
            case "criteria":
                for criterion in self.rules.criteria:
                    yield Cell(f"{path}.{criterion.key}", question, criterion.title, "long_text", help=criterion.text)
            case "yes_no":
                yield Cell(path, question, question.label, "yes_no", YES_NO, help=question.help)
            case kind:
                options = self.options(question.options) if question.options else ()
                if question.options == "given:catalogue" and not options:
                    return  # the county had none to choose from when the document was opened
                yield Cell(path, question, question.label, kind, options, help=question.help)
