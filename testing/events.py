"""An event in Innherred, for the tests of what happens with it."""

from datetime import date, datetime, timedelta
from typing import Any

from laget.base.cycle.calendar_models import When
from laget.effect.events import actions, sign_up_actions
from laget.effect.events.actions import Details
from laget.effect.events.models import Event, SignUp
from laget.effect.events.sign_up_actions import Participant
from laget.effect.events.states import Place
from laget.rules.names import sort_key
from testing.people import AUTUMN, OSLO, World

HELD_ON = datetime(2025, 5, 14, 9, 0, tzinfo=OSLO)
IN_MAY = When(HELD_ON, HELD_ON + timedelta(hours=6), "Verdal hotell")


def planned_event(world: World, *, begins: datetime = HELD_ON, series: Any = None, **details: Any) -> Event:
    """Nina, koordinator in Innherred, plans a day for everyone there."""
    given = {"kind": "conference", "title": "Fagdag", "sign_up_by": date(2025, 5, 1), **details}
    nina, organiser = world.act("nina"), world.parties["Innherred"]
    when = When(begins, begins + timedelta(hours=6), "Verdal hotell")
    return actions.plan_event(
        organiser,
        county=world.county,
        details=Details(**given),
        when=when,
        invited=[organiser],
        series=series,
        actor=nina,
        at=AUTUMN,
    )


def open_event(world: World, *, begins: datetime = HELD_ON, **details: Any) -> Event:
    event = planned_event(world, begins=begins, **details)
    return actions.open_sign_up(event.pk, actor=world.act("nina"), at=AUTUMN)


def signed_up(world: World, event: Event, *names: str) -> None:
    """Kari signs up people from Solbakken, each with an address of their own."""
    people = [Participant(name, f"{name.lower()}@x.example") for name in names]
    home = world.parties["Solbakken barnehage"].pk
    sign_up_actions.sign_up(event.pk, party=home, layer="staff", people=people, actor=world.act("kari"), at=AUTUMN)


def many_signed_up(world: World, event: Event, number: int) -> None:
    """From every virksomhet in Innherred in turn, half of them of each target group."""
    names = ("Solbakken barnehage", "Sakshaug skole", "Fjordgløtt barnehage")
    parties = [world.parties[name] for name in names]
    SignUp.objects.bulk_create(
        SignUp(
            event=event,
            party=parties[n % len(parties)],
            name=f"{FIRST_NAMES[n % len(FIRST_NAMES)]} Etternavn {n:05}",
            sort_key=sort_key(f"{FIRST_NAMES[n % len(FIRST_NAMES)]} Etternavn {n:05}"),
            email=f"deltaker{n}@x.example",
            layer=("staff", "leaders")[n % 2],
            place=Place.SIGNED,
            number=n + 1,
            signed_at=AUTUMN,
        )
        for n in range(number)
    )


FIRST_NAMES = ("Anne", "Bjørn", "Camilla", "Dag", "Eli", "Frode", "Gro", "Hans", "Ida", "Jon")
