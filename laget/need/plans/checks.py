"""What has to be mended in a plan before it is laid before those who adopt it."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from laget.base.questions.answers import Problem
from laget.base.questions.models import Document
from laget.base.questions.structure import Layout
from laget.need.plans.reading import read_plan


def what_does_not_hold(plan: Document, layout: Layout, _day: date) -> Iterator[Problem]:
    """What doesn't hang together."""
    limits = read_plan(layout, plan.answers).limits
    section = layout.section_of("risk_act")
    if section and limits.act < limits.watch:
        words = _("Grensen for når noe må gjøres (%(act)d) er lavere enn grensen for å vurdere tiltak (%(watch)d).")
        yield Problem(words % {"act": limits.act, "watch": limits.watch}, section.key, "", "risk_act")
