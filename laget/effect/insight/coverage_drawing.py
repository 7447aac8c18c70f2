"""Which units are covered, as a bar for each sort of owner: parts of a hundred, and the numbers in the table beside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from laget.effect.insight.need_queries import COVERS, Cover, Covered
from laget.grant.payments.sheet import Piece, pieces_of

TONES = {Cover.BOTH: 5, Cover.NEED: 4, Cover.TILTAK: 2, Cover.NEITHER: 3}


@dataclass(frozen=True, slots=True)
class Strip:
    covered: Covered
    pieces: Sequence[Piece]


def strips_of(found: Iterable[Covered]) -> list[Strip]:
    return [
        Strip(
            each,
            pieces_of([(str(COVERS[key]), tone, each.by_cover[key]) for key, tone in TONES.items()], whole=each.units),
        )
        for each in found
    ]
