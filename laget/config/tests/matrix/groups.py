"""The policy of groups: for their members and those whose they are; Statsforvalteren sees all but the owners' own."""

from dataclasses import dataclass, field

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer, Rule
from laget.config.tests.matrix.cast import NETWORK_OF, Someone

RUNNING = (Role.COORDINATOR, Role.FORUM_SECRETARY, Role.CASE_OFFICER, Role.OWNER)


@dataclass(frozen=True)
class Together:
    """A group."""

    home: str
    county: str
    members: frozenset[tuple[Role, str]]
    leaders: frozenset[tuple[Role, str]]
    done_by: frozenset[tuple[Role, str]] = field(default_factory=frozenset)  # who is to do the point
    laid_by: str = ""  # who laid by its document


def runs(who: Someone, party: str) -> bool:
    return who.holds(*RUNNING, at=party)


def leads(who: Someone, group: Together) -> bool:
    return runs(who, group.home) or any(each in group.leaders for each in who.roles)


def sees(who: Someone, group: Together) -> bool:
    is_owners = group.home in NETWORK_OF
    follows = not is_owners and who.holds(Role.CASE_OFFICER, Role.DECIDER, at=group.county)
    return leads(who, group) or follows or any(each in group.members for each in who.roles)


def belongs(who: Someone, group: Together) -> bool:
    return leads(who, group) or any(each in group.members for each in who.roles)


def takes_away(who: Someone, group: Together) -> bool:
    """Whoever laid it by, while they are with them, or those who lead."""
    return leads(who, group) or (who.name == group.laid_by and belongs(who, group))


def making(who: Someone, party: str) -> Answer:
    return Answer.DONE if runs(who, party) else Answer.NOT_FOUND


def leading(answer: Answer) -> Rule:
    return lambda who, group: answer if leads(who, group) else Answer.NOT_FOUND


def finishing(who: Someone, group: Together) -> Answer:
    does = leads(who, group) or any(each in group.done_by for each in who.roles)
    return Answer.DONE if does else Answer.NOT_FOUND
