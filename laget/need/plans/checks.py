"""What has to be mended in a plan before it is laid before those who adopt it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from laget.base.questions.answers import Problem, layout_of, problems
from laget.base.questions.structure import Layout
from laget.need.plans.models import Plan
from laget.need.plans.reading import read_plan


def faults_in(plan: Plan) -> list[Problem]:
    """What is missing or can't be read, and then what doesn't hang together."""
    layout = layout_of(plan)
    return [*problems(layout, plan.answers), *_limits(layout, plan)]


def _limits(layout: Layout, plan: Plan) -> Iterator[Problem]:
    limits = read_plan(layout, plan.answers).limits
    section = layout.section_of("risk_act")
    if section and limits.act < limits.watch:
        words = _("Grensen for når noe må gjøres (%(act)d) er lavere enn grensen for å vurdere tiltak (%(watch)d).")
        yield Problem(words % {"act": limits.act, "watch": limits.watch}, section.key, "", "risk_act")
