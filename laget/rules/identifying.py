"""What in a text may tell who someone is: numbers that belong to one person, addresses, and names.

It is a net with holes, for those who mean well: it stops what slips in by habit. A name that is also a
word at the start of a sentence gets through, and so does "the girl with the red wheelchair".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from stdnum.no import fodselsnummer


class Sort(Enum):
    IDENTITY_NUMBER = "identity number"
    PHONE = "phone number"
    EMAIL = "e-mail address"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Finding:
    sort: Sort
    text: str


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ELEVEN = re.compile(r"(?<!\d)\d{6}[ .:-]?\d{5}(?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)47 ?)?[2-9](?:[ .]?\d){7}(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# What a sentence begins after: nothing, or one of these and perhaps a space, a quotation mark or a dash.
_STARTS = re.compile(r"(?:^|[.!?:\n•«»\"“”(–-])[\s«»\"“”(–-]*$")
# Ordinary in Norway today, in small letters. Those that are also words are left out: Bjørn, Dag, Even, Hans, Liv,
# Per. A capital in the middle of a sentence gives them away all the same, and at its start nothing can.
_GIVEN_NAMES = frozenset((Path(__file__).parent / "given_names.txt").read_text(encoding="utf-8").split())
# Words that stand with a capital in the middle of a sentence and are nobody's name.
_NOT_NAMES = frozenset({"Norge", "Noreg", "Statped", "Statsforvalteren", "Udir", "Laget", "Minecraft", "Lego", "Jul"})
# What stands after one of these is a place: avdeling Sol, gruppa Revene. A given name is found all the same.
_PLACE = re.compile(r"\b(?:avdeling(?:en|a)?|grupp(?:e|en|a)|basen?|rommet|stua) [«\"“]?$", re.IGNORECASE)


def findings(text: str) -> list[Finding]:
    """All that is found, in the order of their sorts, each once."""
    found = [*_numbers(text), *(Finding(Sort.EMAIL, each) for each in _EMAIL.findall(text)), *_names(text)]
    return list(dict.fromkeys(found))


def _numbers(text: str) -> Iterator[Finding]:
    elevens = [match[0] for match in _ELEVEN.finditer(text)]
    yield from (Finding(Sort.IDENTITY_NUMBER, each) for each in elevens if is_identity_number(each))
    yield from (Finding(Sort.PHONE, match[0].strip()) for match in _PHONE.finditer(_ELEVEN.sub(" ", text)))


def is_identity_number(number: str) -> bool:
    """A fødselsnummer or a D-number with the right check digits; or nearly: eleven digits that begin as a date.

    A number mistyped is still somebody's, and from 2032 the first check digit is no longer a check.
    """
    digits = re.sub(r"\D", "", number)
    day, month = int(digits[:2]), int(digits[2:4])
    return bool(fodselsnummer.is_valid(digits)) or (1 <= day % 40 <= 31 and 1 <= month % 40 <= 12)


def _names(text: str) -> Iterator[Finding]:
    without_addresses = _EMAIL.sub(" ", text)
    for match in _WORD.finditer(without_addresses):
        word = match[0]
        if any(part.lower() in _GIVEN_NAMES for part in _stems(word)) or _stands_out(word, without_addresses, match):
            yield Finding(Sort.NAME, word)


def _stems(word: str) -> Iterator[str]:
    """A name as it stands, in the genitive, and each half of a double name."""
    yield word
    yield word.rstrip("'’").removesuffix("s")
    yield from word.split("-")


def _stands_out(word: str, text: str, match: re.Match[str]) -> bool:
    """A capital in the middle of a sentence. All in capitals is an abbreviation: PPT, SFO."""
    if not word[0].isupper() or word.isupper() or word in _NOT_NAMES:
        return False
    before = text[: match.start()]
    return not _STARTS.search(before) and not _PLACE.search(before)
