"""The keys that someone keeps, and what a program with one may see."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from laget.base.accounts.actor import HOLDINGS, Actor, holding_in, holdings_from
from laget.base.accounts.models import Person
from laget.base.accounts.roles import Role
from laget.effect.opened.models import Token
from laget.effect.opened.permissions import KEEPERS

MOST_A_MINUTE = 120


@dataclass(frozen=True, slots=True)
class Opened:
    """What a key opened: for whom, to what, and whether it has been used too often this minute."""

    actor: Actor
    scopes: frozenset[str]
    too_many: bool


def tokens_visible_to(actor: Actor) -> QuerySet[Token]:
    """Those of the parties that one answers for, and of the counties that one administers."""
    kept = Q(party__in=actor.where(*KEEPERS)) | Q(party__county__in=actor.where(Role.ADMINISTRATOR))
    return Token.objects.filter(kept).select_related("party", "made_by", "revoked_by")


def hash_of(secret: str) -> str:
    """The secret has 256 bits of chance, so it needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def opened_with(secret: str, *, day: date, at: datetime) -> Opened | None:
    """None when there is no such key, or it is revoked, has run out or holds no role. It is counted."""
    minute = int(at.timestamp()) // 60
    with connection.cursor() as cursor:
        cursor.execute(_USE, {"sha256": hash_of(secret), "day": day, "at": at, "minute": minute})
        used = cursor.fetchone()
        if used is None:
            return None
        pk, name, calls = used
        cursor.execute(_OF_TOKEN, {"token": pk, "day": day})
        holdings = tuple(map(holding_in, cursor.fetchall()))
    scopes = frozenset(Token.objects.values_list("scopes", flat=True).get(pk=pk))
    return Opened(Actor(_program(pk, name), day, holdings), scopes, calls > MOST_A_MINUTE)


def _program(pk: UUID, name: str) -> Person:
    """Nobody: it has written nothing, and is never saved."""
    return Person(pk=pk, name=name, email="")


_USE = """
    UPDATE opened_token SET used_at = %(at)s, minute = %(minute)s,
        calls = CASE WHEN minute = %(minute)s THEN calls + 1 ELSE 1 END
    WHERE sha256 = %(sha256)s AND revoked_at IS NULL AND valid_from <= %(day)s AND valid_to >= %(day)s
    RETURNING id, name, calls
"""
_OF_TOKEN = f"""
    SELECT {HOLDINGS} FROM {holdings_from("opened_token")} WHERE held.id = %(token)s GROUP BY held.id, party.id
"""  # noqa: S608 -- ours alone
