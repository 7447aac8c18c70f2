"""Events: planned, opened, moved, called off, held."""

from datetime import timedelta

from laget.base.accounts.actor import Actor
from laget.base.cycle.calendar_models import When
from laget.base.refusals import NotInOrder
from laget.config.tests.lives.common import WHY
from laget.config.tests.lives.life import Life
from laget.config.tests.lives.move import Doing, Draw, Move, Thing
from laget.effect.events import actions
from laget.effect.events.actions import Details
from laget.effect.events.models import Event
from laget.effect.events.roles import ARRANGING
from laget.effect.events.states import TRANSITIONS
from testing.people import AUTUMN

ORGANISER = "Innherred"


def _organisers(life: Life, _thing: Thing) -> frozenset[str]:
    return life.holders(*ARRANGING, at=life.world.parties[ORGANISER].pk)


def _when(life: Life, draw: Draw) -> When:
    begins = life.at + timedelta(days=draw("in days", (2, 2, 20)))
    return When(begins, begins + timedelta(hours=3), "Verdal hotell")


def _details(when: When, title: str) -> Details:
    return Details(kind="conference", title=title, sign_up_by=(when.begins - timedelta(days=1)).date())


def _plan(life: Life, _thing: Thing, actor: Actor, draw: Draw) -> None:
    organiser, when = life.world.parties[ORGANISER], _when(life, draw)
    details = _details(when, f"Fagdag {life.acts:03}")
    actions.plan_event(
        organiser, county=life.world.county, details=details, when=when, invited=[organiser], actor=actor, at=life.at
    )


def _change(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    event, when = Event.objects.get(pk=thing.pk), _when(life, draw)
    actions.change_event(
        event.pk,
        details=_details(when, event.title),
        when=when,
        invited=list(event.invited.all()),
        revision=event.revision,
        actor=actor,
        at=life.at,
    )


def _move(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    when, revision = _when(life, draw), Event.objects.get(pk=thing.pk).revision
    last = (when.begins - timedelta(days=1)).date()
    actions.move_event(thing.pk, when=when, sign_up_by=last, reason=WHY, revision=revision, actor=actor, at=life.at)


def _on_event(act: str, do: Doing, weight: int = 1) -> Move:
    return Move("event", act, _organisers, do, TRANSITIONS, refusals=(NotInOrder,), weight=weight)


class EventsLife(Life):
    begins = AUTUMN
    lasts = timedelta(days=400)
    moves = (
        Move("round", "plan", _organisers, _plan, during=frozenset({"open"}), makes="event"),
        _on_event("change", _change),
        _on_event("move", _move),
        _on_event("open", lambda life, thing, actor, _: actions.open_sign_up(thing.pk, actor=actor, at=life.at), 2),
        _on_event("close", lambda life, thing, actor, _: actions.close_sign_up(thing.pk, actor=actor, at=life.at), 2),
        _on_event(
            "cancel",
            lambda life, thing, actor, _: actions.cancel_event(thing.pk, reason=WHY, actor=actor, at=life.at),
        ),
        _on_event("hold", lambda life, thing, actor, _: actions.hold_event(thing.pk, actor=actor, at=life.at), 4),
    )
