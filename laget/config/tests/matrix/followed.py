"""Oppfølgingsordningen in the last scene: one municipality in it, one that is offered it, and one in Oslo."""

from datetime import date

from laget.base.actors.models import County, Kind, Organisation
from laget.effect.oppfolging import actions
from laget.effect.oppfolging.models import Oppfolging
from testing.people import AUTUMN, World

FREE = "En ledig kommune"  # that hasn't been offered it


def follow(world: World) -> None:
    oslo = County.objects.get(name="Oslo")
    ongoing = _offer(world, world.county, "Inderøy kommune", "eva")
    actions.accept(ongoing.pk, actor=world.act("ola"), at=AUTUMN)
    for side, name in (("owner", "ola"), ("state", "eva")):
        first = ongoing.milestones.filter(side=side)[0]
        actions.reach(first.pk, actor=world.act(name), at=AUTUMN)
    _offer(world, world.county, "Ørland kommune", "eva")
    _offer(world, oslo, "Oslo kommune", "olga")
    for county, number in ((world.county, "999999981"), (oslo, "999999973")):
        Organisation.objects.create(county=county, name=FREE, kind=Kind.MUNICIPALITY, number=number)


def _offer(world: World, county: County, owner: str, name: str) -> Oppfolging:
    unit, actor = world.organisation(owner), world.act(name)
    return actions.offer(county, owner=unit, why="Tallene.", begins_on=date(2025, 1, 1), actor=actor, at=AUTUMN)
