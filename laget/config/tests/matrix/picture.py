"""The policy of the pictures: whose one reads, what one finds under a figure, and who tells Udir."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer
from laget.config.tests.matrix.cast import NETWORK_OF, OSLO, OWNER_OF, PARTNERS_OF, TRONDELAG, Someone, county_of
from laget.config.tests.matrix.policy import follows_every_case

COUNTIES = frozenset({TRONDELAG, OSLO})


@dataclass(frozen=True)
class Figure:
    """A figure of a party's picture, and whether there is such a figure."""

    party: str
    known: bool = True


def reads(who: Someone, party: str) -> bool:
    """Where they work, and a UH that works with a network; an owner and its units; the networks they carry on, and the
    owners there; and all that is wider than a unit where they follow every case, but for what a UH has.
    """
    if any(party in partners for partners in PARTNERS_OF.values()):
        return who.holds(Role.PARTNER, at=party)
    if party in OWNER_OF:
        return who.holds(Role.UNIT_LEADER, Role.UNIT_STAFF, at=party) or who.holds(Role.OWNER, at=OWNER_OF[party])
    if party in COUNTIES:
        return follows_every_case(who, party)
    if follows_every_case(who, county_of(party) or ""):
        return party in NETWORK_OF or party in PARTNERS_OF
    if party in NETWORK_OF:
        return who.holds(Role.OWNER, at=party) or _carries_on(who, NETWORK_OF[party])
    return party in PARTNERS_OF and _carries_on(who, party)


def finding(who: Someone, figure: Figure) -> Answer:
    return Answer.PAGE if figure.known and reads(who, figure.party) else Answer.NOT_FOUND


def steers(who: Someone, party: str) -> bool:
    return party in COUNTIES and who.holds(Role.CASE_OFFICER, Role.DECIDER, at=party)


def _carries_on(who: Someone, network: str) -> bool:
    coordinates = who.holds(Role.COORDINATOR, at=network)
    return coordinates or any(who.holds(Role.PARTNER, at=uh) for uh in PARTNERS_OF[network])
