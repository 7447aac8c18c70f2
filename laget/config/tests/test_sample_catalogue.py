"""The sample county has a catalogue, with a package of its own."""

from datetime import date

from laget.config.sample.catalogue import OWN, offer
from laget.need.catalogue.actions import shipped
from testing.people import World


def test_the_sample_county_has_what_laget_comes_with_and_one_of_its_own(world: World) -> None:
    offered = offer(world.county, today=date(2025, 5, 5))
    assert [each.title for each in offered] == [*(told.title for told in shipped().values()), OWN.title]
