"""Names made comparable: in Norwegian order for lists, in ASCII for addresses."""

import re
import unicodedata

# After z in ASCII stand { | }, so they can carry the three letters that follow z in Norwegian.
_AFTER_Z = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})
_ASCII = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss", "þ": "th"})


def sort_key(name: str) -> str:
    """The name as text that sorts in Norwegian order under a plain byte comparison.

    "aa" counts as å, as in Norwegian registers; Sámi letters sort with their plain forms.
    """
    lowered = _composed(name).casefold().replace("aa", "å").translate(_AFTER_Z)
    return " ".join(_plain(lowered).translate(_ASCII).split())


def slug(name: str) -> str:
    """The name as part of an address or a file name: "Trøndelag sørvest" is "trondelag-sorvest"."""
    ascii_name = _plain(_composed(name).casefold().translate(_ASCII))
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")


def _composed(text: str) -> str:
    """With å as one letter: some programs write it as an a with a ring of its own."""
    return unicodedata.normalize("NFC", text)


def _plain(text: str) -> str:
    """Without accents: é is e, č is c."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
