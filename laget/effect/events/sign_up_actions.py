"""Signing up and off, and whether one still comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laget.base.accounts.actor import Actor
from laget.base.audit.record import By
from laget.base.refusals import NotInOrder
from laget.effect.events import telling
from laget.effect.events.actions import fill_up
from laget.effect.events.models import LAYER_CHOICES, Event, SignUp
from laget.effect.events.permissions import arranges
from laget.effect.events.queries import (
    by_ticket,
    comes_from,
    may_come_from,
    signed_up_by,
    visible_to,
)
from laget.effect.events.records import record_event
from laget.effect.events.states import Act, Place, State
from laget.rules.names import sort_key

BY_TICKET = By(id="", name="Deltakeren selv", role="Med billett")  # no account, so no name in the log
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Participant:
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of those who were signed up together."""

    signed: int
    waiting: int
    known: int  # were on the list already


@transaction.atomic
def sign_up(pk: UUID, *, party: UUID, layer: str, people: Sequence[Participant], actor: Actor, at: datetime) -> Taken:
    """Sign up a group from where this person leads: a unit, or one that they own. In their order, while there is room;
    the rest wait. Raises NotInOrder.
    """
    event = _open_for(pk, layer, actor=actor, at=at)
    if party not in {each.pk for each in may_come_from(actor, event)}:
        raise PermissionDenied
    if len(people) > MOST_AT_ONCE:
        raise NotInOrder(_("Meld på høyst %(n)d om gangen.") % {"n": MOST_AT_ONCE})
    new = [SignUp(event=event, party_id=party, name=each.name, email=each.email, layer=layer) for each in people]
    return _take_in(event, new, actor=actor, at=at)


@transaction.atomic
def sign_up_oneself(pk: UUID, *, party: UUID, layer: str, actor: Actor, at: datetime) -> Taken:
    """Whoever has an account, from wherever they hold a role. What someone else has signed them up for, is theirs.

    Raises NotInOrder.
    """
    event = _open_for(pk, layer, actor=actor, at=at)
    if party not in {each.pk for each in comes_from(actor, event)}:
        raise PermissionDenied
    mine = SignUp.objects.filter(event__series=event.series, person=actor.person).exclude(place=Place.WITHDRAWN)
    mine = mine.exclude(event__state=State.CANCELLED)
    if mine.exclude(event=event).exists():
        raise NotInOrder(_("Du er påmeldt et annet tidspunkt. Meld deg av der først."))
    if mine.exists():
        raise NotInOrder(_("Du er allerede påmeldt."))
    person = actor.person
    new = SignUp(event=event, party_id=party, person=person, name=person.name, email=person.email, layer=layer)
    taken = _take_in(event, [new], actor=actor, at=at)
    if taken.known:
        _let_have(event, new, actor=actor, at=at)
    return taken


@transaction.atomic
def withdraw(pk: UUID, *, actor: Actor, at: datetime) -> SignUp:
    """Sign one off: oneself, someone from where one leads, or, for those who arrange it, anyone. The next moves up."""
    event = _locked_event(pk)
    may = arranges(actor, event) or signed_up_by(actor, event).filter(pk=pk).exists()
    if not may:
        raise PermissionDenied
    return _withdraw(event, pk, by=_by(actor), actor=actor, at=at)


@transaction.atomic
def confirm(pk: UUID, *, actor: Actor, at: datetime) -> None:
    """They still come, though it was moved."""
    event = _locked_event(pk)
    if not (arranges(actor, event) or signed_up_by(actor, event).filter(pk=pk).exists()):
        raise PermissionDenied
    _confirm(event, [pk], by=_by(actor), at=at)


@transaction.atomic
def confirm_all(pk: UUID, *, party: UUID, actor: Actor, at: datetime) -> int:
    """Everyone whom this person signs up from one party still comes. Returns how many that were asked."""
    event = visible_to(actor).filter(pk=pk).first()
    if event is None or party not in {each.pk for each in may_come_from(actor, event)}:
        raise PermissionDenied
    asked = event.sign_ups.filter(party=party, place=Place.SIGNED, must_confirm=True)
    return _confirm(event, list(asked.values_list("pk", flat=True)), by=_by(actor), at=at)


# -- By one's own ticket, without signing in ----------------------------------------------------------


@transaction.atomic
def withdraw_by_ticket(ticket: str, *, at: datetime) -> None:
    found = of_ticket(ticket)
    _withdraw(_locked_event(found.pk), found.pk, by=BY_TICKET, actor=None, at=at)


@transaction.atomic
def confirm_by_ticket(ticket: str, *, at: datetime) -> None:
    found = of_ticket(ticket)
    _confirm(_locked_event(found.pk), [found.pk], by=BY_TICKET, at=at)


# -- Parts of them ------------------------------------------------------------------------------------


def _open_for(pk: UUID, layer: str, *, actor: Actor, at: datetime) -> Event:
    """An event that this person may know of, locked, that takes sign-ups of that target group."""
    event = visible_to(actor).filter(pk=pk).first()
    if event is None:
        raise PermissionDenied
    event = Event.objects.select_for_update(of=("self",)).select_related("county", "organiser").get(pk=pk)
    if not event.takes_sign_ups(timezone.localdate(at)):
        raise NotInOrder(_("Påmeldingen er ikke åpen."))
    refuse_other_layers(event, layer)
    return event


