"""A year to look at from every side."""

import pytest

from laget.effect.events.models import SignUp
from laget.effect.uptake.actions import count_county
from testing.events import many_signed_up, open_event
from testing.people import AUTUMN, World


@pytest.fixture
def year(world: World) -> World:
    """The sample year from need to the decision on what was not used, and a day that 36 came to."""
    world.carry("settle")
    event = open_event(world)
    many_signed_up(world, event, 36)
    SignUp.objects.filter(event=event).update(attended_at=event.begins)
    count_county(world.county.pk, at=AUTUMN)
    return world
