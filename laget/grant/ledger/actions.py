"""What other acts book. They are part of those acts: who may, and the audit entry, belong to them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import datetime
from uuid import UUID

from laget.base.actors.models import Party
from laget.base.cycle.models import Round
from laget.grant.ledger.models import Award, Entry
from laget.grant.ledger.queries import standing_of
from laget.need.tiltak.models import Tiltak
from laget.rules import ledger


def open_award(round: Round, *, recipient: Party, name: str, tiltak: Tiltak | None = None) -> Award:
    """An award to one recipient, with nothing in it yet. Nobody outside knows of it before `make_known`."""
    return Award.objects.create(
        county_id=round.county_id, given_in=round, recipient=recipient, name=name, tiltak=tiltak
    )


def book(entries: Iterable[ledger.Entry], *, round: Round, about: UUID, at: datetime) -> None:
    """Add entries that `about` has decided. Each names its award by id. One that a letter tells of waits for that.

    Locks the awards, so that two can't use the same krone. Raises CannotBook, and then nothing is added.
    """
    entries = list(entries)
    balances, waiting = standing_of(lock({_award(entry) for entry in entries}))
    new: dict[tuple[Hashable, int], list[ledger.Entry]] = defaultdict(list)
    for entry in entries:
        key = (entry.award, entry.year)
        if entry.kind in ledger.BY_LETTER:
            new[key].append(entry)
        else:
            balances[key] = ledger.after(balances.get(key, ledger.Balance()), entry)
    for key in {(entry.award, entry.year) for entry in entries}:
        ledger.check(balances.get(key, ledger.Balance()), waiting[key], new=new[key])
    Entry.objects.bulk_create(
        Entry(
            award_id=_award(entry),
            year=entry.year,
            kind=entry.kind,
            amount=entry.amount,
            in_hand=entry.in_hand,
            round=round,
            about=str(about),
            at=at,
            known_since=None if entry.kind in ledger.BY_LETTER else at,
        )
        for entry in entries
    )


def lock(awards: Iterable[UUID]) -> list[Award]:
    """Let one at a time act on these awards, until the transaction ends. Always in the same order."""
    found = Award.objects.select_for_update(of=("self",)).select_related("given_in__rule_set", "recipient")
    return list(found.filter(pk__in=awards).order_by("pk"))


def make_known(about: UUID, *, at: datetime, until: datetime | None = None) -> None:
    """The recipient has been told of what `about` decided, up to then when it decided several times.

    It counts from now on; and an award that it began is public, may be paid, and is reported on.
    """
    told = Entry.objects.filter(about=str(about), at__lte=until or at, known_since=None)
    Award.objects.filter(pk__in=told.values("award"), known_since=None).update(known_since=at)
    told.update(known_since=at)


def _award(entry: ledger.Entry) -> UUID:
    assert isinstance(entry.award, UUID)
    return entry.award
