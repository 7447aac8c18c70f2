"""Which pieces of a text were looked for, when the database has put a sign before and after each."""

import re
from typing import NamedTuple

BEFORE, AFTER = "\ue000", "\ue001"  # for private use: they mean nothing, and are never shown


class Run(NamedTuple):
    text: str
    marked: bool


def runs(text: str) -> list[Run]:
    """The text in pieces, marked or not. The signs are gone from it, also where people have typed them themselves."""
    pieces = re.split(f"{BEFORE}([^{BEFORE}{AFTER}]*){AFTER}", text)
    cleaned = (re.sub(f"[{BEFORE}{AFTER}]", "", piece) for piece in pieces)
    return [Run(piece, n % 2 == 1) for n, piece in enumerate(cleaned) if piece]
