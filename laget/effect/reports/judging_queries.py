"""What there is to read when a report is judged: each section with what was said of it before, and what has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from laget.base.cycle.form_shape import Section
from laget.base.questions.answers import layout_of_version
from laget.base.questions.display import Block, Difference, blocks, differences
from laget.base.questions.models import Version
from laget.effect.reports.models import Judgement, Report, Ruling


@dataclass(frozen=True, slots=True)
class ToJudge:
    """A section of the version that was sent last. `before` is what was said of it in the version before."""

    section: Section
    blocks: Sequence[Block]
    judgement: Judgement | None
    before: Mapping[str, str] = field(default_factory=dict)
    changes: Sequence[Difference] = ()


def to_judge(report: Report, version: Version) -> list[ToJudge]:
    """Every section of the report, in order."""
    layout, answers = layout_of_version(report, version), version.content["answers"]
    last = rulings_of(report).last()
    changed: list[Difference] = differences(layout, last.version.content["answers"], answers) if last else []
    said = {each["section"]: each for each in last.sections} if last else {}
    judged = {each.section: each for each in version.judgements.select_related("person")}
    answered = blocks(layout, answers)
    return [
        ToJudge(
            section,
            [each for each in answered if each.section == section],
            judged.get(section.key),
            said.get(section.key, {}),
            [each for each in changed if each.section == section.key],
        )
        for section in layout.form.sections
    ]


def rulings_of(report: Report) -> QuerySet[Ruling]:
    """What has been answered so far, oldest first. For everyone that sees the report."""
    found = Ruling.objects.filter(version__document=report.pk)
    return found.select_related("version", "person").order_by("at")
