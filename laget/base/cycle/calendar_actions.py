"""What a network puts in its own year, and the private addresses where calendar programs read one's dates."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network
from laget.base.audit.record import By, record
from laget.base.cycle.calendar import cancel_in_calendar, move_in_calendar, put_in_calendar
from laget.base.cycle.calendar_models import CalendarEntry, Days, Hours
from laget.base.cycle.notices import notify
from laget.base.cycle.permissions import may_keep_year_of
from laget.base.cycle.sentences import Sentence, Value, told
from laget.base.cycle.telling_actions import record_own
from laget.base.cycle.telling_models import CalendarAddress
from laget.base.cycle.whom import Whom, everyone_at
from laget.base.refusals import ChangedMeanwhile

MOST = 5  # addresses at a time: one for each device is enough


class TooMany(Exception):
    """One of those that are there has to be stopped first. The message says so, in Norwegian."""


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """Something that a network does, as it stands in its year. Everyone in the network can see it."""

    kind: CalendarEntry.Kind
    title: str
    time: Days | Hours
    place: str = ""
    link: str = ""


@transaction.atomic
def add_to_year(network: Network, own: OwnEntry, *, actor: Actor, at: datetime) -> CalendarEntry:
    """Put something in the year of a network, and in the calendars of everyone who takes part there."""
    if not may_keep_year_of(actor, network.pk):
        raise PermissionDenied
    assert network.county_id
    about = uuid4()
    entry = put_in_calendar(
        about=about,
        kind=own.kind,
        county=network.county_id,
        title=own.title,
        time=own.time,
        place=own.place,
        link=own.link,
        to=everyone_at(network.pk),
        at=at,
    )
    entry.network, entry.address = network, reverse("calendar:entry", args=[entry.pk])
    entry.save(update_fields=["network", "address"])
    _record("put", entry, actor=actor, at=at)
    return entry


@transaction.atomic
def change_in_year(pk: UUID, own: OwnEntry, *, sequence: int, actor: Actor, at: datetime) -> CalendarEntry:
    """Change it, and tell those it is for when its time is another. Raises ChangedMeanwhile."""
    entry = _locked(pk, sequence, actor=actor)
    before = (entry.first, entry.last, entry.begins, entry.ends)
    move_in_calendar(
        about=UUID(entry.about),
        becomes=own.kind,
        title=own.title,
        time=own.time,
        place=own.place,
        link=own.link,
        at=at,
    )
    entry.refresh_from_db()
    if before != (entry.first, entry.last, entry.begins, entry.ends):
        _tell(entry, told("%(title)s (%(network)s) er flyttet til %(when)s.", **_named(entry)), actor=actor, at=at)
    _record("move", entry, actor=actor, at=at)
    return entry


@transaction.atomic
def call_off_in_year(pk: UUID, *, sequence: int, actor: Actor, at: datetime) -> None:
    """It will not happen, and those it was for are told. Raises ChangedMeanwhile."""
    entry = _locked(pk, sequence, actor=actor)
    cancel_in_calendar(about=UUID(entry.about), at=at)
    _tell(entry, told("%(title)s (%(network)s), %(when)s, er avlyst.", **_named(entry)), actor=actor, at=at)
    _record("cancel", entry, actor=actor, at=at)


def _locked(pk: UUID, sequence: int, *, actor: Actor) -> CalendarEntry:
    entry = CalendarEntry.objects.select_for_update(of=("self",)).select_related("network").get(pk=pk)
    if not may_keep_year_of(actor, entry.network_id):
        raise PermissionDenied
    if entry.sequence != sequence or entry.cancelled_at:
        raise ChangedMeanwhile
    return entry


def _named(entry: CalendarEntry) -> dict[str, Value]:
    return {"title": entry.title, "network": str(entry.network), "when": entry.begins or entry.first}


def _tell(entry: CalendarEntry, news: Sentence, *, actor: Actor, at: datetime) -> None:
    to = [Whom(each.party_id, each.role, each.person_id) for each in entry.whom.all()]
    notify(news, address=entry.address, about=entry.pk, county=entry.county_id, to=to, by=actor.person, at=at)


def _record(act: str, entry: CalendarEntry, *, actor: Actor, at: datetime) -> None:
    """In the roles that let one lead the network: a UH's contact holds theirs at the UH."""
    leading = (
        h for h in actor.holdings if h.role in (Role.COORDINATOR, Role.PARTNER) and entry.network_id in h.networks
    )
    by: By = actor.by(*(holding.party for holding in leading))
    chain, detail = entry.county.code, {"first": entry.first.isoformat(), "sequence": entry.sequence}
    record(act, chain=chain, kind="calendar_entry", about=entry.pk, by=by, at=at, detail=detail)


@transaction.atomic
def make_address(name: str, *, actor: Actor, at: datetime) -> str:
    """Make one, and return the secret in it. That is shown once: only its hash is kept. Raises TooMany."""
    Person.objects.select_for_update().get(pk=actor.person.pk)
    if CalendarAddress.objects.filter(person=actor.person).count() >= MOST:
        raise TooMany(f"Du har {MOST} kalenderadresser. Stopp en av dem først.")
    secret = secrets.token_urlsafe(32)
    made = CalendarAddress.objects.create(person=actor.person, name=name, sha256=hash_of(secret), made_at=at)
    record_own("make", actor, kind="calendar_address", about=made.pk, at=at, detail={})
    return secret


@transaction.atomic
def stop_address(address: CalendarAddress, *, actor: Actor, at: datetime) -> None:
    """From now on it leads nowhere."""
    pk = address.pk
    CalendarAddress.objects.filter(pk=pk, person=actor.person).delete()
    record_own("stop", actor, kind="calendar_address", about=pk, at=at, detail={})


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
