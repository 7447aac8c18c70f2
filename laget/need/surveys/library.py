"""The instruments that can be used: those that come with Laget, and those that someone has loaded."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from laget.base.actors.models import Party
from laget.need.surveys.models import StoredInstrument
from laget.need.surveys.reading import parse_instrument, shipped, write_instrument


def store_shipped(*, at: datetime) -> None:
    """Take in what comes with Laget, unless that version is here already. Safe to do again."""
    for instrument in shipped():
        _store(write_instrument(instrument), party=None, at=at)


def store(text: str, *, party: UUID, at: datetime) -> StoredInstrument:
    """Take in an instrument that a party has loaded. Raises InstrumentProblem."""
    return _store(text, party=party, at=at)


def to_choose_from(parties: frozenset[UUID]) -> QuerySet[StoredInstrument]:
    """The newest version of each that these parties may use."""
    mine = StoredInstrument.objects.filter(Q(party=None) | Q(party__in=parties))
    return mine.order_by("key", "party_id", "-version").distinct("key", "party_id")


def _store(text: str, *, party: UUID | None, at: datetime) -> StoredInstrument:
    instrument = parse_instrument(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    owner = Party.objects.get(pk=party) if party else None
    stored, _is_new = StoredInstrument.objects.get_or_create(
        key=instrument.key,
        version=instrument.version,
        party=owner,
        defaults={"text": text, "sha256": digest, "loaded_at": at},
    )
    return stored
