"""Boxes that anyone can close and only the survey's own key can open.

The public half lies with the survey; the private half is a file outside the database, and is destroyed
when the survey has been counted. From then on nobody can open a box, wherever a copy of it may lie.
"""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from nacl.public import PrivateKey, PublicKey, SealedBox

# What is in a box is filled up to a multiple of this, so that its length tells little. Without free words it is one.
SIZE_STEP = 4096


class KeyIsGone(Exception):
    """The private key of the survey is not here. Without it the answers can't be read by anyone."""


def make_key(survey: UUID) -> bytes:
    """Make a pair of keys, put the private one away, and return the public one: 32 bytes."""
    private = PrivateKey.generate()
    path = _path(survey)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.write_bytes(bytes(private))
    return bytes(private.public_key)


def seal(public_key: bytes, answer: dict[str, Any]) -> bytes:
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    padded = text.ljust(-(-len(text) // SIZE_STEP) * SIZE_STEP)
    return SealedBox(PublicKey(bytes(public_key))).encrypt(padded)


class Opener:
    """Opens the boxes of one survey. Raises KeyIsGone."""

    def __init__(self, survey: UUID) -> None:
        try:
            self._box = SealedBox(PrivateKey(_path(survey).read_bytes()))
        except FileNotFoundError:
            raise KeyIsGone from None

    def open(self, box: bytes) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._box.decrypt(bytes(box)))
        return found


def destroy_key(survey: UUID) -> None:
    """After this, no answer to the survey can be opened. Done twice, it is still done."""
    path = _path(survey)
    if path.exists():
        path.write_bytes(bytes(32))
        path.unlink()


def keys_left() -> list[UUID]:
    """The surveys whose private key is here."""
    return [UUID(path.stem) for path in Path(settings.SURVEY_KEYS).glob("*.key")]


def _path(survey: UUID) -> Path:
    return Path(settings.SURVEY_KEYS) / f"{survey}.key"
