"""The policy of being told: a notice is for those it names, and what one chooses for oneself is one's own."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer
from laget.config.tests.matrix.cast import PARTNERS_OF, Someone, county_of


@dataclass(frozen=True)
class Note:
    """A notice: for those in a role at a party, or, without one, for everyone who takes part in the county."""

    at: str
    role: Role | None = None


def is_told(who: Someone, note: Note) -> bool:
    return who.holds(note.role, at=note.at) if note.role else note.at in who.counties


def reading_all(who: Someone, _thing: object) -> Answer:
    """Everyone in a county has something to read; nobody else has."""
    return Answer.DONE if who.counties else Answer.ELSEWHERE


def owns(who: Someone, owner: str) -> bool:
    return who.name == owner


def knows_network(who: Someone, network: str) -> bool:
    """Who belongs together is known to all who take part in the county, and so are the dates."""
    return county_of(network) in who.counties


def is_in_network(who: Someone, network: str) -> bool:
    return network in who.networks


def leads_network(who: Someone, network: str) -> bool:
    """The koordinator and the UH that the network works with write in its year."""
    partner = any(who.holds(Role.PARTNER, at=uh) for uh in PARTNERS_OF[network])
    return partner or who.holds(Role.COORDINATOR, at=network)
