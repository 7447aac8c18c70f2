"""A kartlegging in the small county, for tests: Nina asks Innherred, and Kari hands out the codes at Solbakken."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from laget.base.accounts.actor import Actor, actor_for
from laget.base.cycle.clock import now
from laget.need.surveys.actions import Asked, open_survey, plan_survey
from laget.need.surveys.codes import code_for
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.library import store_shipped
from laget.need.surveys.models import StoredInstrument, Survey, SurveyUnit
from testing.people import World

Invited = Mapping[str, Mapping[Layer, int]]  # by the name of the unit
SOLBAKKEN: Invited = {"Solbakken barnehage": {Layer.STAFF: 12, Layer.LEADERS: 2}}


def today_as(world: World, name: str) -> Actor:
    """A person as they may act on the day the test runs."""
    return actor_for(world.people[name], day=now().date())


def planned(
    world: World,
    *,
    instrument: str = "inclusive_practice",
    by: str = "nina",
    asker: str = "Innherred",
    asked: Invited = SOLBAKKEN,
    by_link: bool = False,
    at: datetime | None = None,
    opens: date | None = None,
    **more: Any,
) -> Survey:
    """Planned now, to open today and close in two weeks, unless told otherwise."""
    at = at or now()
    opens = opens or at.date()
    store_shipped(at=at)
    usual: dict[str, Any] = {
        "title": "Slik har vi det",
        "purpose": "Finne ut hva vi skal øve på sammen.",
        "closes": opens + timedelta(days=14),
        "k": 5,
        "baseline": False,
        "previous": None,
        "local_items": (),
    }
    return plan_survey(
        world.parties[asker].pk,
        county=world.county.pk,
        stored=StoredInstrument.objects.get(key=instrument),
        opens=opens,
        asked=[Asked(world.organisation(name), invited, by_link=by_link) for name, invited in asked.items()],
        actor=actor_for(world.people[by], day=at.date()),
        at=at,
        **{**usual, **more},
    )


def opened(world: World, **how: Any) -> Survey:
    """Planned, and open for answers."""
    survey = planned(world, **how)
    open_survey(survey.pk, at=how.get("at") or now())
    survey.refresh_from_db()
    return survey


def unit_of(survey: Survey, name: str = "Solbakken barnehage") -> SurveyUnit:
    return survey.units.select_related("survey", "party").get(party__name=name)


def codes_of(unit: SurveyUnit, layer: Layer = Layer.STAFF) -> list[str]:
    """The codes of everyone in a layer, to be typed."""
    numbers = unit.codes.filter(layer=layer).order_by("number").values_list("number", flat=True)
    return [code_for(unit.pk, number) for number in numbers]
