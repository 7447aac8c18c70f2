"""Which groups may be shown, so that nothing can be worked out about fewer than k persons.

Everything shown about a group is a sum over its members: how many they are, and what they answered.
Whoever sees several groups can add and subtract them: a kommune less its other schools is the school
that was hidden. So it isn't enough that each group is large; every set that can be reached by adding
and subtracting what is shown has to be.

How it is ensured: `bricks.py` keeps the persons in bricks that no sum can cut too finely, and a group is
let through only if the bricks can be cut by it. Worked tables: docs/rules/suppression.md.

The same bricks serve every question. One that fewer have answered is shown for fewer groups, and
finer bricks than its own only make the rule stricter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from laget.rules.bricks import TOOK_PART, Counts, Flags, Wall, tells_nobody

__all__ = ["TOOK_PART", "Counts", "Flags", "release"]


def release(tally: Counts, groups: Sequence[Sequence[int]], *, k: int) -> Flags:
    """Decide for each group and variable whether it may be shown: (groups × variables).

    `tally` counts answers: (atoms × variables × categories). An atom is the finest set of persons that
    any group tells apart, such as the leaders of one school. The first variable counts those who took
    part, in any one category. `groups` names the atoms of each group, the most important first: what is
    shown of one can keep a later one from being shown.

    A question where everyone in a set gave the same answer tells what each of them answered, so such a
    set is not shown either, nor left as the difference between two that are.
    """
    if k < 2:
        raise ValueError("k is at least 2")
    here = tally[:, TOOK_PART].sum(axis=1) > 0
    atoms = [frozenset(atom for atom in group if here[atom]) for group in groups]
    screen = _Screen(tally, atoms, k)
    for number, group in enumerate(atoms):
        if group and tally[list(group), TOOK_PART].sum() >= k:
            screen.consider(number)
    return screen.shown


@dataclass
class _Screen:
    """What is shown so far."""

    tally: Counts
    groups: list[frozenset[int]]
    k: int
    wall: Wall = field(init=False)
    shown: Flags = field(init=False)
    showing: dict[int, list[int]] = field(default_factory=dict)  # by atom: the shown groups it is in

    def __post_init__(self) -> None:
        self.wall = Wall(self.tally, self.k)
        self.shown = np.zeros((len(self.groups), self.tally.shape[1]), dtype=np.bool_)

    def consider(self, number: int) -> None:
        """Show a group for the variables where it is safe, and cut the bricks by it."""
        group = self.groups[number]
        whole = self.tally[list(group)].sum(axis=0)
        cut = self.wall.cut_by(group)
        if cut is None:
            self._show_what_follows(number, whole)
            return
        safe = cut.is_safe(self.k, len(whole)) & tells_nobody(whole, self.k)
        if safe[TOOK_PART]:
            self._show(number, safe)
            self.wall.make(cut)

    def _show_what_follows(self, number: int, whole: Counts) -> None:
        """A group that the shown ones already add up to tells nothing new, where all of them are shown."""
        terms = self._adds_up_to(self.groups[number])
        if terms:
            enough = whole.sum(axis=1) >= self.k
            safe = enough & tells_nobody(whole, self.k) & self.shown[terms].all(axis=0)
            if safe[TOOK_PART]:
                self._show(number, safe)

    def _adds_up_to(self, group: frozenset[int]) -> list[int]:
        """Shown groups that this one is the sum of, or what is left of one when others are taken from it.

        Empty when none are found. It looks where they use to be, in the two smallest groups around it,
        and not everywhere: one that it misses is hidden, though it could have been shown.
        """
        parts = self._filled_by(group)
        if parts:
            return parts
        around = [each for each in self.showing.get(next(iter(group)), []) if group <= self.groups[each]]
        for larger in sorted(around, key=lambda each: len(self.groups[each]))[:2]:
            others = self._filled_by(self.groups[larger] - group)
            if others is not None:
                return [larger, *others]
        return []

    def _filled_by(self, atoms: frozenset[int]) -> list[int] | None:
        """Shown groups without overlap that together are these atoms."""
        found, left = [], set(atoms)
        while left:
            fits = [each for each in self.showing.get(next(iter(left)), []) if self.groups[each] <= left]
            if not fits:
                return None
            found.append(max(fits, key=lambda each: len(self.groups[each])))
            left.difference_update(self.groups[found[-1]])
        return found

    def _show(self, number: int, safe: Flags) -> None:
        self.shown[number] = safe
        for atom in self.groups[number]:
            self.showing.setdefault(atom, []).append(number)
