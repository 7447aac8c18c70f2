"""What a plan says, read as values: who has which role, what happens when, what may go wrong, what it rests on.

A county words the forms as it likes, and leaves out what Laget doesn't need. What isn't asked is empty here, and what
is asked otherwise than Laget can read is as if it were not answered.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from laget.base.questions.answers import passed_over, readable
from laget.base.questions.display import as_text
from laget.base.questions.reading import read_or_none
from laget.base.questions.structure import Answers, Layout
from laget.rules.risk import DEGREES, Limits, Risk

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one thing: the values by the keys of the questions, and the same in words."""

    id: str
    values: Mapping[str, Any]
    words: Mapping[str, str]

    @property
    def title(self) -> str:
        return self.text("title")

    def text(self, key: str) -> str:
        return self.words.get(key, "")

    def key(self, key: str) -> str:
        """Which of the choices, by its key."""
        found = self.values.get(key)
        return found if isinstance(found, str) else ""

    def day(self, key: str) -> date | None:
        found = self.values.get(key)
        return found if isinstance(found, date) else None

    def degree(self, key: str) -> int | None:
        """A probability or a consequence, from 1 to 5."""
        found = str(self.values.get(key, ""))
        return int(found) if found.isdecimal() and int(found) in DEGREES else None


@dataclass(frozen=True, slots=True)
class Place:
    """A role or a group in the organisation."""

    id: str
    title: str
    kind: str  # "owner", "steering", ...: which layer of the chart it stands in
    role: str  # the same, in words
    who: str
    mandate: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase or a measure: from a day to a day. A measure may be planned for a while first."""

    id: str
    title: str
    start: date
    end: date
    planning: date | None
    responsible: str
    description: str


@dataclass(frozen=True, slots=True)
class Day:
    """A milestone or a task: something that is to be so by a day."""

    id: str
    title: str
    on: date | None
    responsible: str


@dataclass(frozen=True, slots=True)
class Factor:
    """What has to be in place."""

    id: str
    title: str
    how: str


@dataclass(frozen=True, slots=True)
class PlannedRisk:
    """What can go wrong. `number` is what it is called in the matrix; `now` and `after` before and after measures."""

    id: str
    number: int
    title: str
    theme: str
    theme_in_words: str
    causes: str
    prevention: str
    mitigation: str
    responsible: str
    due: date | None
    now: Risk | None
    after: Risk | None


@dataclass(frozen=True, slots=True)
class Interest:
    """Someone who notices the work, or can help or hinder it."""

    id: str
    title: str
    interest: str
    influence: str
    how: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A municipal plan that it hangs together with."""

    id: str
    title: str
    decided_by: str
    decided_on: date | None
    link: str
    how: str

    @property
    def address(self) -> str:
        """The link, where it is one that can be followed."""
        return _address(self.link)


@dataclass(frozen=True, slots=True)
class Agreement:
    """With whom, for how long, and when one has to say whether it goes on."""

    id: str
    title: str
    party: str
    kind: str
    start: date | None
    end: date | None
    notice: date | None
    link: str

    @property
    def address(self) -> str:
        return _address(self.link)


@dataclass(frozen=True, slots=True)
class Content:
    """All of it. `titles` are what the sections are called, and `ones` one of the things in each."""

    titles: Mapping[str, str]
    ones: Mapping[str, str]
    organisation: tuple[Place, ...]
    phases: tuple[Stretch, ...]
    measures: tuple[Stretch, ...]
    milestones: tuple[Day, ...]
    tasks: tuple[Day, ...]
    success: tuple[Factor, ...]
    risks: tuple[PlannedRisk, ...]
    limits: Limits
    interests: tuple[Interest, ...]
    anchoring: tuple[Anchor, ...]
    agreements: tuple[Agreement, ...]
    ends: date | None


