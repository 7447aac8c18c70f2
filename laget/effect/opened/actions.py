"""A key is made, and shown once; and it is revoked, and dead at once."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Party
from laget.base.audit.record import NATIONAL, record
from laget.effect.opened.models import Scope, Token
from laget.effect.opened.permissions import may_make, may_revoke
from laget.effect.opened.token_queries import hash_of

PREFIX = "laget_"  # so that those who look for keys gone astray know one


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a key is to be: for which role where, what it reads, and its last day."""

    name: str
    role: Role
    party: UUID
    scopes: Collection[Scope]
    last: date


@transaction.atomic
def make_token(wanted: Wanted, *, actor: Actor, at: datetime) -> str:
    """The key itself, which nobody can be shown again."""
    party = Party.objects.select_related("county").get(pk=wanted.party)
    if not may_make(actor, wanted.role, party):
        raise PermissionDenied
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        role=wanted.role,
        party=party,
        name=wanted.name,
        scopes=sorted(wanted.scopes),
        sha256=hash_of(secret),
        ending=secret[-4:],
        made_by=actor.person,
        made_at=at,
        valid_from=actor.day,
        valid_to=wanted.last,
    )
    detail = {"role": wanted.role, "scopes": token.scopes, "last": wanted.last.isoformat()}
    _record("make_token", token, actor, at, detail)
    return secret


@transaction.atomic
def revoke_token(pk: UUID, *, actor: Actor, at: datetime) -> None:
    """From now on it opens nothing. Once is enough."""
    token = Token.objects.select_for_update(of=("self",)).select_related("party__county").get(pk=pk)
    if not may_revoke(actor, token):
        raise PermissionDenied
    if token.revoked_at:
        return
    token.revoked_by, token.revoked_at = actor.person, at
    token.save(update_fields=["revoked_by", "revoked_at"])
    _record("revoke_token", token, actor, at, {})


def _record(act: str, token: Token, actor: Actor, at: datetime, detail: dict[str, object]) -> None:
    county = token.party.county
    by = actor.by(token.party_id, token.party.county_id)
    chain = county.code if county else NATIONAL
    record(act, chain=chain, kind="token", about=token.pk, by=by, at=at, detail=detail)
