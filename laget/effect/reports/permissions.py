from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.questions.models import Edit, Version
from laget.base.questions.permissions import writes
from laget.base.questions.states import Act, State
from laget.effect.reports.models import Report
from laget.effect.reports.states import TRANSITIONS
from laget.rules.transitions import allows


def may_ask(actor: Actor, county: UUID) -> bool:
    return actor.holds(Role.CASE_OFFICER, at=county)


def follows_late(actor: Actor, county: UUID) -> bool:
    """Who has not reported, how often they have been asked, and what may be done about it."""
    return actor.holds(Role.CASE_OFFICER, Role.DECIDER, at=county)


def judges(actor: Actor, report: Report) -> bool:
    """A case officer who has neither written in the report nor sent it. The database says the same."""
    return actor.holds(Role.CASE_OFFICER, at=report.county_id) and not _has_a_hand_in(actor, report)


def can_submit(actor: Actor, report: Report) -> bool:
    return writes(actor, report) and allows(TRANSITIONS, State(report.state), Act.SUBMIT)


def can_judge(actor: Actor, report: Report) -> bool:
    """Read it section by section, and then ask for more or approve."""
    return allows(TRANSITIONS, State(report.state), Act.APPROVE) and judges(actor, report)


def _has_a_hand_in(actor: Actor, report: Report) -> bool:
    mine = actor.person.pk
    wrote = Edit.objects.filter(document=report.pk, person=mine).exists()
    return wrote or Version.objects.filter(document=report.pk, frozen_by=mine).exists()
