"""What is shown gives nobody away: the worked examples, and the exact condition on many random sets."""

import itertools
import math
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from laget.rules.suppression import release

UNBOUNDED = 3  # a status of linprog
PAGE = Path(__file__).parents[3] / "docs/rules/suppression.md"
Row = tuple[str, dict[str, int], bool]


def examples() -> list[tuple[str, list[Row]]]:
    """The tables of the page: (heading, rows of group, persons and whether it is shown)."""
    found: list[tuple[str, list[Row]]] = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            found.append((line[4:], []))
        elif line.startswith("| ") and found and not line.startswith(("| Group", "| ---")):
            name, persons, shown = (cell.strip() for cell in line.strip("|").split("|"))
            counts = {part.rsplit(" ", 1)[0]: int(part.rsplit(" ", 1)[1]) for part in persons.split(", ")}
            found[-1][1].append((name, counts, shown == "yes"))
    return found


@pytest.mark.parametrize(("heading", "rows"), examples())
def test_the_worked_examples_are_true(heading: str, rows: list[Row]) -> None:
    sizes: dict[str, int] = {}
    for _name, counts, _shown in rows:
        sizes |= counts
    atoms = list(sizes)
    tally = np.array([sizes[atom] for atom in atoms], dtype=np.int64).reshape(-1, 1, 1)
    shown = release(tally, [[atoms.index(atom) for atom in counts] for _n, counts, _s in rows], k=5)
    assert {name: bool(may) for (name, _c, _s), may in zip(rows, shown[:, 0], strict=True)} == {
        name: may for name, _counts, may in rows
    }


def rank(rows: list[list[int]]) -> int:
    """Exact, over the fractions."""
    left, found = [[Fraction(x) for x in row] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in left if row[column]), None)
        if pivot is None:
            continue
        found += 1
        left = [
            [a - b * row[column] / pivot[column] for a, b in zip(row, pivot, strict=True)]
            for row in left
            if row is not pivot
        ]
    return found


def reaches_fewer_than(k: int, sizes: list[int], shown: list[list[int]]) -> bool:
    """Whether some sum of what is shown touches a set of fewer than k persons: every such set is tried."""
    whole = rank(shown)
    places = range(len(sizes))
    for number in range(1, len(sizes) + 1):
        for few in itertools.combinations(places, number):
            others = [[row[place] for place in places if place not in few] for row in shown]
            if sum(sizes[place] for place in few) < k and rank(others) < whole:
                return True
    return False


@dataclass(frozen=True)
class Case:
    """A random set: how many persons each atom has, the groups of atoms, the largest first, and what is shown."""

    k: int
    sizes: list[int]
    groups: list[list[int]]
    may: list[bool]

    def size(self, group: Iterable[int]) -> int:
        return sum(self.sizes[place] for place in group)

    @property
    def shown(self) -> list[list[int]]:
        return [self.row(group) for group, may in zip(self.groups, self.may, strict=True) if may]

    @property
    def hidden(self) -> set[tuple[int, ...]]:
        """What a reader may want to know: the hidden groups, and the atoms, of fewer than k."""
        groups = [tuple(group) for group, may in zip(self.groups, self.may, strict=True) if not may]
        return {each for each in [*groups, *((n,) for n in range(len(self.sizes)))] if self.size(each) < self.k}

    def row(self, group: Iterable[int]) -> list[int]:
        return [int(place in group) for place in range(len(self.sizes))]


def cases(number: int, seed: int) -> Iterator[Case]:
    """Groups in no order at all, and groups as a survey has them: units, owners, and layers across them."""
    dice = random.Random(seed)
    for case in range(number):
        k = dice.choice([3, 5])
        sizes = [dice.choice([1, 2, 3, 5, 8, 12, 20]) for _ in range(dice.randint(2, 7))]
        groups = [sorted(dice.sample(range(len(sizes)), dice.randint(1, len(sizes)))) for _ in range(7)]
        if case % 2:
            sizes, groups = _survey(dice)
        groups.sort(key=lambda group: -sum(sizes[place] for place in group))
        may = release(np.array(sizes, dtype=np.int64).reshape(-1, 1, 1), groups, k=k)[:, 0]
        yield Case(k, sizes, groups, may.tolist())


def _survey(dice: random.Random) -> tuple[list[int], list[list[int]]]:
    """Units with some leaders and some staff each, under two owners; whole, and by layer."""
    units, split = dice.randint(1, 3), dice.randint(0, 3)
    sizes = [dice.choice(few) for _unit in range(units) for few in ([1, 2, 3, 6], [5, 8, 12, 20])]
    atoms = range(2 * units)
    parts = (atoms, atoms[: 2 * split], atoms[2 * split :])
    groups = [[2 * unit, 2 * unit + 1] for unit in range(units)] + [list(part) for part in parts]
    groups += [list(part[layer::2]) for part in parts for layer in (0, 1)]
    return sizes, [group for group in groups if group]


def room(case: Case, group: Iterable[int]) -> float:
    """How far apart the lowest and the highest number are that a hidden group may have, for all one can see."""
    from scipy.optimize import linprog  # half a second to load, for the one process that asks

    shown = np.array(case.shown, dtype=float).reshape(-1, len(case.sizes))
    said = {"A_eq": shown, "b_eq": shown @ np.array(case.sizes)} if len(shown) else {}
    aim = np.array(case.row(group), dtype=float)
    low, high = linprog(aim, **said), linprog(-aim, **said)
    return math.inf if high.status == UNBOUNDED else float(-high.fun - low.fun)


def attack(number: int, *, seed: int) -> None:
    large, let_through, tried = 0, 0, 0
    for case in cases(number, seed):
        assert not reaches_fewer_than(case.k, case.sizes, case.shown), case
        for group in case.hidden:
            assert room(case, group) >= case.k - 1e-6, (case, group)
        tried += len(case.hidden)
        large += sum(case.size(group) >= case.k for group in case.groups)
        let_through += len(case.shown)
    assert let_through >= large / 2
    assert tried > number / 2


def test_no_sum_touches_fewer_than_k_and_no_hidden_number_is_kept_narrow_and_at_least_half_is_shown() -> None:
    attack(500, seed=2026)


@pytest.mark.soak
def test_the_same_of_ten_thousand_sets() -> None:
    attack(10_000, seed=1)


def test_the_attacker_finds_a_number_that_sums_keep_narrow() -> None:
    sizes, groups = [3, 1, 20, 1, 2, 12, 3], [[0, 1, 2, 3, 5, 6], [0, 1, 2, 3, 4, 5], [0, 1, 2, 4, 6], [0, 1, 3, 4, 6]]
    case = Case(5, sizes, groups, [True] * 4)
    assert not reaches_fewer_than(5, sizes, case.shown)
    assert room(case, [6]) == pytest.approx(4.5)


def test_the_attacker_finds_what_a_plain_limit_would_give_away() -> None:
    assert reaches_fewer_than(5, [20, 3], [[1, 1], [1, 0]])
    assert not reaches_fewer_than(5, [20, 8], [[1, 1], [1, 0]])


def test_a_question_that_everyone_answered_alike_is_not_shown() -> None:
    tally = np.zeros((2, 2, 2), dtype=np.int64)
    tally[:, 0, 0] = (10, 12)
    tally[0, 1] = (10, 0)
    tally[1, 1] = (5, 7)
    shown = release(tally, [[0, 1], [0], [1]], k=5)
    assert shown[:, 0].tolist() == [True, True, True]
    assert shown[:, 1].tolist() == [True, False, False]
