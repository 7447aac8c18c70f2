"""Who came: marked on the list, let in at the door, or by one's own ticket."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.audit.record import By
from laget.base.refusals import NotInOrder
from laget.effect.events.models import Event, SignUp
from laget.effect.events.permissions import may_mark
from laget.effect.events.queries import could_walk_in, room_of, run_by
from laget.effect.events.records import record_event
from laget.effect.events.sign_up_actions import BY_TICKET, Participant, last_number, of_ticket, refuse_other_layers
from laget.effect.events.states import Act, Place
from laget.rules.names import sort_key


@transaction.atomic
def mark_attendance(pk: UUID, *, sign_ups: Iterable[UUID], came: bool, actor: Actor, at: datetime) -> int:
    """Write down that some came, or that they didn't after all. Whoever waited and came has a place.

    Returns how many that changed. Raises NotInOrder before the day, and when the names are deleted.
    """
    event = run_by(actor).filter(pk=pk).first()
    if event is None:
        raise PermissionDenied
    if not may_mark(actor, event, day=timezone.localdate(at)):
        raise NotInOrder(_("Frammøte føres fra den dagen arrangementet er, så lenge navnene er der."))
    return _mark(event, sign_ups, came=came, by=actor.by(event.organiser_id), at=at)


@transaction.atomic
def walk_in(pk: UUID, *, party: UUID, layer: str, who: Participant, actor: Actor, at: datetime) -> SignUp:
    """Someone who stands at the door, and is let in: on the list and here at once. Whoever was on it has come.

    As many are let in as there are places for, whoever else has signed up and isn't here. Raises NotInOrder.
    """
    event = run_by(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if event is None:
        raise PermissionDenied
    if not may_mark(actor, event, day=timezone.localdate(at)):
        raise NotInOrder(_("Frammøte føres fra den dagen arrangementet er, så lenge navnene er der."))
    refuse_other_layers(event, layer)
    if party not in {each.pk for each in could_walk_in(event, day=actor.day)}:
        raise NotInOrder(_("Velg et sted som er invitert."))
    there = _who_may_be(event, party, who)
    if any(each.attended for each in there):
        raise NotInOrder(
            _(
                "%(name)s er allerede registrert. Er det en annen med samme navn, skriver du e-posten også, eller noe"
                " etter navnet som skiller dem."
            )
            % {"name": who.name}
        )
    if event.capacity is not None and room_of(event)["attended"] >= event.capacity:
        raise NotInOrder(_("Alle %(n)d plassene er tatt av dem som er her.") % {"n": event.capacity})
    by, found = actor.by(event.organiser_id), next(iter(there), None)
    if found:
        _mark(event, [found.pk], came=True, by=by, at=at)
        return found
    new = SignUp(event=event, party_id=party, name=who.name, email=who.email, layer=layer)
    new.number, new.place, new.signed_at, new.attended_at = last_number(event) + 1, Place.SIGNED, at, at
    new.save(force_insert=True)
    record_event(event, Act.ATTEND, by=by, at=at, before=event.state, came=True, number=1, walked_in=True)
    return new


def _who_may_be(event: Event, party: UUID, who: Participant) -> list[SignUp]:
    """Those on the list who may be the one at the door: of the same name and place.

    With an address of their own they are another than whoever has one too, or has come without.
    """
    there = event.sign_ups.filter(party=party, sort_key=sort_key(who.name)).exclude(place=Place.WITHDRAWN)
    another = [each for each in there if who.email and each.email != who.email and (each.email or each.attended)]
    return [each for each in there if each not in another]


@transaction.atomic
def check_in_by_ticket(ticket: str, *, at: datetime) -> None:
    """ "I am here": for a webinar, and where nobody sits at the door. Raises NotInOrder when it isn't on."""
    found = of_ticket(ticket)
    if not found.may_check_in(at):
        raise NotInOrder(_("Du kan registrere deg fra en halvtime før arrangementet begynner, til det er over."))
    _mark(found.event, [found.pk], came=True, by=BY_TICKET, at=at)


def _mark(event: Event, sign_ups: Iterable[UUID], *, came: bool, by: By, at: datetime) -> int:
    wanted = SignUp.objects.filter(event=event, pk__in=list(sign_ups), attended_at__isnull=came)
    new = {"attended_at": at, "place": Place.SIGNED, "must_confirm": False} if came else {"attended_at": None}
    changed = wanted.exclude(place=Place.WITHDRAWN).update(**new)
    if changed:
        record_event(event, Act.ATTEND, by=by, at=at, before=event.state, came=came, number=changed)
    return changed
