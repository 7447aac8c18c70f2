"""The oracle of the catalogue: who reads it, and who keeps it. Written from the policy."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer
from laget.config.tests.matrix.cast import Someone


@dataclass(frozen=True)
class Offered:
    """An entry."""

    county: str


def edits(who: Someone, county: str) -> bool:
    return who.holds(Role.CASE_OFFICER, Role.ADMINISTRATOR, at=county)


def edits_entry(who: Someone, entry: Offered) -> bool:
    return edits(who, entry.county)


def reads(who: Someone, entry: Offered) -> bool:
    return entry.county in who.counties


def taking_in(who: Someone, county: str) -> Answer:
    """Where it has been taken in before, there is nothing new. Oslo has no catalogue yet."""
    if not edits(who, county):
        return Answer.NOT_FOUND
    return Answer.DONE if county == "Oslo" else Answer.ELSEWHERE
