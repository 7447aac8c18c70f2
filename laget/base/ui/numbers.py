"""Whole numbers in addresses and hidden fields: what isn't one a database can hold is taken for nothing."""

from typing import overload

MOST_DIGITS = 9  # such a number fits in any column


@overload
def whole_number(text: str) -> int | None: ...
@overload
def whole_number(text: str, otherwise: int) -> int: ...
def whole_number(text: str, otherwise: int | None = None) -> int | None:
    """The number that the text is, when it is nothing but at most nine digits; else the other."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else otherwise
