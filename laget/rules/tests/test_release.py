"""What is shown gives nobody away: the worked examples, and the exact condition on many random sets."""

import itertools
import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from laget.rules.suppression import band, release

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


def test_no_sum_of_what_is_shown_touches_fewer_than_k_and_at_least_half_is_shown() -> None:
    dice, large, let_through = random.Random(2026), 0, 0
    for _case in range(500):
        k = dice.choice([3, 5])
        sizes = [dice.choice([1, 2, 3, 5, 8, 12, 20]) for _ in range(dice.randint(2, 7))]
        groups = [sorted(dice.sample(range(len(sizes)), dice.randint(1, len(sizes)))) for _ in range(7)]
        groups.sort(key=lambda group: -sum(sizes[place] for place in group))
        may = release(np.array(sizes, dtype=np.int64).reshape(-1, 1, 1), groups, k=k)[:, 0]
        shown = [
            [int(place in group) for place in range(len(sizes))]
            for group, is_shown in zip(groups, may, strict=True)
            if is_shown
        ]
        assert not reaches_fewer_than(k, sizes, shown), (sizes, groups, k)
        large += sum(sum(sizes[place] for place in group) >= k for group in groups)
        let_through += len(shown)
    assert let_through >= large / 2


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


@pytest.mark.parametrize(
    ("answered", "invited", "expected"),
    [(0, 12, (0, 4)), (4, 12, (0, 4)), (7, 12, (5, 9)), (11, 12, (10, 12)), (12, 12, (10, 12)), (3, 4, (0, 4))],
)
def test_while_open_the_number_of_answers_moves_in_steps(
    answered: int, invited: int, expected: tuple[int, int]
) -> None:
    assert band(answered, invited, k=5) == expected
