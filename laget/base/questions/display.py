"""Answers laid out for reading, and what differs between two versions of them."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from laget.base.cycle.form_shape import Question, Section
from laget.base.questions.answers import passed_over, readable
from laget.base.questions.attached import Attached
from laget.base.questions.reading import read_or_none
from laget.base.questions.structure import Answers, Cell, Item, Layout
from laget.base.ui.templatetags.ui import day, kr, number
from laget.rules.words import listed, lower_first


@dataclass(frozen=True, slots=True)
class Entry:
    """One question and its answer. A matrix or grid has `rows`, each a label and its values."""

    question: Question
    label: str
    text: str
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    columns: tuple[str, ...] = ()
    attached: Attached | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table that belong together, as those of one network, under a title of their own when there are others.

    `sums` is what each column of amounts comes to, "" for the others.
    """

    title: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    sums: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A section as answered, or one item that was added to it. Items that were given are rows of a table."""

    section: Section
    item: Item | None = None
    entries: tuple[Entry, ...] = ()
    headings: tuple[tuple[str, bool], ...] = ()  # each with whether it is an amount
    groups: tuple[Rows, ...] = ()
    in_all: tuple[tuple[str, str], ...] = ()  # what the amounts of several groups come to, each by its heading

    @property
    def rows(self) -> list[tuple[str, tuple[str, ...]]]:
        return [row for group in self.groups for row in group.rows]


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that is not the same in two versions. `words` marks each run: "same", "gone" or "new"."""

    where: str
    label: str
    section: str  # its key
    before: str
    after: str
    words: tuple[tuple[str, str], ...]


def blocks(layout: Layout, answers: Answers) -> list[Block]:
    """What was asked, and answered."""
    found, over = [], passed_over(layout, answers)
    for section in layout.form.sections:
        if section.repeats == "given":
            found.append(_table(layout, answers, section))
            continue
        items = layout.items(section, answers) if section.repeats else (None,)
        for item in items:
            title = section.questions[0] if item else None  # stands above the others
            entries = _entries(layout, answers, section, item, over)
            found.append(Block(section, item, tuple(each for each in entries if each.question is not title)))
    return found


def differences(layout: Layout, before: Answers, after: Answers) -> list[Difference]:
    old, new = _texts(layout, before), _texts(layout, after)
    paths = [*new, *(path for path in old if path not in new)]
    return [_difference(path, old, new) for path in paths if old.get(path, _NOTHING)[2] != new.get(path, _NOTHING)[2]]


