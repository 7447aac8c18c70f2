"""The policy of oppfølgingsordningen: offered by Statsforvalteren, answered by the owner, seen by both."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer, Rule
from laget.config.tests.matrix.cast import Someone


@dataclass(frozen=True)
class Followed:
    """A municipality in it, or that is offered it; of a milestone, whose it is and whether it is done."""

    county: str
    owner: str
    state: str
    side: str = ""
    done: bool = False


def offers(who: Someone, county: str) -> bool:
    return who.holds(Role.CASE_OFFICER, at=county)


def sees(who: Someone, of: Followed) -> bool:
    return who.holds(Role.CASE_OFFICER, Role.DECIDER, at=of.county) or who.holds(Role.OWNER, at=of.owner)


def answering(who: Someone, of: Followed) -> Answer:
    if not who.holds(Role.OWNER, at=of.owner):
        return Answer.NOT_FOUND
    return Answer.DONE if of.state == "offered" else Answer.ELSEWHERE


def running(*states: str) -> Rule:
    def rule(who: Someone, of: Followed) -> Answer:
        if not offers(who, of.county):
            return Answer.NOT_FOUND
        return Answer.DONE if of.state in states else Answer.ELSEWHERE

    return rule


def reaching(who: Someone, of: Followed) -> Answer:
    owners = of.side == "owner" and who.holds(Role.OWNER, at=of.owner)
    states = of.side == "state" and offers(who, of.county)
    if not owners and not states:
        return Answer.NOT_FOUND
    return Answer.ELSEWHERE if of.done else Answer.DONE
