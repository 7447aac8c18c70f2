"""From open survey to frozen result: what was answered is counted once, and nothing of it is left."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from laget.base.audit.verify import verify
from laget.base.cycle.clock import now
from laget.need.surveys.actions import CodeUsed, NotOpen, close_survey, give_answer
from laget.need.surveys.codes import code_for
from laget.need.surveys.following import Rate, rate_of, rate_of_all
from laget.need.surveys.freezing import freeze_survey
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.jobs import keep_survey_dates
from laget.need.surveys.models import Code, ReleasedGroup, SealedAnswer, Survey, SurveyUnit
from laget.need.surveys.queries import units_led_by
from laget.need.surveys.sealing import KeyIsGone, Opener, destroy_key, make_key
from laget.need.surveys.states import State
from testing.collecting import opened, today_as
from testing.people import OSLO, World

OCTOBER = datetime(2024, 10, 1, 9, tzinfo=OSLO)
pytestmark = pytest.mark.django_db


def survey_of(world: World, invited: dict[str, dict[Layer, int]]) -> Survey:
    """Inderøy asks some of its units about inclusive practice, and it is open."""
    return opened(
        world, by="ola", asker="Inderøy kommune", asked=invited, at=OCTOBER, closes=date(2024, 10, 31), baseline=True
    )


def answer_all(unit: SurveyUnit, value: int) -> None:
    items = [item.key for item in unit.survey.instrument.items() if item.kind == "scale"]
    for code in unit.codes.all():
        answers = {item: (value + n) % 5 + 1 for n, item in enumerate(items)}
        give_answer(unit, ballot=uuid4(), layer=code.role_layer, answers=answers, code=code_for(unit.pk, code.number))
        value += 1


def test_what_was_answered_is_counted_and_nothing_else_is_left(world: World) -> None:
    survey = survey_of(world, {"Solbakken barnehage": {Layer.STAFF: 12}, "Sakshaug skole": {Layer.STAFF: 20}})
    for unit in survey.units.select_related("survey__stored"):
        answer_all(unit, 1)
    assert SealedAnswer.objects.count() == 32
    close_survey(survey.pk, at=OCTOBER)
    release = freeze_survey(survey.pk, at=OCTOBER)
    shown = {group.name: group.figures["n"] for group in release.groups.filter(shown=True, layer="")}
    assert shown["Solbakken barnehage"] == 12
    assert shown["Sakshaug skole"] == 20
    assert shown["Inderøy kommune"] == 32
    assert (SealedAnswer.objects.count(), Code.objects.count()) == (0, 0)
    with pytest.raises(KeyIsGone):
        Opener(survey.pk)
    assert verify().ok


def test_a_unit_that_would_give_a_small_one_away_is_hidden_with_it(world: World) -> None:
    survey = survey_of(world, {"Solbakken barnehage": {Layer.STAFF: 3}, "Sakshaug skole": {Layer.STAFF: 20}})
    for unit in survey.units.select_related("survey__stored"):
        answer_all(unit, 1)
    close_survey(survey.pk, at=OCTOBER)
    freeze_survey(survey.pk, at=OCTOBER)
    whole = ReleasedGroup.objects.filter(layer="", level__in=["owner", "unit"])
    assert dict(whole.values_list("name", "shown")) == {
        "Inderøy kommune": True,
        "Solbakken barnehage": False,
        "Sakshaug skole": False,
    }


def test_a_code_answers_once_and_the_same_answer_sent_twice_is_one(world: World) -> None:
    survey = survey_of(world, {"Solbakken barnehage": {Layer.STAFF: 6}})
    unit, ballot = survey.units.select_related("survey__stored").get(), uuid4()
    code = code_for(unit.pk, 1)
    for _again in range(2):
        give_answer(unit, ballot=ballot, layer=Layer.STAFF, answers={}, code=code)
    with pytest.raises(CodeUsed):
        give_answer(unit, ballot=uuid4(), layer=Layer.STAFF, answers={}, code=code)
    assert SealedAnswer.objects.count() == 1
    assert SurveyUnit.objects.get(pk=unit.pk).answered == 1


def test_an_answer_that_comes_after_closing_is_refused_and_leaves_its_code_unused(world: World) -> None:
    survey = survey_of(world, {"Solbakken barnehage": {Layer.STAFF: 6}})
    unit = survey.units.select_related("survey__stored").get()
    close_survey(survey.pk, at=OCTOBER)
    with pytest.raises(NotOpen):
        give_answer(unit, ballot=uuid4(), layer=Layer.STAFF, answers={}, code=code_for(unit.pk, 1))
    assert not Code.objects.filter(used=True).exists()


def test_a_survey_that_can_not_be_counted_keeps_no_other_from_it(world: World) -> None:
    lost, other = (survey_of(world, {"Solbakken barnehage": {Layer.STAFF: 6}}) for _n in range(2))
    for survey in (lost, other):
        answer_all(survey.units.select_related("survey__stored").get(), 1)
    destroy_key(lost.pk)
    with pytest.raises(ExceptionGroup) as left:
        keep_survey_dates()
    assert [type(each) for each in left.value.exceptions] == [KeyIsGone]
    states = dict(Survey.objects.values_list("pk", "state"))
    assert states == {lost.pk: State.CLOSED, other.pk: State.FROZEN}


def test_a_key_that_outlived_the_count_is_destroyed_by_the_calendar(world: World, settings: Any) -> None:
    counted, asked = (survey_of(world, {"Solbakken barnehage": {Layer.STAFF: 6}}) for _n in range(2))
    Survey.objects.filter(pk=asked.pk).update(closes=now().date())
    close_survey(counted.pk, at=OCTOBER)
    freeze_survey(counted.pk, at=OCTOBER)
    make_key(counted.pk)  # as when the worker was stopped between the two
    keep_survey_dates()
    assert [path.stem for path in settings.SURVEY_KEYS.iterdir()] == [str(asked.pk)]


def test_many_units_are_added_up_as_one_by_one(world: World) -> None:
    survey = survey_of(
        world, {"Solbakken barnehage": {Layer.STAFF: 12, Layer.LEADERS: 2}, "Sakshaug skole": {Layer.STAFF: 20}}
    )
    survey.units.filter(party__name="Sakshaug skole").update(answered=13)
    assert rate_of_all(survey.units.all(), k=5) == rate_of(survey.units.all(), k=5) == Rate(10, 14, 34)
    assert rate_of_all(survey.units.none(), k=5) == rate_of([], k=5)
    led = {who: [unit.party.name for unit in units_led_by(today_as(world, who))] for who in ("kari", "knut", "ola")}
    assert led == {"kari": ["Solbakken barnehage"], "knut": [], "ola": []}
