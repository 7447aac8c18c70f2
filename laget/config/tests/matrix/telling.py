"""The policy of being told: a notice is for those it names, and what one chooses for oneself is one's own."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer
from laget.config.tests.matrix.cast import Someone


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
