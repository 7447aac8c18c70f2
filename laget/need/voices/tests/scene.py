"""Solbakken barnehage hears its children in the autumn; what its tests share."""

from datetime import date, datetime
from uuid import uuid4

from laget.need.surveys.actions import close_survey, give_answer
from laget.need.surveys.codes import code_for
from laget.need.surveys.freezing import freeze_survey
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import Survey
from laget.need.voices.actions import close_listening, open_listening, register_voice
from laget.need.voices.models import Listening, Voice
from laget.need.voices.said import Said
from testing.collecting import opened
from testing.people import AUTUMN, World

SUMMARY = "Mange vil ha flere voksne ute, og noen synes det er trangt i garderoben."


def begin(world: World, *, by: str = "kari", at: datetime = AUTUMN) -> Listening:
    unit = {"kari": "Solbakken barnehage", "per": "Havhesten barnehage"}[by]
    return open_listening(
        world.parties[unit].pk,
        first=date(2024, 11, 4),
        last=date(2024, 12, 20),
        actor=world.act(by),
        at=at,
    )


def hear(world: World, listening: Listening, said: Said, *, theme: str = "community", way: str = "talk") -> Voice:
    revision = listening.voices.filter(theme=theme, way=way).values_list("revision", flat=True).first() or 0
    return register_voice(
        listening.pk, theme=theme, way=way, said=said, revision=revision, actor=world.act("kari"), at=AUTUMN
    )


def close(world: World, listening: Listening) -> Listening:
    close_listening(listening.pk, actor=world.act("kari"), at=AUTUMN)
    return Listening.objects.get(pk=listening.pk)


def staff_answer(world: World, number: int, *, low: int = 4) -> Survey:
    """The staff of Solbakken answer about inclusive practice, each statement `low` or one more; and it is counted."""
    survey = opened(
        world,
        by="ola",
        asker="Inderøy kommune",
        asked={"Solbakken barnehage": {Layer.STAFF: number}},
        at=AUTUMN,
        closes=AUTUMN.date(),
        baseline=True,
    )
    unit = survey.units.select_related("survey__stored").get()
    items = [item.key for item in survey.instrument.items() if item.kind == "scale"]
    for person in range(1, number + 1):
        answers = dict.fromkeys(items, low + person % 2)
        give_answer(unit, ballot=uuid4(), layer=Layer.STAFF, answers=answers, code=code_for(unit.pk, person))
    close_survey(survey.pk, at=AUTUMN)
    freeze_survey(survey.pk, at=AUTUMN)
    return Survey.objects.get(pk=survey.pk)