def read_plan(layout: Layout, answers: Answers) -> Content:
    over = passed_over(layout, answers)

    def each(key: str, made: Callable[[Said], T | None]) -> tuple[T, ...]:
        found = (made(said) for said in items_of(layout, answers, key, over))
        return tuple(one for one in found if one is not None)

    once = _once(layout, answers, over)
    numbered = {said.id: number for number, said in enumerate(items_of(layout, answers, "risks", over), 1)}
    return Content(
        titles={section.key: section.title for section in layout.form.sections},
        ones={section.key: section.one.capitalize() for section in layout.form.sections},
        organisation=each("organisation", _place),
        phases=each("phases", _stretch),
        measures=each("measures", _stretch),
        milestones=each("milestones", _day),
        tasks=each("tasks", _day),
        success=each("success", lambda said: Factor(said.id, said.title, said.text("how"))),
        risks=each("risks", lambda said: _risk(said, numbered[said.id])),
        limits=Limits.of(once.values.get("risk_watch"), once.values.get("risk_act")),
        interests=each("interests", _interest),
        anchoring=each("anchoring", _anchor),
        agreements=each("agreements", _agreement),
        ends=once.day("ends"),
    )


def degree_words(layout: Layout, question: str) -> list[tuple[int, str]]:
    """What each probability or consequence is called in the form; the number alone where it has no word for it."""
    asked = (q for section in layout.form.sections if section.key == "risks" for q in section.questions)
    named = {
        str(key): label for q in asked if q.key == question and q.options for key, label in layout.options(q.options)
    }
    return [(degree, named.get(str(degree), str(degree))) for degree in DEGREES]


def items_of(layout: Layout, answers: Answers, key: str, over: Collection[str]) -> Iterator[Said]:
    """Of a section that repeats; nothing where the form hasn't got it."""
    for section in layout.form.sections:
        if section.key == key and section.repeats:
            for item in layout.items(section, answers):
                cells = [cell for cell in layout.cells(section, item.id) if cell.path not in over]
                yield Said(
                    item.id,
                    {each.question.key: read_or_none(each, answers.get(each.path)) for each in cells},
                    {each.question.key: as_text(each, readable(answers, each)) for each in cells},
                )


def _once(layout: Layout, answers: Answers, over: set[str]) -> Said:
    """The answers of the sections that don't repeat."""
    cells = [cell for section in layout.form.sections if not section.repeats for cell in layout.cells(section)]
    found = {each.path: read_or_none(each, answers.get(each.path)) for each in cells if each.path not in over}
    return Said("", found, {})


def _place(said: Said) -> Place:
    return Place(
        id=said.id,
        title=said.title,
        kind=said.key("role"),
        role=said.text("role"),
        who=said.text("who"),
        mandate=said.text("mandate"),
        start=said.day("start"),
        end=said.day("end"),
    )


def _stretch(said: Said) -> Stretch | None:
    """None while it has no days, or ends before it begins."""
    start, end, planning = said.day("start"), said.day("end"), said.day("planning")
    if start is None or end is None or end < start:
        return None
    early = planning if planning and planning < start else None
    return Stretch(said.id, said.title, start, end, early, said.text("responsible"), said.text("description"))


def _day(said: Said) -> Day:
    return Day(said.id, said.title, said.day("date"), said.text("responsible"))


def _risk(said: Said, number: int) -> PlannedRisk:
    return PlannedRisk(
        id=said.id,
        number=number,
        title=said.title,
        theme=said.key("theme"),
        theme_in_words=said.text("theme"),
        causes=said.text("causes"),
        prevention=said.text("prevention"),
        mitigation=said.text("mitigation"),
        responsible=said.text("responsible"),
        due=said.day("date"),
        now=Risk.of(said.degree("probability"), said.degree("consequence")),
        after=Risk.of(said.degree("residual_probability"), said.degree("residual_consequence")),
    )


def _interest(said: Said) -> Interest:
    return Interest(said.id, said.title, said.text("interest"), said.text("influence"), said.text("how"))


def _anchor(said: Said) -> Anchor:
    return Anchor(
        id=said.id,
        title=said.title,
        decided_by=said.text("decided_by"),
        decided_on=said.day("decided_on"),
        link=said.text("link"),
        how=said.text("how"),
    )


def _agreement(said: Said) -> Agreement:
    return Agreement(
        id=said.id,
        title=said.title,
        party=said.text("with"),
        kind=said.text("kind"),
        start=said.day("start"),
        end=said.day("end"),
        notice=said.day("notice"),
        link=said.text("link"),
    )


def _address(link: str) -> str:
    return link if link.startswith(("https://", "http://")) else ""
