"""When two people write in the same draft: take both where they wrote apart, show both where they did not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Changes = Mapping[str, tuple[Any, Any]]  # path: (before, after)


@dataclass(frozen=True, slots=True)
class Tab:
    """Which page something was typed on, and in which turn it was sent from there: each comes after those with a lower.

    A page saves by itself, so that what it sent before can get here after what it sent later.
    """

    page: str = ""
    turn: int = 0

    def is_own(self, page: str) -> bool:
        """Whether this page saved it, which never clashes with itself."""
        return bool(page) and page == self.page

    def is_passed_by(self, page: str, turn: int) -> bool:
        """Whether this page saved it later than what comes now."""
        return self.is_own(page) and turn > self.turn


NOWHERE = Tab()


@dataclass(frozen=True, slots=True)
class OtherEdit:
    """What someone else saved since this person opened the page."""

    name: str
    at: datetime
    changes: Changes


@dataclass(frozen=True, slots=True)
class Clash:
    """One answer that two people have changed to different things."""

    path: str
    before: Any
    theirs: Any
    mine: Any
    name: str
    at: datetime


def merge(
    current: Mapping[str, Any], mine: Mapping[str, Any], others: Iterable[OtherEdit]
) -> tuple[dict[str, Any], list[Clash]]:
    """What this person changed since they opened the page, and where that clashes with what others changed.

    `mine` holds every answer on their page, changed or not. `others`, oldest first, are undone to find
    what this person saw when they opened it. An empty answer is None.
    """
    opened = {path: current.get(path) for path in mine}
    last: dict[str, OtherEdit] = {}
    for edit in others:
        for path, (before, _after) in edit.changes.items():
            if path in mine:
                if path not in last:  # the oldest edit knows what stood there first
                    opened[path] = before
                last[path] = edit
    changed = {path: answer for path, answer in mine.items() if answer != opened[path]}
    clashes = [
        Clash(path, opened[path], current.get(path), answer, last[path].name, last[path].at)
        for path, answer in changed.items()
        if path in last and answer != current.get(path)
    ]
    return {path: answer for path, answer in changed.items() if answer != current.get(path)}, clashes
