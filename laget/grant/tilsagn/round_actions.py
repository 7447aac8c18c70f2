"""What is done with many tilsagn of a round at once: all of it, or nothing when something goes wrong.

`shown` is what the page had in front of the person. What has come since, they have not seen.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.cycle.models import Round
from laget.base.questions.answers import layout_of
from laget.base.questions.checks import what_is_wrong
from laget.base.questions.shown import refuse_unless_shown
from laget.grant.tilsagn.actions import give_tilsagn, propose_tilsagn
from laget.grant.tilsagn.models import Letter, Tilsagn
from laget.grant.tilsagn.outbox import resend_letter, send_now, send_tilsagn, stop_letter
from laget.grant.tilsagn.queries import decidable_by, letters_sent_by, proposable_by, sendable_by, visible_to

WAITS = Q(delivery=Letter.Delivery.QUEUED)
HAS_NOT_ARRIVED = Q(delivery=Letter.Delivery.FAILED) | Q(again_at__isnull=False)


class Act(Protocol):
    def __call__(self, pk: int, *, actor: Actor, at: datetime) -> None: ...


@transaction.atomic
def propose_all(round: Round, *, shown: str, actor: Actor, at: datetime) -> tuple[int, int]:
    """Put those that lack nothing before the one who decides. How many that was, and how many lack something.

    Raises NotAsShown.
    """
    mine = _as_shown(proposable_by(actor), round, shown, actor)
    ready = [each for each in mine if not what_is_wrong(each, layout_of(each), at.date())]
    for each in ready:
        propose_tilsagn(each.pk, revision=each.revision, actor=actor, at=at)
    return len(ready), len(mine) - len(ready)


@transaction.atomic
def give_all(round: Round, *, shown: str, actor: Actor, at: datetime) -> int:
    """Decide all that wait for this person, and return how many. Raises NotAsShown."""
    mine = _as_shown(decidable_by(actor), round, shown, actor)
    for each in mine:
        give_tilsagn(each.pk, revision=each.revision, actor=actor, at=at)
    return len(mine)


@transaction.atomic
def send_all(round: Round, *, shown: str, actor: Actor, at: datetime, wait: timedelta = timedelta(0)) -> int:
    """Put every letter that is ready in the outbox, and return how many. Raises NotAsShown."""
    mine = _as_shown(sendable_by(actor), round, shown, actor)
    for each in mine:
        send_tilsagn(each.pk, actor=actor, at=at, wait=wait)
    return len(mine)


@transaction.atomic
def stop_all(round: Round, *, actor: Actor, at: datetime) -> int:
    """Take back every letter that waits, and return how many: also one that has come since the page was shown."""
    return _each(round, WAITS, stop_letter, actor=actor, at=at)


@transaction.atomic
def send_all_now(round: Round, *, shown: Collection[int], actor: Actor, at: datetime) -> int:
    """Let every letter that waits leave at once, and return how many. Those that have left by themselves have."""
    return _each(round, WAITS, send_now, shown=shown, actor=actor, at=at)


@transaction.atomic
def resend_all(round: Round, *, shown: Collection[int], actor: Actor, at: datetime) -> int:
    """Try again every letter that has not arrived, and return how many."""
    return _each(round, HAS_NOT_ARRIVED, resend_letter, shown=shown, actor=actor, at=at)


def _each(
    round: Round,
    which: Q,
    act: Act,
    *,
    shown: Collection[int] | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Do it with every letter that is so. What someone else acts on meanwhile is waited for, and left out."""
    letters = letters_sent_by(actor, round).filter(which)
    if shown is not None:
        letters = letters.filter(pk__in=shown)
    tilsagn = Tilsagn.objects.filter(letters__in=letters)
    list(tilsagn.order_by("pk").select_for_update(of=("self",)))
    mine = list(letters.order_by("pk").select_for_update(of=("self",)))
    for each in mine:
        act(each.pk, actor=actor, at=at)
    return len(mine)


def _as_shown(tilsagn: QuerySet[Tilsagn], round: Round, shown: str, actor: Actor) -> list[Tilsagn]:
    """Those of the round, under locks: what someone else acts on meanwhile is waited for. Raises NotAsShown."""
    rows = ("self", "document_ptr")
    found = list(tilsagn.filter(round=round).order_by("pk").select_for_update(of=rows))
    return refuse_unless_shown(found, shown, among=visible_to(actor))
