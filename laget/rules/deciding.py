"""How a seated body decides: who sits in which seat, whether there are enough of them, and what a vote comes to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Generic, TypeVar

S = TypeVar("S")
P = TypeVar("P")


class Choice(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAINS = "abstains"


@dataclass(frozen=True, slots=True)
class Seating(Generic[S, P]):
    """One seat in one matter: who sits there, and who stepped aside for them."""

    seat: S
    person: P | None  # None when nobody is left to sit there
    left: tuple[P, ...]  # those before them in the seat who are there, but tied


def seat(seats: Iterable[tuple[S, Sequence[P]]], *, present: Collection[P], tied: Collection[P]) -> list[Seating[S, P]]:
    """Fill each seat with the first of its people who is there and free: the member, else the deputies in order.

    Nobody sits in two seats. Someone who is tied leaves the seat, and is counted nowhere.
    """
    taken: set[P] = set()
    found = []
    for each, people in seats:
        here = [person for person in people if person in present]
        free = [person for person in here if person not in tied and person not in taken]
        sits = free[0] if free else None
        before = here[: here.index(sits)] if sits is not None else here
        found.append(Seating(each, sits, tuple(person for person in before if person in tied)))
        taken |= {sits} if sits is not None else set()
    return found


def needed(seats: int, share: Fraction) -> int:
    """How many of the seats with a vote have to be filled: the share, rounded up, and never none."""
    return max(1, ceil(seats * share))


@dataclass(frozen=True, slots=True)
class Tally:
    """What a vote comes to."""

    votes_for: int
    votes_against: int
    abstaining: int
    by_casting_vote: bool
    adopted: bool


def breaks_ties(majority: Fraction, *, casting: bool) -> bool:
    """Whether the chair has a casting vote, if the county gives one: equal votes are no more than half."""
    return casting and majority <= Fraction(1, 2)


def count(votes: Mapping[P, Choice], *, chair: P | None, majority: Fraction, casting: bool) -> Tally:
    """Adopted when more than the share `majority` of those who voted for or against, voted for.

    At equal votes the chair's own vote decides where `breaks_ties` says so. A chair who abstains, or has no vote
    in the matter, decides nothing: then it isn't adopted.
    """
    given = list(votes.values())
    yes, no = given.count(Choice.FOR), given.count(Choice.AGAINST)
    equal = yes == no and yes > 0
    decides = votes.get(chair) if equal and chair is not None and breaks_ties(majority, casting=casting) else None
    by_casting = decides in (Choice.FOR, Choice.AGAINST)
    adopted = decides is Choice.FOR if by_casting else yes > majority * (yes + no)
    return Tally(yes, no, given.count(Choice.ABSTAINS), by_casting, adopted)
