"""What is told so roughly that nobody can be picked out of it: a number in steps of k, and a share in fifths."""

from fractions import Fraction

LOWEST, LOW, MIDDLE, HIGH, HIGHEST = range(5)


def step(number: int, *, k: int) -> tuple[int, int]:
    """The step of k numbers that a number is in: (at least, at most)."""
    low = number // k * k
    return low, low + k - 1


def band(answered: int, invited: int, *, k: int) -> tuple[int, int]:
    """How many have answered, while a survey is open: (at least, at most), one of k numbers or more.

    Whoever watches the number from day to day must not see who answered that day, nor, at the end,
    who did not: so it moves in steps of k, and what is left over at the end is part of the last step. Only where
    fewer than k - 1 are invited is it of fewer numbers: all there are. More than were invited may answer by a
    link: their steps begin at the first beyond.
    """
    if answered > invited:
        low, high = step(answered - invited - 1, k=k)
        return invited + 1 + low, invited + 1 + high
    last = max(0, (invited + 1) // k * k - k)
    return (last, invited) if answered >= last else step(answered, k=k)


def fifth(share: Fraction) -> int:
    """Which fifth a share from 0 to 1 falls in: 0 to 4, the outermost with their edges. Raises ValueError outside."""
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is no share")
    if share <= Fraction(1, 5):
        return LOWEST
    if share >= Fraction(4, 5):
        return HIGHEST
    if share <= Fraction(2, 5):
        return LOW
    return MIDDLE if share < Fraction(3, 5) else HIGH


def middle_of(fifth: int) -> Fraction:
    """The share that stands for a fifth when it is drawn."""
    return Fraction(2 * fifth + 1, 10)
