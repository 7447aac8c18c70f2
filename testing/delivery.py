"""What is carried out in Innherred, for the tests of what happens with it."""

from datetime import date, datetime, timedelta
from typing import Any

from laget.base.cycle.calendar_models import When
from laget.effect.delivery import pulje_actions
from laget.effect.delivery.actions import start_deliveries
from laget.effect.delivery.models import Delivery, Development, Pulje, Samling
from laget.effect.delivery.pulje_actions import Plan
from laget.effect.events import actions as events
from laget.effect.events import door_actions, sign_up_actions
from laget.effect.events.sign_up_actions import Participant
from laget.grant.tilsagn.models import Tilsagn
from laget.grant.tilsagn.outbox import send_tilsagn
from testing.people import OSLO, World

MAY = datetime(2025, 5, 5, 10, 30, tzinfo=OSLO)
OPENS, CLOSES, BEGINS = date(2025, 5, 1), date(2025, 6, 1), date(2025, 8, 15)
AUGUST = datetime(2025, 8, 15, 9, 0, tzinfo=OSLO)


def told(world: World) -> None:
    """The letters have come, and nobody is asked to report yet."""
    world.carry("decide")
    for tilsagn in Tilsagn.objects.filter(round=world.round):
        send_tilsagn(tilsagn.pk, actor=world.act("eva", MAY), at=MAY)


def started(world: World, name: str = "nina") -> Delivery:
    """What a person has to carry out is begun; the first tiltak of it."""
    begun = start_deliveries(world.round, actor=world.act(name, MAY), at=MAY)
    return min((each for each in begun if each.tiltak_id), key=lambda each: (each.title, str(each.pk)))


def open_pulje(world: World, spor: str = "development", **changed: Any) -> Pulje:
    """Arne, secretary of the forum, opens one."""
    known: dict[str, Any] = {"name": "Pulje 1", "opens_on": OPENS, "closes_on": CLOSES, "begins_on": BEGINS}
    plan = Plan(spor, **{**known, **changed})
    return pulje_actions.open_pulje(world.forum, plan=plan, actor=world.act("arne", MAY), at=MAY)


def join(world: World, pulje: Pulje, name: str, party: str, *units: str, **more: Any) -> Any:
    chosen = [world.parties[unit].pk for unit in units]
    actor = world.act(name, MAY)
    return pulje_actions.join(pulje.pk, party=world.parties[party].pk, units=chosen, actor=actor, at=MAY, **more)


def running_pulje(world: World) -> Pulje:
    """Spor 3 with Solbakken of Inderøy and Havhesten of Ørland, each through its network."""
    pulje = open_pulje(world)
    join(world, pulje, "nina", "Innherred", "Solbakken barnehage", partner=world.parties["Nord universitet"].pk)
    join(world, pulje, "pål", "Fosen", "Havhesten barnehage")
    return pulje_actions.start(pulje.pk, actor=world.act("arne", MAY), at=MAY)


def plan_samling(world: World, pulje: Pulje, step: int, begins: datetime = AUGUST) -> Samling:
    when = When(begins, begins + timedelta(hours=6), "Steinkjer")
    last = begins.date() - timedelta(days=2)
    return pulje_actions.plan_samling(
        pulje.pk, step=step, when=when, sign_up_by=last, actor=world.act("arne", MAY), at=MAY
    )


def hold(world: World, samling: Samling, *people: tuple[str, str, str, str]) -> None:
    """(who signs up, from where, target group, name): they sign up, come, and it is held."""
    event = samling.event
    for name, party, layer, who in people:
        participants = [Participant(who, f"{who.lower()}@x.example")]
        home = world.parties[party].pk
        sign_up_actions.sign_up(
            event.pk, party=home, layer=layer, people=participants, actor=world.act(name, MAY), at=MAY
        )
    arne = world.act("arne", event.begins)
    came = list(event.sign_ups.values_list("pk", flat=True))
    door_actions.mark_attendance(event.pk, sign_ups=came, came=True, actor=arne, at=event.begins)
    events.hold_event(event.pk, actor=arne, at=event.ends)


def development_of(world: World, unit: str) -> Development:
    return Development.objects.get(unit=world.parties[unit].pk)
