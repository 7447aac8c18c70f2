"""What is done with an event, from the plan to the last name that is deleted."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County, Party
from laget.base.cycle.actions import close_tasks
from laget.base.cycle.calendar_models import When
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.effect.events import telling
from laget.effect.events.models import Event, SignUp
from laget.effect.events.permissions import arranges, may_arrange_for
from laget.effect.events.queries import room_of, run_by
from laget.effect.events.records import record_event
from laget.effect.events.roles import ARRANGING
from laget.effect.events.states import TRANSITIONS, Act, Place, State
from laget.rules.transitions import state_after


@dataclass(frozen=True, slots=True)
class Details:
    """What an event is, apart from when and where."""

    kind: str
    title: str
    sign_up_by: date
    about: str = ""
    capacity: int | None = None
    kinds: Collection[str] = field(default_factory=list)
    layers: Collection[str] = field(default_factory=list)


@transaction.atomic
def plan_event(
    organiser: Party,
    *,
    county: County,
    details: Details,
    when: When,
    invited: Iterable[Party],
    series: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> Event:
    """Plan it, for those who arrange it alone until `open_sign_up`. `series` is that of the same at another time.

    Raises NotInOrder.
    """
    if not may_arrange_for(actor, organiser.pk):
        raise PermissionDenied
    invited = list(invited)
    _refuse_what_cannot_be(details, when, invited)
    role = next(h.role for h in actor.holdings if h.party == organiser.pk and h.role in ARRANGING)
    event = Event(county=county, organiser=organiser, role=role, series=series or uuid4(), state_since=at)
    _set(event, details, when)
    event.save(force_insert=True)
    event.invited.set(invited)
    telling.planned(event, at=at)
    record_event(event, Act.PLAN, by=actor.by(organiser.pk), at=at, begins=when.begins.isoformat())
    return event


@transaction.atomic
def change_event(
    pk: UUID, *, details: Details, when: When, invited: Iterable[Party], revision: int, actor: Actor, at: datetime
) -> Event:
    """Let it be as it is here. Once the sign-up has opened, another time is for `move_event` alone: here it is kept.

    Raises NotInOrder, ChangedMeanwhile.
    """
    event, invited = _locked(pk, Act.CHANGE, actor=actor), list(invited)
    if event.revision != revision:
        raise ChangedMeanwhile
    if event.state != State.DRAFT:
        when = When(event.begins, event.ends, when.place, when.link)
    _refuse_what_cannot_be(details, when, invited)
    _refuse_fewer_places(event, details.capacity)
    _set(event, details, when)
    event.revision += 1
    event.save()
    event.invited.set(invited)
    moved_up = fill_up(event)
    telling.changed(event, at=at)
    telling.moved_up(event, moved_up, actor=actor, at=at)
    record_event(event, Act.CHANGE, by=actor.by(event.organiser_id), at=at, before=event.state, moved_up=len(moved_up))
    return event


@transaction.atomic
def open_sign_up(pk: UUID, *, actor: Actor, at: datetime) -> Event:
    """Let the invited see it, and sign up. Raises NotInOrder once it is over."""
    event = _locked(pk, Act.OPEN, actor=actor)
    if event.sign_up_by < at.date() or event.begins <= at:
        raise NotInOrder(_("Siste dag for påmelding er over. Sett en senere dag først."))
    before = _move_on(event, Act.OPEN, at=at)
    telling.opened(event, anew=before == State.CLOSED, actor=actor, at=at)
    record_event(event, Act.OPEN, by=actor.by(event.organiser_id), at=at, before=before)
    return event


@transaction.atomic
def close_sign_up(pk: UUID, *, actor: Actor, at: datetime) -> Event:
    """Take no more sign-ups. Whoever waits still moves up when someone withdraws."""
    event = _locked(pk, Act.CLOSE, actor=actor)
    before = _move_on(event, Act.CLOSE, at=at)
    record_event(event, Act.CLOSE, by=actor.by(event.organiser_id), at=at, before=before)
    return event


@transaction.atomic
def move_event(
    pk: UUID, *, when: When, sign_up_by: date, reason: str, revision: int, actor: Actor, at: datetime
) -> Event:
    """Hold it at another time or place. Everyone keeps their place, is told, and is asked whether they still come.

    Raises NotInOrder, ChangedMeanwhile.
    """
    event = _locked(pk, Act.MOVE, actor=actor)
    if event.revision != revision:
        raise ChangedMeanwhile
    if when.begins <= at:
        raise NotInOrder(_("Det nye tidspunktet må være fram i tid."))
    _refuse_what_cannot_be_when(when, sign_up_by)
    event.moved_from, event.moves, event.reason = event.begins, event.moves + 1, reason
    event.begins, event.ends, event.place, event.link = when.begins, when.ends, when.place, when.link
    event.sign_up_by, event.revision, event.reminded_on = sign_up_by, event.revision + 1, None
    event.save()
    asked = event.sign_ups.filter(place=Place.SIGNED).update(must_confirm=True)
    telling.moved(event, actor=actor, at=at)
    detail = {"from": event.moved_from.isoformat(), "to": when.begins.isoformat(), "asked": asked}
    record_event(event, Act.MOVE, by=actor.by(event.organiser_id), at=at, before=event.state, **detail)
    return event


@transaction.atomic
def cancel_event(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> Event:
    """Call it off. Everyone who signed up is told; where it has money, Statsforvalteren is asked what becomes of it."""
    event = _locked(pk, Act.CANCEL, actor=actor)
    before = _move_on(event, Act.CANCEL, at=at)
    event.reason = reason
    event.save(update_fields=["reason"])
    close_tasks(about=pk, at=at)
    telling.cancelled(event, was_known=before != State.DRAFT, actor=actor, at=at)
    number = event.sign_ups.exclude(place=Place.WITHDRAWN).count()
    record_event(event, Act.CANCEL, by=actor.by(event.organiser_id), at=at, before=before, signed_up=number)
    return event


@transaction.atomic
def hold_event(pk: UUID, *, actor: Actor, at: datetime) -> Event:
    """It has been held. Who came may still be put right. Raises NotInOrder before it has begun."""
    event = _locked(pk, Act.HOLD, actor=actor)
    if at < event.begins:
        raise NotInOrder(_("Arrangementet har ikke begynt ennå."))
    before = _move_on(event, Act.HOLD, at=at)
    close_tasks(about=pk, at=at)
    attended = room_of(event)["attended"]
    record_event(event, Act.HOLD, by=actor.by(event.organiser_id), at=at, before=before, attended=attended)
    return event


# -- Parts of them ------------------------------------------------------------------------------------


def fill_up(event: Event) -> list[SignUp]:
    """Let those who wait have what places there are, in their order. The event is locked. Returns who moved up."""
    waiting = event.sign_ups.filter(place=Place.WAITING).order_by("number")
    if event.capacity is not None:
        signed = event.sign_ups.filter(place=Place.SIGNED).count()
        waiting = waiting[: max(0, event.capacity - signed)]
    found = list(waiting)
    SignUp.objects.filter(pk__in=[each.pk for each in found]).update(place=Place.SIGNED)
    return found


def _locked(pk: UUID, act: Act, *, actor: Actor) -> Event:
    """An event that this person arranges and may do this with, alone with it. Raises TransitionNotAllowed."""
    event = run_by(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if event is None or not arranges(actor, event):
        raise PermissionDenied
    state_after(TRANSITIONS, State(event.state), act)
    return event


def _move_on(event: Event, act: Act, *, at: datetime) -> str:
    """Change the state as the table says, and return the one before."""
    before = State(event.state)
    event.state, event.state_since = state_after(TRANSITIONS, before, act), at
    event.revision += 1
    event.save(update_fields=["state", "state_since", "revision"])
    return before


def _set(event: Event, details: Details, when: When) -> None:
    for name, value in {**asdict(details), **asdict(when)}.items():
        setattr(event, name, list(value) if name in ("kinds", "layers") else value)


def _refuse_what_cannot_be(details: Details, when: When, invited: Collection[Party]) -> None:
    if not invited:
        raise NotInOrder(_("Velg minst ett nettverk eller hele fylket som inviteres."))
    _refuse_what_cannot_be_when(when, details.sign_up_by)


def _refuse_fewer_places(event: Event, capacity: int | None) -> None:
    """There are no fewer than are taken. Some may have been let in at the door beyond those there are: that is kept."""
    if capacity is None or (event.capacity is not None and capacity >= event.capacity):
        return
    signed = room_of(event)["signed"]
    if capacity < signed:
        raise NotInOrder(_("%(n)d er allerede påmeldt. Sett ikke plassene lavere enn det.") % {"n": signed})


def _refuse_what_cannot_be_when(when: When, sign_up_by: date) -> None:
    if when.ends <= when.begins:
        raise NotInOrder(_("Arrangementet må slutte etter at det begynner."))
    if not when.place and not when.link:
        raise NotInOrder(_("Skriv et sted eller en lenke, så deltakerne finner fram."))
    if sign_up_by > timezone.localdate(when.begins):
        raise NotInOrder(_("Siste dag for påmelding kan ikke være etter arrangementet."))
