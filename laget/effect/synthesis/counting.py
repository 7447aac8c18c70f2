"""What many versions say, question by question: who was asked, who answered, and what."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from laget.base.cycle.form_shape import Section
from laget.base.questions.answers import layout_of_content, passed_over
from laget.base.questions.models import Version
from laget.base.questions.reading import read_or_none
from laget.base.questions.structure import Cell
from laget.rules.synthesizing import themes_in

CLOSED = frozenset({"choice", "several", "yes_no"})
TEXTS = frozenset({"text", "long_text", "criteria"})


@dataclass(slots=True)
class Asked:
    """One question, by its path in the forms, as all the versions answer it."""

    path: str
    label: str
    type: str
    money: bool
    asked: set[int] = field(default_factory=set)  # versions
    options: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    # What was said, by version: the row and column of the table (often neither), and the value.
    said: dict[int, list[tuple[str, str, Any]]] = field(default_factory=dict)

    @property
    def answered(self) -> set[int]:
        return set(self.said)

    @property
    def all_said(self) -> Iterator[tuple[int, str, str, Any]]:
        return ((version, *each) for version, said in self.said.items() for each in said)

    def choosing(self, row: str = "") -> dict[str, set[int]]:
        """Which versions give each answer, at least once: {key: versions}, in the order of the options."""
        found: dict[str, set[int]] = {key: set() for key in self.options}
        for version, where, _column, value in self.all_said:
            if where == row:
                for key in value if isinstance(value, list) else [value]:
                    found[str(key)].add(version)
        return found

    def amounts(self) -> dict[int, int]:
        """The sum of what each version says in numbers."""
        return {version: sum(value for _r, _c, value in said) for version, said in self.said.items()}

    def table(self) -> Mapping[tuple[str, str], int]:
        """What a table of numbers comes to in each cell, over all."""
        found: Counter[tuple[str, str]] = Counter()
        for _version, row, column, value in self.all_said:
            found[row, column] += value
        return found

    def days(self) -> list[date]:
        return sorted(value for _version, _row, _column, value in self.all_said)

    def texts(self) -> dict[int, str]:
        return {version: "\n\n".join(str(each[2]) for each in said) for version, said in self.said.items()}


def count(versions: Iterable[Version]) -> list[Asked]:
    """Every question that any of them was asked, in the order it first comes, in the words of the newest form."""
    found: dict[str, Asked] = {}
    for version in sorted(versions, key=lambda each: -each.document.round.year):
        answers = version.content["answers"]
        layout = layout_of_content(version.content, version.document.round.rules)
        over = passed_over(layout, answers)
        for section, _item, cell in layout.all_cells(answers):
            if cell.kind == "file" or cell.question.options == "given:sources" or cell.path in over:
                continue
            path = _path(section, cell)
            asked = found.setdefault(path, _asked(path, section, cell))
            asked.asked.add(version.pk)
            _add_words(asked, cell)
            value = read_or_none(cell, answers.get(cell.path))
            if value is not None:
                asked.said.setdefault(version.pk, []).append((cell.row, cell.column, value))
    return list(found.values())


def themes(asked: Sequence[Asked], words: Mapping[str, Sequence[str]]) -> dict[str, dict[int, set[str]]]:
    """Which versions touch each theme, anywhere in what they write, and by which words: {theme: {version: words}}."""
    found: dict[str, dict[int, set[str]]] = {theme: {} for theme in words}
    for question in asked:
        if question.type in TEXTS:
            for version, text in question.texts().items():
                for theme, word in themes_in(text, words).items():
                    found[theme].setdefault(version, set()).add(word)
    return found


def _path(section: Section, cell: Cell) -> str:
    path = section.path(cell.question)
    return f"{path}.{cell.path.rpartition('.')[2]}" if cell.question.type == "criteria" else path


def _asked(path: str, section: Section, cell: Cell) -> Asked:
    """What is asked of each of several says of what: «Tidsramme: Slutter»."""
    question = cell.question
    label = cell.label if question.type == "criteria" else question.label
    label = f"{section.title}: {label}" if section.repeats else label
    kind = f"grid_{question.cells}" if question.type == "grid" else question.type
    return Asked(path, label, kind, money=cell.kind == "money")


def _add_words(asked: Asked, cell: Cell) -> None:
    """What an older form called an answer stands only where no newer one has it."""
    for key, label in cell.options:
        asked.options.setdefault(str(key), str(label))
    if cell.row:
        asked.rows.setdefault(cell.row, cell.row_label)
    if cell.column and cell.column not in asked.options:
        asked.options[cell.column] = cell.label.removeprefix(f"{cell.row_label}, ")
