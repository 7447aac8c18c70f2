"""What others than the virksomhet may see of what children said: decided once, when the period is closed.

A theme is shown when at least five children spoke of it, the smallest group that the surveys and
Foreldreundersøkelsen have too. Even then no count leaves the virksomhet. Others see how many children there were in
steps of five, as `rules.bands` tells answers, and how they have it, all taken together, as one of five words.
The three answers apart would give single children away, also when each is told roughly: with "few" and "few" and
"most" of five, somebody said it alone. Nothing is added up over several virksomheter, so there is nothing to
subtract one from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from laget.need.surveys.actions import USUAL_K
from laget.need.voices.said import Said, Told, add_up
from laget.rules.bands import fifth, middle_of, step

K = USUAL_K


@dataclass(frozen=True, slots=True)
class Banded:
    """A theme as it is shown to others: how many children at least and at most, and the fifth they are in."""

    low: int
    high: int
    fifth: int  # 0, not good, to 4, good

    @property
    def level(self) -> Fraction:
        return middle_of(self.fifth)


def by_theme(said: Iterable[tuple[str, Said]]) -> dict[str, Told]:
    """What each theme adds up to, over the ways it was heard."""
    found: dict[str, list[Said]] = {}
    for theme, one in said:
        found.setdefault(theme, []).append(one)
    return {theme: add_up(each) for theme, each in found.items()}


def release(told: Mapping[str, Told]) -> dict[str, Any]:
    """By theme, what may be shown outside the virksomhet, as JSON. None for too few: it says no more than that."""
    return {theme: _banded(each) if each.at_least >= K else None for theme, each in told.items()}


def _banded(told: Told) -> dict[str, int]:
    low, high = step(told.at_least, k=K)
    return {"low": low, "high": high, "fifth": fifth(told.level)}


def read(released: Mapping[str, Any]) -> dict[str, Banded | None]:
    return {theme: Banded(**each) if each else None for theme, each in released.items()}
