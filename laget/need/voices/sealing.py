"""What children have said lies sealed: AES-256-GCM, bound to the one row it belongs to.

The keys are in the surroundings, never in the database, and each has a name that the row remembers. The first
is used for what is written now; the others still open what was written before. See docs/operations.md.
"""

import json
import secrets
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12  # bytes; drawn anew each time
SIZE_STEP = 1024  # a box is as long as the next of these, so that it doesn't tell how much was written


class Unreadable(Exception):
    """The box can't be opened: its key is not here, or it has been changed or moved from another row."""


def current_key() -> str:
    """The name of the key that is used for what is written now."""
    return next(iter(settings.VOICE_KEYS))


def seal(record: UUID, content: dict[str, Any]) -> tuple[str, bytes]:
    """The name of the key, and the box: nonce, sealed text, tag."""
    name, nonce = current_key(), secrets.token_bytes(NONCE)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    padded = text.ljust(-(-len(text) // SIZE_STEP) * SIZE_STEP)
    return name, nonce + AESGCM(settings.VOICE_KEYS[name]).encrypt(nonce, padded, _bound_to(record, name))


def unseal(record: UUID, key: str, box: bytes) -> dict[str, Any]:
    """What was sealed for this row. Raises Unreadable."""
    try:
        cipher = AESGCM(settings.VOICE_KEYS[key])
        text = cipher.decrypt(box[:NONCE], box[NONCE:], _bound_to(record, key))
    except (KeyError, InvalidTag):
        raise Unreadable from None
    found: dict[str, Any] = json.loads(text)
    return found


def _bound_to(record: UUID, key: str) -> bytes:
    """What has to be as it was: a box that is moved to another row, or said to have another key, won't open."""
    return f"laget.voices.voice:{record}:{key}".encode()
