"""The audit entry of an act on applications and rankings."""

from datetime import datetime
from typing import Any

from laget.base.accounts.actor import Actor
from laget.base.audit.record import By, record
from laget.base.cycle.models import Round
from laget.base.cycle.queries import forum_of


def record_act(round: Round, kind: str, about: object, act: str, *, actor: Actor, at: datetime, **detail: Any) -> None:
    chain = round.file.county.code
    record(act, chain=chain, kind=kind, about=about, by=_by(round, actor), at=at, detail=detail)


def _by(round: Round, actor: Actor) -> By:
    """In the roles they hold in the forum; one appointed from elsewhere, in those that they hold in the county."""
    forum = forum_of(round).pk
    parties = [forum] if forum in actor.parties else [each.party for each in actor.holdings]
    return actor.by(*parties)
