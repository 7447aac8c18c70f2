"""The oracle of events: who knows of one, who signs up whom, and who runs it. Written from the policy."""

from collections.abc import Callable
from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer, Rule
from laget.config.tests.matrix.cast import NETWORK_OF, OWNER_OF, PARTNERS_OF, Someone, county_of
from laget.config.tests.matrix.policy import READING

ARRANGING = (
    Role.UNIT_LEADER,
    Role.OWNER,
    Role.COORDINATOR,
    Role.PARTNER,
    Role.FORUM_SECRETARY,
    Role.FORUM_LEADER,
    Role.CASE_OFFICER,
)
LEADING = (*ARRANGING, Role.DECIDER)
HOME = "Solbakken barnehage"  # where those who are tried have signed up from
COMING = frozenset({"open", "closed"})
DONE, ELSEWHERE, NOT_FOUND, PAGE = Answer.DONE, Answer.ELSEWHERE, Answer.NOT_FOUND, Answer.PAGE


@dataclass(frozen=True)
class Arrangement:
    county: str
    organiser: str
    state: str
    invited: str  # one party
    schools_only: bool
    begun: bool
    takes: bool  # sign-ups, today
    signed_up: bool  # someone has
    attended: bool = False
    unsure: bool = False  # it was moved, and someone hasn't said whether they come
    unspent: bool = False


@dataclass(frozen=True)
class Signed:
    """Someone from HOME on the list."""

    event: Arrangement
    attended: bool
    unsure: bool


def arranges_for(who: Someone, party: str) -> bool:
    return who.holds(*ARRANGING, at=party)


def arranges(who: Someone, event: Arrangement) -> bool:
    return arranges_for(who, event.organiser)


def sees(who: Someone, event: Arrangement) -> bool:
    """A draft is for those who arrange it. Then it is for the invited, and for Statsforvalteren in the county."""
    if arranges(who, event):
        return True
    return event.state != "draft" and (follows(who, event) or is_invited(who, event))


def follows(who: Someone, event: Arrangement) -> bool:
    return who.holds(Role.CASE_OFFICER, Role.DECIDER, at=event.county)


def sees_money(who: Someone, event: Arrangement) -> bool:
    return arranges(who, event) or (event.state != "draft" and follows(who, event))


def is_invited(who: Someone, event: Arrangement) -> bool:
    """Where they are, through its owner, or through a network or county that they take part in."""
    theirs = [(role, where) for role, where in who.roles if role in READING]
    if not any(event.invited in _around(where) for _role, where in theirs):
        return False
    only_units = all(role in (Role.UNIT_LEADER, Role.UNIT_STAFF) for role, _where in theirs)
    return not (event.schools_only and only_units) or any(where.endswith("skole") for _role, where in theirs)


def _around(party: str) -> set[str | None]:
    """What a party is part of: itself, its owner, its networks and counties."""
    owner = OWNER_OF.get(party, party)
    working = {network for network, partners in PARTNERS_OF.items() if party in partners}
    networks = working | ({NETWORK_OF[owner]} if owner in NETWORK_OF else set())
    return {party, owner, county_of(party), *networks, *(county_of(each) for each in networks)}


def led(who: Someone, event: Arrangement) -> set[str]:
    """The parties that someone signs others up for: where they lead, and what they own. All invited."""
    own = {where for role, where in who.roles if role in LEADING}
    owned = {unit for unit, owner in OWNER_OF.items() if who.holds(Role.OWNER, at=owner)}
    return {party for party in own | owned if _covered(event, party)}


def _covered(event: Arrangement, party: str) -> bool:
    fits = not event.schools_only or party not in OWNER_OF or party.endswith("skole")
    return fits and event.invited in _around(party)


def planning(who: Someone, party: str) -> Answer:
    return DONE if arranges_for(who, party) else NOT_FOUND


def running(when: Callable[[Arrangement], bool]) -> Rule:
    """Something that those who arrange it do, in its time."""

    def rule(who: Someone, event: Arrangement) -> Answer:
        if not arranges(who, event):
            return NOT_FOUND
        return DONE if when(event) else ELSEWHERE

    return rule


def writing(*states: str) -> Rule:
    """The page where it is changed, moved or called off."""

    def rule(who: Someone, event: Arrangement) -> Answer:
        if not arranges(who, event):
            return NOT_FOUND
        return PAGE if event.state in states else ELSEWHERE

    return rule


BEFORE = ("draft", "open", "closed")
ACTS: dict[str, Callable[[Arrangement], bool]] = {
    "open": lambda event: event.state in {"draft", "closed"} and not event.begun,
    "close": lambda event: event.state == "open",
    "hold": lambda event: event.state in COMING and event.begun,
    "evaluate": lambda event: event.state == "held" and event.attended,
    "ask": lambda event: event.unspent,
}


def signing_up_page(who: Someone, event: Arrangement) -> Answer:
    return PAGE if sees(who, event) and led(who, event) else NOT_FOUND


def signing_up(who: Someone, event: Arrangement) -> Answer:
    """Someone from HOME."""
    if not sees(who, event) or not led(who, event):
        return NOT_FOUND
    return DONE if HOME in led(who, event) and event.takes else Answer.INVALID


def signing_up_oneself(who: Someone, event: Arrangement) -> Answer:
    if not sees(who, event):
        return NOT_FOUND
    comes = who.holds(*READING, at=HOME) and _covered(event, HOME)
    return DONE if comes and event.takes else ELSEWHERE


def confirming_all(who: Someone, event: Arrangement) -> Answer:
    if not sees(who, event) or HOME not in led(who, event):
        return NOT_FOUND
    return DONE if event.unsure else ELSEWHERE


def at_the_door(who: Someone, event: Arrangement) -> Answer:
    """Touching someone's name: from the day itself."""
    if not arranges(who, event) or not event.signed_up:
        return NOT_FOUND
    return DONE if event.begun and event.state in {*COMING, "held"} else ELSEWHERE


def walking_in_page(who: Someone, event: Arrangement) -> Answer:
    if not arranges(who, event):
        return NOT_FOUND
    return PAGE if event.begun and event.state in {*COMING, "held"} else ELSEWHERE


def walking_in(who: Someone, event: Arrangement) -> Answer:
    """Someone from HOME."""
    page = walking_in_page(who, event)
    if page is not PAGE:
        return page
    return DONE if _covered(event, HOME) else Answer.INVALID


def funding(who: Someone, event: Arrangement) -> Answer:
    return DONE if arranges(who, event) else NOT_FOUND


def settling(who: Someone, event: Arrangement) -> Answer:
    may = sees_money(who, event) and who.holds(Role.CASE_OFFICER, at=event.county)
    return DONE if may else NOT_FOUND


def _of_theirs(when: Callable[[Signed], bool]) -> Rule:
    def rule(who: Someone, found: Signed) -> Answer:
        event = found.event
        if not (sees(who, event) and (arranges(who, event) or HOME in led(who, event))):
            return NOT_FOUND
        return DONE if when(found) else ELSEWHERE

    return rule


def may_withdraw(found: Signed) -> bool:
    return found.event.state in COMING and not found.attended


withdrawing = _of_theirs(may_withdraw)
confirming = _of_theirs(lambda found: found.unsure)


def by_ticket(when: Callable[[Signed], bool]) -> Rule:
    """Whoever has it."""
    return lambda _who, found: DONE if when(found) else ELSEWHERE


def may_check_in(found: Signed) -> bool:
    return found.event.begun and found.event.state in COMING and not found.attended
