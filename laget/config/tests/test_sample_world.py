"""The people of a sample county, however many it needs."""

from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.config.sample.world import World as Sample
from testing.people import World


def test_no_two_are_called_the_same_even_when_there_are_more_of_them_than_names(world: World) -> None:
    names = {"first_names": ["Guro", "Jostein"], "last_names": ["Fjellvik"]}
    sample = Sample(read_county_file(COUNTIES / "trondelag.toml"), names, world.county)
    called = [sample.person().name for _ in range(4)]
    assert sorted(called[:2]) == ["Guro Fjellvik", "Jostein Fjellvik"]
    assert sorted(called[2:]) == ["Guro Jostein Fjellvik", "Jostein Guro Fjellvik"]
