"""The private addresses where calendar programs read one's dates."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import Person
from laget.base.cycle.telling_actions import record_own
from laget.base.cycle.telling_models import CalendarAddress

MOST = 5  # addresses at a time: one for each device is enough


class TooMany(Exception):
    """One of those that are there has to be stopped first. The message says so, in Norwegian."""


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
