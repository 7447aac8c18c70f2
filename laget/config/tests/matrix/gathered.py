"""Events in the last scene: in each state, to different people, with someone signed up where one may."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from laget.base.actors.models import Kind
from laget.base.cycle.calendar_models import When
from laget.effect.events import actions, door_actions, money_actions, sign_up_actions
from laget.effect.events.actions import Details
from laget.effect.events.models import Event
from laget.effect.events.money_actions import Share
from laget.effect.events.sign_up_actions import Participant
from laget.grant.ledger.models import Award
from laget.need.surveys.library import store_shipped
from testing.people import AUTUMN, World


def gather(world: World) -> None:
    """The pages ask what time it is, so these are today, or in a month."""
    store_shipped(at=AUTUMN)
    _plan(world, "Utkast")
    _signed_up(world, _open(world, "Åpent"))
    _moved(world)
    closed = _open(world, "Stengt")
    _signed_up(world, closed)
    actions.close_sign_up(closed.pk, actor=world.act("nina"), at=AUTUMN)
    _signed_up(world, _open(world, "I gang", begins=timezone.localtime() - timedelta(minutes=5)))
    _held(world)
    cancelled = _open(world, "Avlyst")
    _signed_up(world, cancelled)
    actions.cancel_event(cancelled.pk, reason="Sykdom.", actor=world.act("nina"), at=AUTUMN)
    _open(world, "For skoler", by="eva", organiser="Trøndelag", kinds=[Kind.SCHOOL])
    _open(world, "I Oslo", by="olga", organiser="Oslo")


def _plan(
    world: World, title: str, *, by: str = "nina", organiser: str = "Innherred", begins: Any = None, **more: Any
) -> Event:
    begins = begins or timezone.localtime().replace(hour=12, minute=0) + timedelta(days=30)
    midnight = timezone.localtime(begins).replace(hour=23, minute=59)  # it ends the day it begins, as its form has it
    party = world.parties[organiser]
    county = party.county or world.county
    last = timezone.localdate(begins)
    return actions.plan_event(
        party,
        county=county.as_county if hasattr(county, "as_county") else county,
        details=Details("webinar", title, last, **more),
        when=When(begins, min(begins + timedelta(hours=2), midnight), "Verdal"),
        invited=[party],
        actor=world.act(by),
        at=AUTUMN,
    )


def _open(world: World, title: str, *, by: str = "nina", **more: Any) -> Event:
    event = _plan(world, title, by=by, **more)
    return actions.open_sign_up(event.pk, actor=world.act(by), at=AUTUMN)


def _signed_up(world: World, event: Event) -> None:
    home = world.parties["Solbakken barnehage"].pk
    people = [Participant("Ane Aas", "ane@x.example")]
    sign_up_actions.sign_up(event.pk, party=home, layer="staff", people=people, actor=world.act("kari"), at=AUTUMN)


def _moved(world: World) -> None:
    """With money that isn't used."""
    event, nina = _open(world, "Flyttet"), world.act("nina")
    _signed_up(world, event)
    award = Award.objects.get(name="Penger til Innherred")
    money_actions.set_funding(event.pk, [Share(award.pk, 2025, 50, 10)], revision=event.revision, actor=nina, at=AUTUMN)
    begins = event.begins + timedelta(days=7)
    actions.move_event(
        event.pk,
        when=When(begins, begins + timedelta(hours=2), "Verdal"),
        sign_up_by=event.sign_up_by,
        reason="Snø.",
        revision=event.revision + 1,
        actor=nina,
        at=AUTUMN,
    )


def _held(world: World) -> None:
    begins = timezone.localtime() - timedelta(minutes=5)
    event = _open(world, "Gjennomført", begins=begins)
    _signed_up(world, event)
    nina = world.act("nina", timezone.localtime())
    came = list(event.sign_ups.values_list("pk", flat=True))
    door_actions.mark_attendance(event.pk, sign_ups=came, came=True, actor=nina, at=timezone.localtime())
    actions.hold_event(event.pk, actor=nina, at=timezone.localtime())
