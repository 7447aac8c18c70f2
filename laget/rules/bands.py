"""What is told so roughly that nobody can be picked out of it: a number in steps of k, and a share in fifths."""

from fractions import Fraction

LOWEST, LOW, MIDDLE, HIGH, HIGHEST = range(5)


def band(answered: int, invited: int, *, k: int) -> tuple[int, int]:
    """How many have answered, while a survey is open: (at least, at most), never nearer than k persons.

    Whoever watches the number from day to day must not see who answered that day, nor, at the end,
    who did not: so it moves in steps of k, and the last step is open. More than were invited may answer by a link.
    """
    low = answered // k * k
    return low, invited if answered <= invited < low + k else low + k - 1


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
