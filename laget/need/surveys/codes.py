"""One-time codes: easy to read aloud and to type, made again from the secret key when they are to be printed."""

import hashlib
import hmac

from django.conf import settings

# No letters or digits that look alike, and no vowels that could spell something.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
LENGTH = 10  # 47 bits: with a limit on guesses, nobody finds one


def code_for(unit: int, number: int) -> str:
    """The code itself: "BK7M-29XTQ4" without its dash."""
    seed = hmac.new(settings.SECRET_KEY.encode(), f"survey-code:{unit}:{number}".encode(), hashlib.sha256).digest()
    value = int.from_bytes(seed[:16], "big")
    letters = []
    for _ in range(LENGTH):
        value, place = divmod(value, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def digest_of(code: str) -> str:
    """What is kept of a code. Made with the secret key: a plain hash of ten letters could be tried until it fits."""
    text = f"survey-code-digest:{cleaned(code)}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def cleaned(typed: str) -> str:
    """What someone typed, without dashes, spaces and small letters."""
    return "".join(letter for letter in typed.upper() if letter in ALPHABET)


def printed(code: str) -> str:
    """As it is printed: two halves, easier to keep in mind."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
