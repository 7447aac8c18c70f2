"""The sample county has a catalogue, with a package of its own, and some have been through what it offers."""

from datetime import date

from laget.config.sample.catalogue import OWN, offer
from laget.config.sample.uptake import go_through
from laget.effect.uptake.models import Count
from laget.need.catalogue.actions import shipped
from testing.people import World


def test_the_sample_county_has_what_laget_comes_with_and_one_of_its_own(world: World) -> None:
    offered = offer(world.county, today=date(2025, 5, 5))
    assert [each.title for each in offered] == [*(told.title for told in shipped().values()), OWN.title]


def test_leaders_have_told_what_their_units_have_been_through_and_it_is_counted(world: World) -> None:
    offer(world.county, today=date(2025, 5, 5))
    told = go_through(world.county, today=date(2025, 5, 5))
    assert len({each.unit_id for each in told}) == 3
    assert Count.objects.filter(party=world.county, level="", number__gte=5).exists()
