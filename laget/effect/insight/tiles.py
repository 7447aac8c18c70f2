"""The counties as a map of tiles: each as large as the next, near where it lies, darker the more it is granted."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from laget.base.actors.models import County
from laget.effect.insight.nation_queries import CountyYear

SIZE, STEP, ACROSS = 84, 90, 7
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
        return f"{self.amount / 1_000_000:.1f}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class TileMap:
    width: int
    height: int
    tiles: Sequence[Tile]
    size: int = SIZE


def tiles_of(counties: Sequence[CountyYear]) -> TileMap:
    known, placed, unplaced = _places(), [], 0
    most = max((each.money.granted for each in counties), default=0)
    lowest = max((known[c.county.code][1] for c in counties if c.county.code in known), default=-1)
    highest = min((known[c.county.code][1] for c in counties if c.county.code in known), default=0)
    for each in counties:
        if each.county.code in known:
            column, row, short = known[each.county.code]
        else:
            column, row, short = unplaced % ACROSS, lowest + 1 + unplaced // ACROSS, each.county.name[:3]
            unplaced += 1
        amount = each.money.granted
        shade = 1 + min(SHADES - 1, amount * SHADES // (most + 1)) if amount else 0
        placed.append(Tile(each.county, short, column * STEP, (row - highest) * STEP, shade, amount))
    height = max((tile.y for tile in placed), default=0) + SIZE
    west = min((tile.x for tile in placed), default=0)
    moved = [Tile(t.county, t.short, t.x - west, t.y, t.shade, t.amount) for t in placed]
    return TileMap(max((tile.x for tile in moved), default=0) + SIZE, height, moved)


@cache
def _places() -> dict[str, tuple[int, int, str]]:
    text = (Path(__file__).parent / "tiles.toml").read_text(encoding="utf-8")
    return {code: (each["column"], each["row"], each["short"]) for code, each in tomllib.loads(text).items()}
