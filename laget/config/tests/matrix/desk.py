"""The policy of a koordinator's desk: it is for the koordinator of that network, and nobody else."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer
from laget.config.tests.matrix.cast import Someone


@dataclass(frozen=True)
class Desk:
    network: str
    has_late: bool  # someone else than the network itself is late


def has_it(who: Someone, desk: Desk) -> bool:
    return who.holds(Role.COORDINATOR, at=desk.network)


def reminding(who: Someone, desk: Desk) -> Answer:
    if not has_it(who, desk):
        return Answer.NOT_FOUND
    return Answer.DONE if desk.has_late else Answer.ELSEWHERE
