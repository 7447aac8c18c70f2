"""What has to be mended in a plan before it is laid before those who adopt it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from laget.base.questions.answers import Problem, layout_of, problems
from laget.base.questions.structure import Layout
from laget.need.plans.models import Plan
from laget.need.plans.reading import items_of, read_plan


def faults_in(plan: Plan) -> list[Problem]:
    """What is missing or can't be read, and then what doesn't hang together."""
    layout = layout_of(plan)
    return [*problems(layout, plan.answers), *_backwards(layout, plan), *_limits(layout, plan)]


def _backwards(layout: Layout, plan: Plan) -> Iterator[Problem]:
    """Phases, measures, roles and agreements that end before they begin."""
    for section in layout.form.sections:
        for said in items_of(layout, plan.answers, section.key):
            start, end = said.day("start"), said.day("end")
            if start and end and end < start:
                text = _("«%(title)s» slutter før det begynner. Rett en av dagene.") % {"title": said.title}
                yield Problem(text, section.key, said.id, f"{section.key}.{said.id}.end")


def _limits(layout: Layout, plan: Plan) -> Iterator[Problem]:
    limits = read_plan(layout, plan.answers).limits
    section = layout.section_of("risk_act")
    if section and limits.act < limits.watch:
        words = _("Grensen for når noe må gjøres (%(act)d) er lavere enn grensen for å vurdere tiltak (%(watch)d).")
        yield Problem(words % {"act": limits.act, "watch": limits.watch}, section.key, "", "risk_act")
