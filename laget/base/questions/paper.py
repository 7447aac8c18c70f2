"""A document on paper: PDF with everything a version says, readable by all."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from laget.base.questions.answers import layout_of_version
from laget.base.questions.display import Block, blocks
from laget.base.questions.evidence import EvidenceOf
from laget.base.questions.facts import facts_in
from laget.base.questions.models import Document, Return, Version
from laget.base.ui.pdf import compile_pdf
from laget.base.ui.templatetags.ui import day

WITH_CONTENTS = 8  # sections of a form
TEMPLATE = Path(__file__).parent / "papers/document.typ"


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One line of a chart: its name, its value in words, and what is marked on it, in per cent of its length."""

    title: str
    value: str
    marks: Sequence[tuple[str, float]]  # (shape, where): dot, ring, diamond or square
    reach: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines under each other, with shapes on them. `alt` says in words what it shows."""

    alt: str
    caption: str
    lines: Sequence[ChartLine]
    legend: Sequence[tuple[str, str]]  # (shape, what it stands for); "reach" is the thick part of a line


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it: questions with answers, a chart or a table.

    `amounts` says which columns of the table are.
    """

    title: str
    level: int = 2
    entries: Sequence[tuple[str, str]] = ()
    headings: Sequence[str] = ()
    amounts: Sequence[bool] = ()
    rows: Sequence[Sequence[str]] = ()
    chart: Chart | None = None


# What was decided of a version, by the namespace of its document: the app that the document belongs to says it.
_DECIDED: dict[str, Callable[[Version], str]] = {}


def is_decided_on(namespace: str, says: Callable[[Version], str]) -> None:
    """Let what was decided of a version stand wherever it is read, and by whom."""
    _DECIDED[namespace] = says


def decided_of(document: Document, version: Version) -> str:
    """In a sentence; nothing where no one but the sender has a say in it."""
    says = _DECIDED.get(document.namespace)
    return says(version) if says else ""


def set_paper(document: Document, version: Version, *, on: date, parts: Iterable[Part] = ()) -> bytes:
    """A version as PDF. `parts` come before the answers: what belongs to it besides them."""
    return compile_pdf(TEMPLATE, content_of(document, version, parts=parts), on=on)


def content_of(document: Document, version: Version, *, parts: Iterable[Part] = ()) -> dict[str, Any]:
    """All that stands on the paper, as the templates want it. A long form has a list of contents, and numbers."""
    layout = layout_of_version(document, version)
    answered = list(_answered(blocks(layout, version.content["answers"]), _remarks(version)))
    return {
        "language": document.language,
        "title": f"{document.form.title}, {document.subject.name}, {document.round.year}",
        "author": version.content["party"],
        "over": f"{document.form.title} · {document.round}",
        "heading": document.subject.name,
        "status": f"{_frozen(version)} {decided_of(document, version)}".strip(),
        "footer": f"SHA-256 {version.sha256[:16]}",
        "contents": len(layout.form.sections) >= WITH_CONTENTS,
        "parts": [asdict(part) for part in (*parts, *answered)],
    }


def _frozen(version: Version) -> str:
    said = {"n": version.number, "day": day(version.frozen_at), "role": version.frozen_by_role}
    return _("Versjon %(n)d, %(day)s, %(role)s.") % said


def facts_on_paper(given: Mapping[str, Any]) -> list[Part]:
    """What registers know, when the document was given any of it."""
    facts = [(each.label, f"{each.value} ({each.source})") for each in facts_in(given)]
    return [Part(_("Dette står i registrene"), entries=facts)] if facts else []


def on_paper(found: EvidenceOf) -> Part:
    """What a kartlegging showed, as a table."""
    title = (
        _("Dette viser kartleggingen: %(who)s") % {"who": found.whose}
        if found.whose
        else _("Dette viser kartleggingen")
    )
    rows = [[each.text, each.figure, ", ".join(filter(None, (each.where, each.mark)))] for each in found.evidence]
    return Part(title, headings=[_("Hva"), _("Tall"), _("Hvor tallet er fra")], amounts=[False] * 3, rows=rows)


def _remarks(version: Version) -> Mapping[str, str]:
    """What was missing in each section, when the version was sent back for some of them."""
    found = Return.objects.filter(version=version).values_list("remarks", flat=True).first()
    return found or {}


def _answered(found: Iterable[Block], remarks: Mapping[str, str]) -> Iterator[Part]:
    """The answers as parts, with what was missing in a section before them."""
    waiting, last = dict(remarks), ""
    for block in found:
        if remark := waiting.pop(block.section.key, ""):
            title = _("Dette mangler i «%(title)s»") % {"title": block.section.title}
            yield Part(title, entries=[(_("Merknad"), remark)])
        if block.item and block.section.key != last:  # what each of them is one of
            yield Part(block.section.title)
        yield from _parts(block)
        last = block.section.key


def _tables(block: Block) -> Iterator[Part]:
    """What was given, as a table; or a table of each network, with its sum, and what they come to."""
    headings = [block.section.one.capitalize(), *(heading for heading, _is in block.headings)]
    amounts = [False, *(is_amount for _heading, is_amount in block.headings)]
    if block.in_all:
        yield Part(block.section.title)
    for group in block.groups:
        title, level = (group.title, 3) if group.title else (block.section.title, 2)
        rows = [[name, *values] for name, values in group.rows]
        total = [[_("Sum"), *group.sums]] if group.title else []
        yield Part(title, level, headings=headings, amounts=amounts, rows=[*rows, *total])
    if block.in_all:
        yield Part(_("Til sammen"), 3, entries=block.in_all)


def _parts(block: Block) -> list[Part]:
    title, level = (block.item.title, 3) if block.item else (block.section.title, 2)
    if block.groups:
        return list(_tables(block))
    answered = [(entry.label, entry.text) for entry in block.entries if entry.text]
    tables = [
        Part(
            entry.label,
            3,
            headings=["", *entry.columns],
            amounts=[False, *(entry.question.counts for _column in entry.columns)],
            rows=[[label, *values] for label, values in entry.rows],
        )
        for entry in block.entries
        if entry.rows
    ]
    return [Part(title, level, entries=answered), *tables]
