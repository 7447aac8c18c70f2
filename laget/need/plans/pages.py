"""What is drawn of a plan on its own page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from laget.base.questions.answers import layout_of
from laget.base.questions.models import Version
from laget.base.questions.states import State
from laget.need.plans.chart import chart_of, in_layers
from laget.need.plans.gantt import gantt_of
from laget.need.plans.matrix import Judged, Matrix, judged, matrix_of
from laget.need.plans.models import Plan, Progress
from laget.need.plans.reading import Content, read_plan
from laget.need.plans.risk_queries import newest_reviews
from laget.need.plans.steering_queries import history_over_years, standing
from laget.rules.words import lower_first


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is to happen, as the table beside the drawing has it."""

    key: str
    kind: str  # what one of its section is called
    title: str
    start: date | None
    end: date | None
    responsible: str
    progress: Progress | None


def drawn_of(plan: Plan, *, today: date) -> dict[str, Any]:
    """The context of the drawings, of the plan as it is shown."""
    content = read_plan(layout_of(plan), plan.answers)
    progress = {key: found[0] for key, found in history_over_years(plan).items()}
    version = standing(plan)
    risks = judged(content, newest_reviews([version])[plan.pk] if version and _says(plan, version) else {})
    return {
        "content": content,
        "organisation": in_layers(content.organisation),
        "chart": chart_of(content.organisation),
        "gantt": gantt_of(content, words={key: _words(plan, each) for key, each in progress.items()}, today=today),
        "rows": list(_rows(content, progress)),
        "progress": progress,
        "success": [(each, progress.get(f"success.{each.id}")) for each in content.success],
        "agreements": [(each, progress.get(f"agreements.{each.id}")) for each in content.agreements],
        "is_steered": version is not None,
        "risks": risks,
        "matrices": matrices_of(content, risks),
    }


def matrices_of(content: Content, risks: Sequence[Judged]) -> dict[str, Matrix]:
    """Now, and after the measures."""
    return {
        "now": matrix_of(content.limits, ((each.planned.number, each.now) for each in risks)),
        "after": matrix_of(content.limits, ((each.planned.number, each.after) for each in risks)),
    }


def _words(plan: Plan, said: Progress) -> str:
    return said.words if said.plan_id == plan.pk else _("i fjor: %(words)s") % {"words": lower_first(said.words)}


def _says(plan: Plan, version: Version) -> bool:
    """Whether what is shown is what was adopted, and not the next version being written."""
    return plan.state == State.ADOPTED or plan.answers == version.content["answers"]


def _rows(content: Content, progress: Mapping[str, Progress]) -> Iterator[Row]:
    for section, stretches in (("phases", content.phases), ("measures", content.measures)):
        for each in stretches:
            key, first = f"{section}.{each.id}", each.planning or each.start
            kind = content.ones[section]
            yield Row(key, kind, each.title, first, each.end, each.responsible, progress.get(key))
    for section, days in (("milestones", content.milestones), ("tasks", content.tasks)):
        for day in days:
            key, kind = f"{section}.{day.id}", content.ones[section]
            yield Row(key, kind, day.title, None, day.on, day.responsible, progress.get(key))
