"""Habilitet: who stands too near a matter to take part in it (forvaltningsloven chapter II).

A tie that follows from a role is never weighed: whoever stands at a party that the matter concerns steps aside.
What can't be read from a role, a person says themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

P = TypeVar("P")


class Ground(StrEnum):
    """Why, the nearest first."""

    UNIT = "unit"  # works in a virksomhet that the matter concerns
    OWNER = "owner"  # stands for its owner
    NETWORK = "network"  # stands for the network that asks
    RECIPIENT = "recipient"  # stands for a UH, or another, named as recipient of the money
    DECLARED = "declared"  # has said so themselves
    JUDGED = "judged"  # the forum has found it so


NEAREST_FIRST = tuple(Ground)


@dataclass(frozen=True, slots=True)
class Tie(Generic[P]):
    """One way that a person is tied to a matter."""

    ground: Ground
    party: P


def concerned(
    *, units: Iterable[P] = (), owners: Iterable[P] = (), networks: Iterable[P] = (), recipients: Iterable[P] = ()
) -> dict[P, Ground]:
    """Whom a matter concerns. A party that it concerns in two ways is there in the nearest one."""
    found: dict[P, Ground] = {}
    for parties, ground in (
        (units, Ground.UNIT),
        (owners, Ground.OWNER),
        (networks, Ground.NETWORK),
        (recipients, Ground.RECIPIENT),
    ):
        for party in parties:
            found.setdefault(party, ground)
    return found


def ties(stands_at: Iterable[P], concerns: Mapping[P, Ground]) -> list[Tie[P]]:
    """Every tie between a person and a matter, the nearest first: none means that they are free to take part.

    `stands_at` is every party where the person holds a role or whom they sit in the forum for; `concerns` is
    whom the matter concerns.
    """
    found = [Tie(concerns[party], party) for party in stands_at if party in concerns]
    return sorted(found, key=lambda tie: NEAREST_FIRST.index(tie.ground))