def words_apart(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Which words went and which came."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    runs: list[tuple[str, str]] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(("same", "".join(old[i:j])))
        else:
            runs += [(mark, text) for mark, text in (("gone", "".join(old[i:j])), ("new", "".join(new[k:m]))) if text]
    return tuple(runs)


def as_text(cell: Cell, value: Any) -> str:
    """A value as text: a list with commas, or semicolons where a name holds one; amounts with kr, dates in full."""
    if value is None:
        return ""
    if isinstance(value, list):
        return listed(str(each) for each in value)
    if isinstance(value, int):
        return kr(value) if cell.kind == "money" else number(value)
    if hasattr(value, "year"):
        return day(value)
    return str(value)


_Said = tuple[str, str, str, str]
_NOTHING = ("", "", "", "")


def _texts(layout: Layout, answers: Answers) -> dict[str, _Said]:
    """{path: (where, label, text, section)} for every cell that was asked."""
    over = passed_over(layout, answers)
    return {
        cell.path: (
            f"{section.title}: {item.title}" if item else section.title,
            cell.label,
            as_text(cell, readable(answers, cell)),
            section.key,
        )
        for section, item, cell in layout.all_cells(answers)
        if cell.path not in over
    }


def _difference(path: str, old: dict[str, _Said], new: dict[str, _Said]) -> Difference:
    where, label, _text, section = new.get(path) or old[path]
    before, after = old.get(path, _NOTHING)[2], new.get(path, _NOTHING)[2]
    return Difference(where, label, section, before, after, words_apart(before, after))


def _table(layout: Layout, answers: Answers, section: Section) -> Block:
    """Each given item with what was known of it and what was answered. Only questions of one cell each.

    Those of several networks stand network by network, each with its sum.
    """
    items = layout.items(section, answers)
    if not items:
        return Block(section)
    known = [
        _called([label for label, _amount in same]) for same in zip(*(i.given["facts"] for i in items), strict=True)
    ]
    headings = [*((label, True) for label in known), *((q.label, q.type == "money") for q in section.questions)]
    grouped: dict[str, list[_Row]] = {}
    for item in items:
        facts = [(amount, kr(amount)) for _label, amount in item.given["facts"]]
        found = [(cell, readable(answers, cell)) for cell in layout.cells(section, item.id)]
        said = [(each, as_text(cell, each)) for cell, each in found]
        grouped.setdefault(item.given.get("group", ""), []).append((item.title, [*facts, *said]))
    if "" in grouped or len(grouped) == 1:
        grouped = {"": [row for rows in grouped.values() for row in rows]}
    amounts = [is_amount for _heading, is_amount in headings]
    groups = [
        Rows(title, tuple((name, tuple(said for _each, said in cells)) for name, cells in rows), _sums(rows, amounts))
        for title, rows in grouped.items()
    ]
    block = Block(section, headings=tuple(headings), groups=tuple(groups))
    if len(groups) == 1:
        return block
    sums = _sums([row for rows in grouped.values() for row in rows], amounts)
    in_all = [(heading, total) for (heading, _amount), total in zip(headings, sums, strict=True) if total]
    return replace(block, in_all=tuple(in_all))


_Row = tuple[str, list[tuple[Any, str]]]  # what it is called, and each value with its words


def _sums(rows: Sequence[_Row], amounts: Sequence[bool]) -> tuple[str, ...]:
    columns = zip(*(cells for _name, cells in rows), strict=True)
    return tuple(
        kr(sum(each for each, _said in column if isinstance(each, int))) if is_amount else ""
        for column, is_amount in zip(columns, amounts, strict=True)
    )


def _called(labels: Sequence[str]) -> str:
    """What a column is called whose amounts are not all of one kind: Søkt eller satt av."""
    first, *others = dict.fromkeys(labels)
    return _(" eller ").join([first, *(lower_first(each) for each in others)])


def _entries(layout: Layout, answers: Answers, section: Section, item: Item | None, over: set[str]) -> Iterator[Entry]:
    cells = layout.cells(section, item.id if item else "")
    for question in section.questions:
        mine = [cell for cell in cells if cell.question is question and cell.path not in over]
        if not mine:
            continue
        texts = {cell.path: as_text(cell, readable(answers, cell)) for cell in mine}
        match question.type:
            case "criteria":
                yield from (Entry(question, cell.label, texts[cell.path]) for cell in mine)
            case "matrix":
                rows = tuple((cell.label, (texts[cell.path],)) for cell in mine if texts[cell.path])
                yield Entry(question, question.label, "", rows, (_("Svar"),) if rows else ())
            case "grid":
                yield _grid_entry(layout, question, mine, texts)
            case "file":
                kept = read_or_none(mine[0], answers.get(mine[0].path))
                yield Entry(question, question.label, texts[mine[0].path], attached=kept)
            case _:
                yield Entry(question, question.label, texts[mine[0].path])


def _grid_entry(layout: Layout, question: Question, cells: list[Cell], texts: dict[str, str]) -> Entry:
    columns = layout.options(question.columns)
    rows = []
    for row, label in layout.options(question.rows):
        values = tuple(texts[cell.path] for cell in cells if cell.row == row)
        if any(values):
            rows.append((label, values))
    return Entry(question, question.label, "", tuple(rows), tuple(label for _key, label in columns) if rows else ())
