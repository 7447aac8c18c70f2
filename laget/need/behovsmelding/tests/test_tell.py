"""Those who get a document are told, and those it comes back to; nobody of what they did themselves."""

import pytest

from laget.base.cycle.calendar_queries import unread_by
from laget.base.cycle.models import Task
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.actions import return_behovsmelding
from laget.need.behovsmelding.models import Behovsmelding
from testing.people import AUTUMN, World


def told(world: World, name: str) -> list[str]:
    return [str(each) for each in unread_by(world.act(name)).order_by("pk")]


@pytest.fixture
def sent(world: World) -> Behovsmelding:
    world.carry("state_needs")
    return Behovsmelding.objects.get(subject__name="Inderøy kommune")


def test_the_one_it_is_sent_to_and_the_one_it_comes_back_to(world: World, sent: Behovsmelding) -> None:
    assert told(world, "nina") == [
        "Frode sendte: behovsmelding, Fjordgløtt SA.",
        "Ola sendte: behovsmelding, Inderøy kommune.",
    ]
    assert told(world, "ola") == []  # nor of the assessments, of which there may be hundreds
    return_behovsmelding(sent.pk, reason="Si mer.", actor=world.act("nina"), at=AUTUMN)
    assert told(world, "ola") == ["Nina sendte tilbake: behovsmelding, Inderøy kommune."]
    assert len(told(world, "nina")) == 2
    assert (told(world, "pia"), told(world, "kari")) == ([], [])
    assert Task.objects.filter(about=str(sent.pk), done_at=None).exists()
    assert Assessment.objects.exists()