def refuse_other_layers(event: Event, layer: str) -> None:
    if layer not in dict(LAYER_CHOICES) or (event.layers and layer not in event.layers):
        raise NotInOrder(_("Velg en av målgruppene som er invitert."))


def last_number(event: Event) -> int:
    return event.sign_ups.aggregate(last=Max("number"))["last"] or 0


def _take_in(event: Event, new: Sequence[SignUp], *, actor: Actor, at: datetime) -> Taken:
    """Those who are signed up already, here or for the same at another time, are left as they are."""
    there = SignUp.objects.filter(event__series=event.series, party__in={each.party_id for each in new})
    known = {
        (each.party_id, sort_key(each.name), each.email.lower())
        for each in there.exclude(place=Place.WITHDRAWN).exclude(event__state=State.CANCELLED)
    }
    taken: list[SignUp] = []
    number = last_number(event)
    for each in new:
        key = (each.party_id, sort_key(each.name), each.email.lower())
        if key not in known:
            known.add(key)
            number += 1
            each.number, each.signed_at, each.place, each.sort_key = number, at, Place.WAITING, sort_key(each.name)
            taken.append(each)
    SignUp.objects.bulk_create(taken)
    signed = {each.pk for each in fill_up(event)}
    for each in taken:
        each.place = Place.SIGNED if each.pk in signed else Place.WAITING
    found = Taken(len(signed), len(taken) - len(signed), len(new) - len(taken))
    if taken:
        telling.signed_up(event, taken, at=at)
        detail = {"number": len(taken), "waiting": found.waiting, "party": str(taken[0].party_id)}
        record_event(event, Act.SIGN_UP, by=_by(actor), at=at, before=event.state, **detail)
    return found


def _let_have(event: Event, like: SignUp, *, actor: Actor, at: datetime) -> None:
    """Those who were signed up by someone else, here or for the same at another time, have it as their own."""
    there = SignUp.objects.filter(event__series=event.series, person=None, party=like.party_id)
    there = there.filter(sort_key=sort_key(like.name), email__iexact=like.email).exclude(place=Place.WITHDRAWN)
    for found in there.exclude(event__state=State.CANCELLED).select_related("event__county"):
        found.person = like.person
        found.save(update_fields=["person"])
        telling.others_come(found.event, at=at)
        record_event(found.event, Act.SIGN_UP, by=_by(actor), at=at, before=found.event.state, known=1)


def _withdraw(event: Event, pk: UUID, *, by: By, actor: Actor | None, at: datetime) -> SignUp:
    """The names of those who don't come are of no use to anyone: they go at once."""
    found = event.sign_ups.select_for_update().get(pk=pk)
    if not event.is_coming or found.attended:
        raise NotInOrder(_("Du kan ikke melde av nå. Arrangementet er over eller avlyst, eller deltakeren er møtt."))
    if found.place == Place.WITHDRAWN:
        return found
    SignUp.objects.filter(pk=pk).update(
        place=Place.WITHDRAWN, must_confirm=False, name="", sort_key="", email="", person=None
    )
    moved_up = fill_up(event)
    telling.others_come(event, at=at)
    telling.moved_up(event, moved_up, actor=actor, at=at)
    record_event(event, Act.WITHDRAW, by=by, at=at, before=event.state, number=1, moved_up=len(moved_up))
    return found


def _confirm(event: Event, sign_ups: list[UUID], *, by: By, at: datetime) -> int:
    asked = event.sign_ups.filter(pk__in=sign_ups, place=Place.SIGNED, must_confirm=True)
    changed = asked.update(must_confirm=False)
    if changed:
        record_event(event, Act.CONFIRM, by=by, at=at, before=event.state, number=changed)
    return changed


def _locked_event(sign_up: UUID) -> Event:
    """The event of a sign-up, alone with it: places are given out one at a time."""
    event = Event.objects.filter(sign_ups=sign_up).select_for_update(of=("self",)).select_related("county", "organiser")
    found = event.first()
    if found is None:
        raise PermissionDenied
    return found


def of_ticket(ticket: str) -> SignUp:
    found = by_ticket(ticket)
    if found is None:
        raise PermissionDenied
    return found


def _by(actor: Actor) -> By:
    """In every role they hold: which of them it was done in, follows from where the participants come from."""
    return actor.by(*actor.parties)


def words_for(taken: Taken) -> str:
    """What became of them, in sentences."""
    said = []
    if taken.signed:
        said.append(ngettext("%(n)d er påmeldt.", "%(n)d er påmeldt.", taken.signed) % {"n": taken.signed})
    if taken.waiting:
        words = _("%(n)d står på venteliste, og rykker opp når noen melder seg av.")
        said.append(words % {"n": taken.waiting})
    if taken.known:
        said.append(_("%(n)d var påmeldt fra før, her eller til et annet tidspunkt.") % {"n": taken.known})
    return " ".join(said)


def words_for_oneself(taken: Taken) -> str:
    if taken.known:
        return _("Du er allerede påmeldt, her eller til et annet tidspunkt.")
    if taken.signed:
        return _("Du er påmeldt.")
    return _("Det er fullt. Du står på venteliste, og rykker opp av deg selv.")
