"""Numbers as people write and read them."""

import re
from fractions import Fraction

_FRACTION = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9}|/[0-9]{1,9})?")  # no powers of ten: they can be of any size


def read_fraction(text: str) -> Fraction:
    """ "2", "0,5" or "1/50", exactly. Raises ValueError for anything else."""
    text = text.replace(",", ".").replace(" ", "")
    if not _FRACTION.fullmatch(text):
        raise ValueError(f"not a number: {text[:20]}")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f"not a number: {text[:20]}") from None


def spaced(number: int) -> str:
    """Thousands apart, with a narrow space where a line never breaks: 1 250 000."""
    return f"{number:,}".replace(",", "\u202f")


def kr(amount: int) -> str:
    """1250000 as 1 250 000 kr, on one line."""
    return f"{spaced(amount)}\u00a0kr"
