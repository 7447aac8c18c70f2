"""What is drawn of a plan on its own page."""

from typing import Any

from laget.base.questions.answers import layout_of
from laget.need.plans.chart import chart_of, in_layers
from laget.need.plans.models import Plan
from laget.need.plans.reading import read_plan


def drawn_of(plan: Plan) -> dict[str, Any]:
    """The context of the drawings, of the plan as it is shown."""
    content = read_plan(layout_of(plan), plan.answers)
    return {
        "content": content,
        "organisation": in_layers(content.organisation),
        "chart": chart_of(content.organisation),
    }
