"""The policy of syntheses: made by those who read every document in them, and read by those they are published to."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer
from laget.config.tests.matrix.cast import Someone
from laget.config.tests.matrix.policy import takes_part


@dataclass(frozen=True)
class Summed:
    """A synthesis. Its audience is "" while it is a draft."""

    party: str
    county: str
    audience: str = ""


def makes(who: Someone, party: str) -> bool:
    return who.holds(Role.FORUM_SECRETARY, Role.COORDINATOR, Role.CASE_OFFICER, at=party)


def sees(who: Someone, synthesis: Summed) -> bool:
    to_county = synthesis.audience in {"county", "public"} and takes_part(who, synthesis.county)
    return makes(who, synthesis.party) or to_county or synthesis.audience == "public"


def writes(who: Someone, synthesis: Summed) -> bool:
    return makes(who, synthesis.party) and not synthesis.audience


def open_to_all(_who: Someone, synthesis: Summed) -> Answer:
    return Answer.PAGE if synthesis.audience == "public" else Answer.NOT_FOUND
