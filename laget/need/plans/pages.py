"""What is drawn of a plan on its own page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from laget.base.questions.answers import layout_of
from laget.need.plans.chart import chart_of, in_layers
from laget.need.plans.gantt import gantt_of
from laget.need.plans.matrix import judged, matrix_of
from laget.need.plans.models import Plan
from laget.need.plans.reading import Content, read_plan


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is to happen, as the table beside the drawing has it."""

    key: str
    kind: str  # what one of its section is called
    title: str
    start: date | None
    end: date | None
    responsible: str


def drawn_of(plan: Plan, *, today: date) -> dict[str, Any]:
    """The context of the drawings, of the plan as it is shown."""
    content = read_plan(layout_of(plan), plan.answers)
    risks = judged(content, {})
    return {
        "content": content,
        "organisation": in_layers(content.organisation),
        "chart": chart_of(content.organisation),
        "gantt": gantt_of(content, words={}, today=today),
        "rows": list(_rows(content)),
        "risks": risks,
        "matrices": {
            "now": matrix_of(content.limits, ((each.planned.number, each.now) for each in risks)),
            "after": matrix_of(content.limits, ((each.planned.number, each.after) for each in risks)),
        },
    }


def _rows(content: Content) -> Iterator[Row]:
    for section, stretches in (("phases", content.phases), ("measures", content.measures)):
        for each in stretches:
            kind, first = content.ones[section], each.planning or each.start
            yield Row(f"{section}.{each.id}", kind, each.title, first, each.end, each.responsible)
    for section, days in (("milestones", content.milestones), ("tasks", content.tasks)):
        for day in days:
            yield Row(f"{section}.{day.id}", content.ones[section], day.title, None, day.on, day.responsible)
