"""The instruments that can be used: those that come with Laget, and those that a county has loaded."""

import hashlib
from datetime import datetime
from functools import cache

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County, Party
from laget.base.audit.record import NATIONAL, SYSTEM, By, record
from laget.need.surveys.instrument_file import Instrument
from laget.need.surveys.models import StoredInstrument
from laget.need.surveys.permissions import may_take_in_instruments
from laget.need.surveys.problems import InstrumentProblem
from laget.need.surveys.reading import parse_instrument, shipped, write_instrument


@transaction.atomic
def store_shipped(*, at: datetime) -> None:
    """Take in what comes with Laget, unless that version is here already. Safe to do again."""
    here = set(StoredInstrument.objects.filter(party=None).values_list("key", "version"))
    for instrument, text in _written():
        if (instrument.key, instrument.version) not in here:
            _store(instrument, text, county=None, by=SYSTEM, at=at)


@cache
def _written() -> tuple[tuple[Instrument, str], ...]:
    """Those that come along, each with its text as it is stored."""
    return tuple((each, write_instrument(each)) for each in shipped())


@transaction.atomic
def load_instrument(text: str, *, county: County, by: By, at: datetime) -> StoredInstrument:
    """Take in an instrument that those in one county may use. Safe to do again.

    Raises InstrumentProblem, also for another text than the one that is here with the same version.
    """
    stored = _store(parse_instrument(text), text, county=county, by=by, at=at)
    if stored.text != text:
        what = f"«{stored.key}» versjon {stored.version} er lest inn før, og var ikke lik."
        raise InstrumentProblem([f"{what} Gi fila et nytt tall i «version»."])
    return stored


def take_in_instrument(text: str, *, county: County, actor: Actor, at: datetime) -> StoredInstrument:
    """The same, by the county's administrator."""
    if not may_take_in_instruments(actor, county.pk):
        raise PermissionDenied
    return load_instrument(text, county=county, by=actor.by(county.pk), at=at)


def visible_to(actor: Actor) -> QuerySet[StoredInstrument]:
    """Those that come along, and those of the counties that they take part in."""
    return StoredInstrument.objects.filter(Q(party=None) | Q(party__in=actor.counties)).select_related("party")


def to_choose_from(asker: Party) -> QuerySet[StoredInstrument]:
    """The newest version of each that this party may ask with."""
    theirs = StoredInstrument.objects.filter(Q(party=None) | Q(party=asker.county_id))
    return theirs.order_by("key", "party_id", "-version").distinct("key", "party_id")


def _store(instrument: Instrument, text: str, *, county: County | None, by: By, at: datetime) -> StoredInstrument:
    stored, is_new = StoredInstrument.objects.get_or_create(
        key=instrument.key,
        version=instrument.version,
        party=county,
        defaults={"text": text, "sha256": hashlib.sha256(text.encode()).hexdigest(), "loaded_at": at},
    )
    if is_new:
        chain = county.code if county else NATIONAL
        record("load", chain=chain, kind="instrument", about=stored.pk, by=by, at=at, detail={"sha256": stored.sha256})
    return stored
