"""The counties as a map of tiles: each as large as the next, near where it lies, darker the more it is granted."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from laget.base.actors.models import County
from laget.effect.insight.nation_queries import CountyYear

SIZE, STEP, ACROSS = 84, 90, 6
SHADES = 4


@dataclass(frozen=True, slots=True)
class Tile:
    county: County
    short: str
    x: int
    y: int
    shade: int  # 0 is nothing, and SHADES the most
    amount: int

    @property
    def millions(self) -> str:
        """As much as there is room for: 12,4."""
        if not self.amount:
            return "–"
        return f"{self.amount / 1_000_000:.1f}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class TileMap:
    width: int
    height: int
    tiles: Sequence[Tile]
    absent: Sequence[tuple[int, int, str]]  # where the counties lie that aren't here: x, y and a short name
    size: int = SIZE


def tiles_of(counties: Sequence[CountyYear]) -> TileMap:
    """All the counties there are, and below them those that have no place on the map."""
    places = _places()
    most = max((each.money.granted for each in counties), default=0)
    below = [each for each in counties if each.county.code not in places]
    bottom = max(row for _column, row, _short in places.values())
    tiles = []
    for each in counties:
        if each.county.code in places:
            column, row, short = places[each.county.code]
        else:
            place = below.index(each)
            column, row, short = place % ACROSS, bottom + 1 + place // ACROSS, each.county.name[:3]
        amount = each.money.granted
        shade = 1 + amount * SHADES // (most + 1) if amount else 0
        tiles.append(Tile(each.county, short, column * STEP, row * STEP, shade, amount))
    here = {each.county.code for each in counties}
    absent = [(column * STEP, row * STEP, short) for code, (column, row, short) in places.items() if code not in here]
    rows = bottom + 1 + -(-len(below) // ACROSS)
    return TileMap(ACROSS * STEP, rows * STEP, tiles, absent)


@cache
def _places() -> dict[str, tuple[int, int, str]]:
    text = (Path(__file__).parent / "tiles.toml").read_text(encoding="utf-8")
    return {code: (each["column"], each["row"], each["short"]) for code, each in tomllib.loads(text).items()}
