"""A survey that has been asked, answered and counted, through the same actions as the pages."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from laget.need.surveys.actions import close_survey, give_answer
from laget.need.surveys.codes import code_for
from laget.need.surveys.freezing import freeze_survey
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import Code, Survey
from testing.again import built_once
from testing.collecting import Invited, opened
from testing.people import OSLO, World

INDEROY: Invited = {
    "Solbakken barnehage": {Layer.STAFF: 12, Layer.LEADERS: 5},
    "Sakshaug skole": {Layer.STAFF: 20, Layer.LEADERS: 6},
}


def asked_survey(
    world: World,
    *,
    who: str = "ola",
    party: str = "Inderøy kommune",
    invited: Invited = INDEROY,
    opens: date = date(2024, 10, 1),
    previous: Survey | None = None,
    **more: Any,
) -> Survey:
    """A survey that is open. Everyone who is invited has a code."""
    survey = opened(
        world,
        by=who,
        asker=party,
        asked=invited,
        at=datetime.combine(opens, datetime.min.time(), OSLO),
        title=f"Inkluderende praksis {opens.year}",
        closes=opens + timedelta(days=20),
        baseline=previous is None,
        previous=previous,
        **more,
    )
    return Survey.objects.select_related("stored", "previous__stored", "party").get(pk=survey.pk)


def answer(survey: Survey, *, lift: int = 0, remark: str = "") -> None:
    """Everyone answers, not all of them the same. `lift` is added to every answer, as far as the scale goes."""
    instrument = survey.instrument
    codes = Code.objects.filter(unit__survey=survey).select_related("unit__survey").order_by("pk")
    for n, code in enumerate(codes):
        answers: dict[str, object] = {}
        for m, (key, asked) in enumerate(instrument.asked_of(code.role_layer).items()):
            if asked.item.kind == "scale":
                low, high = instrument.bounds(asked.item.answers)
                answers[key] = min(high, max(low, low + (n + m // 4) % (high - low) + m % 2 + lift))
            elif asked.item.kind == "text" and remark:
                answers[key] = f"{remark} {n}"
        give_answer(
            code.unit,
            ballot=uuid4(),
            layer=code.role_layer,
            answers=answers,
            code=code_for(code.unit_id, code.number),
        )


def count(survey: Survey) -> Survey:
    """Close it and count it."""
    at = datetime.combine(survey.closes + timedelta(days=1), datetime.min.time(), OSLO)
    close_survey(survey.pk, at=at)
    freeze_survey(survey.pk, at=at)
    return Survey.objects.select_related("stored", "previous__stored", "party").get(pk=survey.pk)


def frozen_survey(world: World, *, lift: int = 0, remark: str = "", **asked: Any) -> Survey:
    how = {**asked, "previous": before.pk if (before := asked.get("previous")) else None}
    return built_once(_frozen, world, lift, remark, asked, about=f"{lift} {remark} {sorted(how.items())}")


def _frozen(world: World, lift: int, remark: str, asked: dict[str, Any]) -> Survey:
    survey = asked_survey(world, **asked)
    answer(survey, lift=lift, remark=remark)
    return count(survey)
