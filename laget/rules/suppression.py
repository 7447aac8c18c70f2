"""Which groups may be shown, so that nothing can be worked out about fewer than k persons.

Everything shown about a group is a sum over its members: how many they are, and what they answered.
Whoever sees several groups can add and subtract them: a kommune less its other schools is the school
that was hidden. So it isn't enough that each group is large; every set that can be reached by adding
and subtracting what is shown has to be.

How it is ensured. Persons who are in exactly the same shown groups make up a *brick*: no sum of what
is shown can treat them differently. A group is let through only if it cuts the bricks so that, however
the groups already shown are added and subtracted, what is left over holds at least k persons. In each
brick that is at least the smaller part of the cut, for any sum is the same throughout the brick, and
outside all groups it is the whole, for there every sum is 0. By induction no vector but 0 in the span
of what is shown touches fewer than k persons. Worked tables: docs/rules/suppression.md.

The same bricks serve every question. One that fewer have answered is shown for fewer groups, and
finer bricks than its own only make the rule stricter.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

TOOK_PART = 0  # the variable that counts everyone who took part
OUTSIDE = 0  # the brick of those who are in no group that is shown


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
    sizes = [int(tally[list(group), TOOK_PART].sum()) for group in atoms]
    wall = _Wall(tally, atoms, k)
    for number, size in enumerate(sizes):
        if size >= k:
            wall.consider(number)
    return wall.shown


@dataclass(frozen=True, slots=True)
class _Cut:
    """One brick, and the part of it that lies inside the group at hand."""

    brick: int
    part: list[int]
    inside: Counts  # variables × categories
    rest: Counts | None  # None outside, where there is always more


@dataclass
class _Wall:
    """What is shown so far, and the bricks it is made of."""

    tally: Counts
    groups: list[frozenset[int]]
    k: int
    shown: Flags = field(init=False)
    brick_of: list[int] = field(init=False)
    bricks: dict[int, Counts] = field(default_factory=dict)
    showing: dict[int, list[int]] = field(default_factory=dict)  # by atom: the shown groups it is in

    def __post_init__(self) -> None:
        self.shown = np.zeros((len(self.groups), self.tally.shape[1]), dtype=np.bool_)
        self.brick_of = [OUTSIDE] * len(self.tally)

    def consider(self, number: int) -> None:
        """Show a group for the variables where it is safe, and cut the bricks by it."""
        cuts = list(self._cuts(self.groups[number]))
        whole = sum((cut.inside for cut in cuts), start=np.zeros_like(self.tally[0]))
        left_over = sum((_left_over(cut) for cut in cuts), start=np.zeros(len(whole), dtype=np.int64))
        if left_over[TOOK_PART] == 0:
            self._show_what_follows(number, whole)
            return
        safe = (left_over >= self.k) & self._tells_nobody(whole)
        for cut in cuts:
            safe &= self._tells_nobody(cut.inside)
            if cut.rest is not None:
                safe &= self._tells_nobody(cut.rest)
        if safe[TOOK_PART]:
            self._show(number, safe)
            self._split(cuts)

    def _cuts(self, group: frozenset[int]) -> Iterator[_Cut]:
        parts: dict[int, list[int]] = {}
        for atom in group:
            parts.setdefault(self.brick_of[atom], []).append(atom)
        for brick, part in parts.items():
            inside = self.tally[part].sum(axis=0)
            yield _Cut(brick, part, inside, None if brick == OUTSIDE else self.bricks[brick] - inside)

    def _tells_nobody(self, answers: Counts) -> Flags:
        """By variable: whether a set gave different answers, or is too small to be reached anyway."""
        number = answers.sum(axis=1)
        found = (number < self.k) | (answers.max(axis=1) < number)
        found[TOOK_PART] = True
        return np.asarray(found)

    def _show_what_follows(self, number: int, whole: Counts) -> None:
        """A group that the shown ones already add up to tells nothing new, where all of them are shown."""
        terms = self._adds_up_to(self.groups[number])
        if terms:
            safe = (whole.sum(axis=1) >= self.k) & self._tells_nobody(whole) & self.shown[terms].all(axis=0)
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

    def _split(self, cuts: list[_Cut]) -> None:
        for cut in cuts:
            if cut.rest is not None and not cut.rest[TOOK_PART].any():
                continue  # all of the brick is inside
            new = len(self.bricks) + 1
            self.bricks[new] = cut.inside
            if cut.rest is not None:
                self.bricks[cut.brick] = cut.rest
            for atom in cut.part:
                self.brick_of[atom] = new


def _left_over(cut: _Cut) -> Counts:
    """The fewest persons in this brick that the group and any sum of those shown can disagree about."""
    inside = cut.inside.sum(axis=1)
    return np.asarray(inside if cut.rest is None else np.minimum(inside, cut.rest.sum(axis=1)))


def band(answered: int, invited: int, *, k: int) -> tuple[int, int]:
    """How many have answered, while a survey is open: (at least, at most), never nearer than k persons.

    Whoever watches the number from day to day must not see who answered that day, nor, at the end,
    who did not: so it moves in steps of k, and the last step is open.
    """
    low = answered // k * k
    return low, min(max(invited, answered), low + k - 1) if low + k <= invited else max(invited, answered)
