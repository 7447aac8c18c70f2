"""A share told so roughly that nobody can be picked out of it: in fifths, the outermost of them with their edges."""

from fractions import Fraction

LOWEST, LOW, MIDDLE, HIGH, HIGHEST = range(5)


def fifth(share: Fraction) -> int:
    """Which fifth a share from 0 to 1 falls in: 0 to 4. Raises ValueError outside."""
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
