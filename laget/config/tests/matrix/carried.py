"""What is carried out in the last scene: some of it begun, a pulje in each state, and a unit's own development."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from laget.effect.delivery import actions, pulje_actions
from laget.effect.delivery.models import Delivery, Pulje
from laget.effect.delivery.pulje_actions import Plan
from laget.effect.delivery.queries import money_of
from laget.effect.events.models import Event
from testing.people import World


def carry_out(world: World) -> None:
    """Everyone but Fosen has begun in Trøndelag. The pages ask what time it is, so the puljer are open today."""
    now = timezone.localtime()
    for name in ("nina", "tom", "arne"):
        actions.start_deliveries(world.round, actor=world.act(name, now), at=now)
    nina, event = world.act("nina", now), Event.objects.get(title="Utkast")
    for delivery in tried():
        actions.add_material(delivery.pk, title="Hefte", address="https://x.example", actor=nina, at=now)
        mine = next(each for each in money_of(delivery) if each.award.recipient_id == world.parties["Innherred"].pk)
        of: dict[str, Any] = {"award": mine.award.pk, "year": mine.year, "day": now.date()}
        actions.spend(delivery.pk, **of, what="Lokaler", amount=1, actor=nina, at=now)
        actions.tie(delivery.pk, event=event.pk, actor=nina, at=now)
    _join(world, _open(world, "development", "Åpen"), "pål", "Fosen", "Havhesten barnehage")
    asked = _open(world, "refresher", "I gang")
    _join(world, asked, "nina", "Innherred", "Solbakken barnehage")
    pulje_actions.start(asked.pk, actor=world.act("arne", now), at=now)
    home = world.parties["Solbakken barnehage"].pk
    pulje_actions.ask(asked.pk, party=home, text="Hvor?", actor=world.act("kari", now), at=now)
    guided = _open(world, "childs_voice", "Ferdig")
    _join(world, guided, "nina", "Innherred", "Solbakken barnehage", partner=world.parties["Nord universitet"].pk)
    pulje_actions.start(guided.pk, actor=world.act("arne", now), at=now)
    pulje_actions.finish(guided.pk, actor=world.act("arne", now), at=now)


def tried() -> list[Delivery]:
    """One of a tiltak, and one of an award that belongs to none."""
    of_tiltak = Delivery.objects.filter(tiltak__isnull=False, party__name="Innherred").order_by("title", "pk")
    return [of_tiltak[0], Delivery.objects.get(title="Penger til Innherred")]


def _open(world: World, spor: str, name: str) -> Pulje:
    now = timezone.localtime()
    day, later = now.date(), now.date() + timedelta(days=30)
    plan = Plan(spor, name, day, later, later)
    return pulje_actions.open_pulje(world.forum, plan=plan, actor=world.act("arne", now), at=now)


def _join(world: World, pulje: Pulje, name: str, party: str, unit: str, **more: Any) -> None:
    now = timezone.localtime()
    units, where = [world.parties[unit].pk], world.parties[party].pk
    pulje_actions.join(pulje.pk, party=where, units=units, actor=world.act(name, now), at=now, **more)
