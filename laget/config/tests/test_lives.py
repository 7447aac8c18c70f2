"""Cases lived at random, from the need to the money paid back: every act is real, and held up against the tables.

Eight kinds of life, since no run of fifty acts goes all the way: each begins where another leaves off, and answers for
its own tables. Together they visit every transition that there is.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from laget.config.environment import ROOT
from laget.config.tests.lives.decisions import DecisionsLife
from laget.config.tests.lives.events import EventsLife
from laget.config.tests.lives.fellestiltak import FellestiltakLife
from laget.config.tests.lives.life import Life, Visit
from laget.config.tests.lives.needs import NeedsLife
from laget.config.tests.lives.oppfolging import OppfolgingLife
from laget.config.tests.lives.payments import MoneyLife
from laget.config.tests.lives.plans import PlansLife
from laget.config.tests.lives.ranked import RankedLife
from laget.config.tests.lives.room import RoomLife
from laget.config.tests.lives.run import live
from testing.people import World, build_world
from testing.ranking import build_ranked_world

# What the audit log calls the things of each table.
KINDS = {
    "assessments": "assessment",
    "behovsmelding": "behovsmelding",
    "beslutningsgrunnlag": "beslutningsgrunnlag",
    "changes": "change",
    "corrections": "correction",
    "delivery.DEVELOPMENT": "development",
    "delivery.PULJE": "pulje",
    "events": "event",
    "forum.MATTER": "matter",
    "forum.MEETING": "meeting",
    "innstilling": "innstilling",
    "klage": "klage",
    "oppfolging": "oppfolging",
    "payments": "payments",
    "plans": "plan_project",
    "reports": "report",
    "surveys": "survey",
    "tilsagn": "tilsagn",
    "voices": "listening",
}


@dataclass(frozen=True)
class Lived:
    """A kind of life, how often, the tables that it answers for, and in which county."""

    kind: type[Life]
    runs: int
    tables: str
    ranked: bool = False

    def never_visited(self, visited: Counter[Visit]) -> list[Visit]:
        every = tables()
        wanted = {(kind, str(state), str(act)) for kind in self.tables.split() for state, act in every[kind]}
        mine = {visit for visit, kind in ELSEWHERE.items() if kind is self.kind}
        return sorted((wanted - ELSEWHERE.keys() | mine) - visited.keys())

    def world(self) -> World:
        return build_ranked_world() if self.ranked else build_world()


# What follows from an act of another kind of life: the innstilling takes in what networks have sent; and where
# applications compete, the forum takes in what owners have.
ELSEWHERE: dict[Visit, type[Life]] = {
    ("beslutningsgrunnlag", "submitted", "consider"): RoomLife,
    ("behovsmelding", "submitted", "consider"): RankedLife,
}
LIVES = {
    "needs": Lived(NeedsLife, 35, "assessment behovsmelding beslutningsgrunnlag survey listening"),
    "room": Lived(RoomLife, 35, "meeting matter innstilling"),
    "decisions": Lived(DecisionsLife, 80, "tilsagn klage correction"),
    "money": Lived(MoneyLife, 40, "change payments report"),
    "events": Lived(EventsLife, 30, "event"),
    "fellestiltak": Lived(FellestiltakLife, 40, "pulje development"),
    "oppfolging": Lived(OppfolgingLife, 10, "oppfolging"),
    "plans": Lived(PlansLife, 10, "plan_project"),
    "ranked": Lived(RankedLife, 20, "", ranked=True),
}
TEN_THOUSAND = 10_000 // sum(each.runs for each in LIVES.values())  # times as many, a part at a time


def tables() -> dict[str, Mapping[tuple[Any, Any], Any]]:
    """Every table of transitions there is, by what its things are called."""
    found: dict[str, Mapping[tuple[Any, Any], Any]] = {}
    for path in sorted(ROOT.glob("laget/*/*/states.py")):
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for name, value in vars(module).items():
            if isinstance(value, dict) and value and all(isinstance(key, tuple) for key in value):
                app = path.parent.name
                found[KINDS[app if name == "TRANSITIONS" else f"{app}.{name}"]] = value
    return found


def test_every_table_is_answered_for() -> None:
    assert sorted(" ".join(each.tables for each in LIVES.values()).split()) == sorted(tables())


@pytest.mark.parametrize("name", LIVES)
def test_three_hundred_lives_of_fifty_acts(name: str, db: None, tmp_path: Path) -> None:
    lived = LIVES[name]
    visited = live(lived.kind, lived.world(), runs=lived.runs, files=tmp_path)
    assert lived.never_visited(visited) == []


@pytest.mark.soak
@pytest.mark.parametrize("part", range(TEN_THOUSAND + 1))
@pytest.mark.parametrize("name", LIVES)
def test_ten_thousand_lives(name: str, part: int, db: None, tmp_path: Path) -> None:
    """Each part in a county built anew, with other dice."""
    lived = LIVES[name]
    live(lived.kind, lived.world(), runs=lived.runs, files=tmp_path, dice=part)
