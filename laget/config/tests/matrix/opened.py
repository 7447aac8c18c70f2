"""The policy of keys for programs: who makes one, and who revokes it."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer
from laget.config.tests.matrix.cast import Someone
from laget.config.tests.matrix.policy import READING, administers

DATA = ("tildelinger", "tiltak", "mottakere", "nokkeltall", "runder")
ANSWERING = READING - {Role.UNIT_STAFF, Role.FORUM_MEMBER}


@dataclass(frozen=True)
class KeyFor:
    """A role at a party, that a key is asked for or reads for."""

    role: Role
    party: str
    county: str


def making(who: Someone, asked: KeyFor) -> Answer:
    """A role that one holds oneself, and no other: a key opens nothing that its maker can't."""
    may = asked.role in ANSWERING and who.holds(asked.role, at=asked.party)
    return Answer.DONE if may else Answer.INVALID


def revokes(who: Someone, key: KeyFor) -> bool:
    return who.holds(*ANSWERING, at=key.party) or administers(who, key.county)
