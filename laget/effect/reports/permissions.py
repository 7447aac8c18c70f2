from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
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


def receives(actor: Actor, report: Report) -> bool:
    return actor.holds(Role.CASE_OFFICER, at=report.county_id)


def can_submit(actor: Actor, report: Report) -> bool:
    return writes(actor, report) and allows(TRANSITIONS, State(report.state), Act.SUBMIT)


def can_return(actor: Actor, report: Report) -> bool:
    return receives(actor, report) and allows(TRANSITIONS, State(report.state), Act.RETURN)


def can_approve(actor: Actor, report: Report) -> bool:
    return receives(actor, report) and allows(TRANSITIONS, State(report.state), Act.APPROVE)
