"""A survey that has been asked, answered and counted, through the same actions as the pages."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import uuid4

from laget.base.accounts.actor import actor_for
from laget.need.surveys.actions import Asked, close_survey, give_answer, open_survey, plan_survey
from laget.need.surveys.codes import code_for
from laget.need.surveys.freezing import freeze_survey
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.library import store_shipped
from laget.need.surveys.models import Code, StoredInstrument, Survey
from testing.people import OSLO, World

Invited = Mapping[str, Mapping[Layer, int]]
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
    instrument: str = "inclusive_practice",
    previous: Survey | None = None,
    k: int = 5,
) -> Survey:
    """A survey that is open. Everyone who is invited has a code."""
    at = datetime.combine(opens, datetime.min.time(), OSLO)
    store_shipped(at=at)
    survey = plan_survey(
        world.parties[party].pk,
        county=world.county.pk,
        stored=StoredInstrument.objects.get(key=instrument),
        title=f"Inkluderende praksis {opens.year}",
        purpose="Vi vil vite hvor vi står.",
        opens=opens,
        closes=opens + timedelta(days=20),
        k=k,
        baseline=previous is None,
        previous=previous,
        local_items=(),
        asked=[Asked(world.organisation(name), layers) for name, layers in invited.items()],
        actor=actor_for(world.people[who], day=opens),
        at=at,
    )
    open_survey(survey.pk, at=at)
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


def frozen_survey(world: World, *, lift: int = 0, remark: str = "", **asked: object) -> Survey:
    survey = asked_survey(world, **asked)  # type: ignore[arg-type]
    answer(survey, lift=lift, remark=remark)
    return count(survey)
