"""The catalogue in the last scene: taken in by Trøndelag, and with one entry in Oslo."""

from laget.base.actors.models import County
from laget.need.catalogue import actions
from laget.need.catalogue.actions import Details
from testing.people import AUTUMN, World

IN_OSLO = Details("tool", "Oslos verktøy", "Et verktøy.", "Oslo", "", ["inclusion"], ["school"], ["all"], ["nb"])


def offer(world: World) -> None:
    actions.take_in_shipped(world.county, actor=world.act("eva"), at=AUTUMN)
    oslo = County.objects.get(name="Oslo")
    actions.add_entry(oslo, details=IN_OSLO, actor=world.act("olga"), at=AUTUMN)
