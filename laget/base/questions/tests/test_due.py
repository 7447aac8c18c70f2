"""A case says when it is due, as long as someone has something to do with it."""

from datetime import date

from laget.base.questions.models import Document
from laget.base.questions.pages import first_deadline
from testing.people import World


def test_the_assessment_of_solbakken_is_due_until_it_is_sent(world: World) -> None:
    world.carry("ask_owners")
    assessment = Document.objects.get(kind="assessment", subject__name="Solbakken barnehage")
    assert first_deadline(assessment) == date(2024, 11, 15)
    world.carry("assess")
    assert first_deadline(assessment) is None
