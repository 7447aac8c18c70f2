"""The oracle of kartlegging: who may see, run and hand out one. Written from the policy, like policy.py."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer, Rule
from laget.config.tests.matrix.cast import OWNER_OF, PARTNERS_OF, Someone, network_of
from laget.config.tests.matrix.policy import READING, administers, follows_every_case

ASKERS = (Role.UNIT_LEADER, Role.OWNER, Role.COORDINATOR, Role.FORUM_SECRETARY, Role.CASE_OFFICER)


@dataclass(frozen=True)
class Kartlegging:
    asker: str
    county: str
    state: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    survey: Kartlegging
    name: str
    by_link: bool = False


def asks(who: Someone, asker: str) -> bool:
    return who.holds(*ASKERS, at=asker)


def taking_in_page(who: Someone, _county: object) -> Answer:
    return Answer.PAGE if any(role is Role.ADMINISTRATOR for role, _where in who.roles) else Answer.NOT_FOUND


def taking_in(who: Someone, county: str | None) -> Answer:
    """For a county that they administer. An empty form, or one for another county, comes back."""
    if not any(role is Role.ADMINISTRATOR for role, _where in who.roles):
        return Answer.NOT_FOUND
    return Answer.DONE if administers(who, county) else Answer.INVALID


def sees(who: Someone, survey: Kartlegging) -> bool:
    """Those who ask, those who follow every case of the county, and those with a unit in it."""
    if who.holds(*READING, at=survey.asker) or follows_every_case(who, survey.county):
        return True
    return any(_has_to_do_with(who, unit) for unit in survey.units)


def _has_to_do_with(who: Someone, unit: str) -> bool:
    """Whoever works there, owns it, or leads its network with its UH."""
    network = str(network_of(unit))
    if who.holds(*READING, at=unit) or who.holds(*READING, at=OWNER_OF[unit]):
        return True
    partner = any(who.holds(Role.PARTNER, at=uh) for uh in PARTNERS_OF[network])
    return partner or who.holds(Role.COORDINATOR, at=network)


def runs(who: Someone, survey: Kartlegging) -> bool:
    return asks(who, survey.asker)


def hands_out(who: Someone, unit: Unit) -> bool:
    return who.holds(Role.UNIT_LEADER, at=unit.name)


def running(when: frozenset[str]) -> Rule:
    """By those who run it, in its time. At another time they are sent back to it."""

    def answer(who: Someone, survey: Kartlegging) -> Answer:
        if not runs(who, survey):
            return Answer.NOT_FOUND
        return Answer.DONE if survey.state in when else Answer.ELSEWHERE

    return answer


def changing_page(who: Someone, survey: Kartlegging) -> Answer:
    """The plan, by those who run it, until it opens. Then they are sent to the survey."""
    if not runs(who, survey):
        return Answer.NOT_FOUND
    return Answer.PAGE if survey.state == "planned" else Answer.ELSEWHERE


def changing_nothing(who: Someone, survey: Kartlegging) -> Answer:
    """An empty form comes back."""
    found = changing_page(who, survey)
    return Answer.INVALID if found is Answer.PAGE else found


def printing(who: Someone, unit: Unit) -> Answer:
    if not hands_out(who, unit):
        return Answer.NOT_FOUND
    return Answer.PAGE if unit.survey.state == "open" and not unit.by_link else Answer.ELSEWHERE


def making_more(who: Someone, unit: Unit) -> Answer:
    if not hands_out(who, unit):
        return Answer.NOT_FOUND
    return Answer.DONE if unit.survey.state == "open" and not unit.by_link else Answer.ELSEWHERE


def mailing(who: Someone, unit: Unit) -> Answer:
    if not hands_out(who, unit):
        return Answer.NOT_FOUND
    if unit.by_link:
        return Answer.INVALID
    return Answer.DONE if unit.survey.state == "open" else Answer.ELSEWHERE
