"""What the API answers with: the typed values that the page shows, under plain English names."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from laget.need.surveys.models import OtherSource, ReleasedGroup, Survey
from laget.need.surveys.result_files import why_hidden
from laget.need.surveys.result_queries import Result, Rung
from laget.need.surveys.results import Change, Choices, Measure, Statement
from laget.rules.change import Mean

HIDDEN = "null when it may not be shown"


class SurveyShape(Schema):
    """A kartlegging that has been counted."""

    id: UUID
    title: str
    purpose: str
    asked_by: str
    instrument: str
    opens: date
    closes: date
    counted: datetime
    smallest_group: int = Field(description="k: nothing is told of fewer than so many persons")
    baseline: bool
    previous: UUID | None = Field(description="the wave before, which change is measured from")
    sha256: str = Field(description="of everything that was frozen when it was counted")

    @classmethod
    def of(cls, survey: Survey) -> "SurveyShape":
        release = survey.release
        return cls(
            id=survey.pk,
            title=survey.title,
            purpose=survey.purpose,
            asked_by=survey.party.name,
            instrument=str(survey.stored),
            opens=survey.opens,
            closes=survey.closes,
            counted=release.frozen_at,
            smallest_group=release.k,
            baseline=survey.baseline,
            previous=survey.previous_id,
            sha256=release.sha256,
        )


class GroupShape(Schema):
    """A group of a result: a unit, an owner, a kommune, a network, a county or the country, whole or cut."""

    id: int
    name: str
    level: str
    layer: str = Field(description="staff, leaders or ppt; empty for all of them")
    sector: str
    kind: str
    shown: bool = Field(description="false when all of it is hidden")

    @classmethod
    def of(cls, group: ReleasedGroup) -> "GroupShape":
        return cls(**{name: getattr(group, name) for name in cls.model_fields})


class StepShape(Schema):
    """Another group one may go to."""

    id: int
    name: str

    @classmethod
    def of(cls, step: Rung) -> "StepShape":
        return cls(id=step.pk, name=step.name)


class FigureShape(Schema):
    """How many answered, their mean, and its standard deviation."""

    n: int
    mean: float
    spread: float

    @classmethod
    def of(cls, found: Mean | None) -> "FigureShape | None":
        return cls(n=found.n, mean=found.mean, spread=found.sd) if found else None


class ChangeShape(Schema):
    """From the wave before."""

    before: FigureShape
    moved: float
    counts: bool = Field(description="false when it is within what chance brings")

    @classmethod
    def of(cls, found: Change | None) -> "ChangeShape | None":
        if found is None:
            return None
        before = FigureShape(n=found.before.n, mean=found.before.mean, spread=found.before.sd)
        return cls(before=before, moved=round(found.moved, 3), counts=found.counts)


class BesideShape(Schema):
    """The same in a wider group, or in one layer."""

    name: str
    figure: FigureShape | None = Field(description=HIDDEN)

    @classmethod
    def each(cls, names: Sequence[str], figures: Sequence[Mean | None]) -> "list[BesideShape]":
        return [cls(name=name, figure=FigureShape.of(f)) for name, f in zip(names, figures, strict=True)]


class AreaShape(Schema):
    """A scale: the mean of some statements, or their sum."""

    key: str
    title: str
    lowest: int
    highest: int
    figure: FigureShape | None = Field(description=HIDDEN)
    change: ChangeShape | None
    beside: list[BesideShape]

    @classmethod
    def of(cls, found: Measure, beside: Sequence[str]) -> "AreaShape":
        return cls(
            key=found.key,
            title=found.title,
            lowest=found.low,
            highest=found.high,
            figure=FigureShape.of(found.figure),
            change=ChangeShape.of(found.change),
            beside=BesideShape.each(beside, found.beside),
        )


class AnswerShape(Schema):
    """How many gave an answer, of how many."""

    answer: str
    number: int | None = Field(description=HIDDEN)
    of: int | None = Field(description=HIDDEN)


class StatementShape(Schema):
    """One statement, answered on a scale."""

    key: str
    title: str
    part: str
    lowest: int
    highest: int
    low_is_good: bool
    figure: FigureShape | None = Field(description=HIDDEN)
    change: ChangeShape | None
    answers: list[AnswerShape]

    @classmethod
    def of(cls, part: str, found: Statement) -> "StatementShape":
        n = found.figure.n if found.figure else None
        return cls(
            key=found.key,
            title=found.title,
            part=part,
            lowest=found.low,
            highest=found.high,
            low_is_good=found.turned,
            figure=FigureShape.of(found.figure),
            change=ChangeShape.of(found.change),
            answers=[AnswerShape(answer=each.label, number=each.number, of=n) for each in found.shares],
        )


class ChoiceShape(Schema):
    """A question where one or more of a list was chosen."""

    key: str
    title: str
    part: str
    answers: list[AnswerShape]

    @classmethod
    def of(cls, part: str, found: Choices) -> "ChoiceShape":
        answers = [AnswerShape(answer=what, number=number, of=n) for what, number, n in found.rows]
        return cls(key=found.key, title=found.title, part=part, answers=answers)


class LayerShape(Schema):
    """What each layer came to on one scale."""

    title: str
    layers: list[BesideShape]


class WordsShape(Schema):
    """What people wrote in their own words, once someone has read and cleared it."""

    question: str
    answers: list[str]


class SourceRowShape(Schema):
    what: str
    number: float | None = Field(description="null is masked, which is not 0")
    unit: str


class SourceShape(Schema):
    """Numbers from elsewhere."""

    title: str
    source: str
    dated: date
    rows: list[SourceRowShape]

    @classmethod
    def of(cls, found: OtherSource) -> "SourceShape":
        rows = [SourceRowShape(what=what, number=number, unit=unit) for what, number, unit in found.rows]
        return cls(title=found.title, source=found.source, dated=found.dated, rows=rows)


class ResultShape(Schema):
    """Everything that is shown of one group."""

    survey: SurveyShape
    group: GroupShape
    name: str
    hidden: str = Field(description="why the group is hidden, in Norwegian; empty when it is shown")
    answered: int | None = Field(description=HIDDEN)
    invited: int | None = Field(description="null when hidden, and where anyone with the link could answer")
    part_of: list[StepShape]
    cut: list[StepShape] = Field(description="the same group as a whole, and by layer, sector and kind")
    areas: list[AreaShape]
    statements: list[StatementShape]
    choices: list[ChoiceShape]
    layers: list[LayerShape]
    words: list[WordsShape]
    sources: list[SourceShape]

    @classmethod
    def of(cls, found: Result) -> "ResultShape":
        side, shown = found.side, found.group.shown
        return cls(
            survey=SurveyShape.of(found.survey),
            group=GroupShape.of(found.group),
            name=found.name,
            hidden="" if shown else why_hidden(found.release.k),
            answered=found.n,
            invited=found.invited if shown else None,
            part_of=[StepShape.of(each) for each in found.ladder[1:]],
            cut=[StepShape.of(each) for each in found.slices],
            areas=[AreaShape.of(each, found.beside) for each in found.measures],
            statements=[StatementShape.of(part.title, each) for part in found.parts for each in part.statements],
            choices=[ChoiceShape.of(part.title, each) for part in found.parts for each in part.choices],
            layers=[LayerShape(title=r.title, layers=BesideShape.each(side.layers, r.figures)) for r in side.rows]
            if side
            else [],
            words=[WordsShape(question=question, answers=list(said)) for question, said in found.remarks],
            sources=[SourceShape.of(each) for each in found.sources],
        )
