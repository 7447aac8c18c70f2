"""What is said of many documents at once: how many, what stands out, which themes, and what may be told to others.

Worked tables: docs/rules/synthesis.md.
"""

import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from enum import StrEnum
from statistics import median

FEWEST_TO_STAND_OUT = 10  # who have answered, before an answer can be called rare
RARE = 10  # at most one in so many gives it
FEWEST_AMOUNTS = 5  # before any of them can be far from the middle
FAR = 3  # times the middle, or a part of it


class HowMany(StrEnum):
    """How many of those who could, in the words that a synthesis uses."""

    NONE = "none"
    ONE = "one"
    SOME = "some"
    MANY = "many"
    MOST = "most"
    ALL = "all"


def how_many(n: int, of: int) -> HowMany:
    """All; most from two of three; many from one of three; else some. One is one, also of one or two.

    Raises ValueError when there are more than there can be.
    """
    if not 0 <= n <= of:
        raise ValueError(f"{n} of {of}")
    if n == 0:
        return HowMany.NONE
    if n == 1:
        return HowMany.ONE
    if n == of:
        return HowMany.ALL
    if 3 * n >= 2 * of:
        return HowMany.MOST
    return HowMany.MANY if 3 * n >= of else HowMany.SOME


def middle(amounts: Sequence[int]) -> int:
    """The amount that half of them are at or below, in whole numbers, halves upwards."""
    return int(median(amounts) + 0.5) if amounts else 0


def is_far(amount: int, amounts: Sequence[int]) -> bool:
    """More than three times the middle of them all, or less than a third of it."""
    if len(amounts) < FEWEST_AMOUNTS:
        return False
    between = middle(amounts)
    return between > 0 and (amount > FAR * between or FAR * amount < between)


def is_rare(n: int, of: int) -> bool:
    """An answer that at most one in ten give, where at least ten have answered."""
    return of >= FEWEST_TO_STAND_OUT and n > 0 and n * RARE <= of


def themes_in(text: str, themes: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The themes that a text touches: {theme: the word of its list that was found first in the list}.

    A word is found where a word of the text begins with it, whatever the capitals: «autis» finds «autismespekteret»,
    but «tisme» doesn't. Several words are found after each other.
    """
    plain = " ".join(text.casefold().split())
    found: dict[str, str] = {}
    for theme, words in themes.items():
        for word in words:
            if (wanted := " ".join(word.casefold().split())) and re.search(rf"(?<!\w){re.escape(wanted)}", plain):
                found[theme] = word
                break
    return found


def smallest_part(groups: Iterable[Collection[Hashable]]) -> int:
    """The smallest part that the groups cut each other into: members who are in exactly the same of them. 0 for none.

    Whatever is added and subtracted of figures of whole groups can be had from the figures of these parts, and no
    more: members of a part could change answers with each other, and every figure would stay the same.
    """
    sets = [frozenset(group) for group in groups]
    members = frozenset[Hashable]().union(*sets)
    parts = Counter(tuple(member in group for group in sets) for member in members)
    return min(parts.values(), default=0)


def may_be_told(new: Collection[Hashable], told: Iterable[Collection[Hashable]], *, k: int) -> bool:
    """Whether figures of a group can be told beside those told before, and nothing be worked out of fewer than k."""
    return bool(new) and smallest_part([new, *told]) >= k
