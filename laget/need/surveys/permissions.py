"""Who may ask, who may see how it goes, and who may see what it came to."""

from datetime import date
from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.need.surveys.models import Survey, SurveyUnit
from laget.need.surveys.states import TRANSITIONS, Act, State
from laget.rules.transitions import allows

# Who asks on behalf of whom: the leader of a virksomhet, an owner, a koordinator, the forum or the county.
ASKERS = (Role.UNIT_LEADER, Role.OWNER, Role.COORDINATOR, Role.FORUM_SECRETARY, Role.CASE_OFFICER)


def may_ask_for(actor: Actor, party: UUID) -> bool:
    return actor.holds(*ASKERS, at=party)


def may_take_in_instruments(actor: Actor, county: UUID) -> bool:
    """The county's administrator, who has looked at what its licence allows."""
    return actor.holds(Role.ADMINISTRATOR, at=county)


def runs(actor: Actor, survey: Survey) -> bool:
    """The ones who plan it, follow it and close it."""
    return may_ask_for(actor, survey.party_id)


def hands_out_codes(actor: Actor, unit: SurveyUnit) -> bool:
    """The leader of the unit gives the codes to the people there, and nobody else sees them."""
    return actor.holds(Role.UNIT_LEADER, at=unit.party_id)


def can_change(actor: Actor, survey: Survey) -> bool:
    """While nobody has been asked."""
    return runs(actor, survey) and survey.state == State.PLANNED


def can_open(actor: Actor, survey: Survey) -> bool:
    return runs(actor, survey) and allows(TRANSITIONS, State(survey.state), Act.OPEN)


def can_close(actor: Actor, survey: Survey) -> bool:
    return runs(actor, survey) and allows(TRANSITIONS, State(survey.state), Act.CLOSE)


def can_remind(actor: Actor, survey: Survey, *, day: date) -> bool:
    """At most once a day."""
    return runs(actor, survey) and survey.state == State.OPEN and survey.reminded != day


def clears_remarks(actor: Actor, survey: Survey) -> bool:
    """The leader of whoever asked reads what people wrote in their own words, before anyone else does.

    Not the staff of the asking party, and not those who only follow the survey.
    """
    return may_ask_for(actor, survey.party_id)
