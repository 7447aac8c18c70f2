"""What is written down as spent of each award, wherever it is written: so that all who ask, count the same.

Each app that has such lines counts its own, and says so in its `ready`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from uuid import UUID

Count = Callable[[Collection[UUID]], Iterable[tuple[UUID, int, int]]]  # of awards: award, year, kroner
_counts: list[Count] = []


def counts_as_spent(count: Count) -> None:
    _counts.append(count)


def spent_of(awards: Collection[UUID]) -> Counter[tuple[UUID, int]]:
    """By award and year. One query for each app that counts."""
    spent: Counter[tuple[UUID, int]] = Counter()
    for count in _counts:
        for award, year, amount in count(awards):
            spent[award, year] += amount
    return spent
