"""The policy of who has been through what: whose counts one reads, and for which units one tells."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer
from laget.config.tests.matrix.cast import (
    COMPETENCE_NETWORKS,
    OSLO,
    OWNER_OF,
    PARTNERS_OF,
    TRONDELAG,
    Someone,
    county_of,
)
from laget.config.tests.matrix.policy import follows_every_case


@dataclass(frozen=True)
class ToldLine:
    """A line that a party has told of a unit."""

    unit: str
    by: str


def reads(who: Someone, party: str) -> bool:
    if party in OWNER_OF:
        return who.holds(Role.UNIT_LEADER, Role.UNIT_STAFF, at=party) or who.holds(Role.OWNER, at=OWNER_OF[party])
    if party in COMPETENCE_NETWORKS:
        carries = who.holds(Role.COORDINATOR, at=party)
        carries = carries or any(who.holds(Role.PARTNER, at=uh) for uh in PARTNERS_OF[party])
        return carries or follows_every_case(who, county_of(party) or "")
    if party in {TRONDELAG, OSLO}:
        return follows_every_case(who, party)
    return who.holds(Role.OWNER, at=party)


def tells(who: Someone, unit: str) -> bool:
    return unit in OWNER_OF and (who.holds(Role.UNIT_LEADER, at=unit) or who.holds(Role.OWNER, at=OWNER_OF[unit]))


def striking(who: Someone, line: ToldLine) -> Answer:
    """The leader any line of the unit; an owner what the owner told."""
    may = who.holds(Role.UNIT_LEADER, at=line.unit) or who.holds(Role.OWNER, at=line.by)
    return Answer.DONE if may else Answer.NOT_FOUND
