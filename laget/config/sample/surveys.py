"""A kartlegging of the sample county in two waves, asked, answered and counted through the same actions as the pages.

The answers are thrown with dice. Each unit leans its own way, each facet is harder or easier for all, and the second
wave has moved a little where the networks have worked.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from laget.base.accounts.actor import Actor, actor_for
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Kind, Membership, Network, Organisation, Ownership
from laget.config.sample.year import OSLO
from laget.need.surveys.actions import Asked, close_survey, give_answer, open_survey, plan_survey
from laget.need.surveys.freezing import freeze_survey
from laget.need.surveys.instrument_file import Instrument, Layer
from laget.need.surveys.library import store_shipped
from laget.need.surveys.models import StoredInstrument, Survey, SurveyUnit
from laget.need.surveys.result_actions import keep_source

NETWORKS = ("innherred", "fosen")  # enough to see every kind of group, and to build in seconds
MOVED = {"curriculum": 0.5, "support": 0.7, "leadership": -0.4}  # facets, from the first wave to the second


def ask_twice(county: County) -> Survey:
    """The autumn of 2023, and a year later. Returns the second."""
    first = _ask(county, date(2023, 10, 2), previous=None)
    second = _ask(county, date(2024, 10, 1), previous=first)
    _enter_other_numbers(county)
    return second


def _ask(county: County, opens: date, *, previous: Survey | None) -> Survey:
    begins, ends = _at(opens), _at(opens + timedelta(days=20))
    store_shipped(at=begins)
    survey = plan_survey(
        county.pk,
        county=county.pk,
        stored=StoredInstrument.objects.filter(key="inclusive_practice", party=None).latest("version"),
        title=f"Inkluderende praksis, høsten {opens.year}",
        purpose="Vi vil vite hva vi er gode på, og hva vi bør arbeide med sammen.",
        opens=opens,
        closes=opens + timedelta(days=19),
        k=5,
        baseline=previous is None,
        previous=previous,
        local_items=(),
        asked=list(_asked(county, begins)),
        actor=_officer(county, opens),
        at=begins,
    )
    open_survey(survey.pk, at=begins)
    with transaction.atomic():  # not one by one: nobody waits to see that theirs is kept
        for unit in survey.units.select_related("survey", "party").order_by("party__number"):
            _answer(unit, survey.instrument, moved=MOVED if previous else {})
    close_survey(survey.pk, at=ends)
    freeze_survey(survey.pk, at=ends)
    return Survey.objects.get(pk=survey.pk)


def _asked(county: County, at: datetime) -> Iterator[Asked]:
    # One list at a time: in a database that has just been filled, PostgreSQL knows too little to plan it all in one.
    networks = Network.objects.filter(county=county, key__in=NETWORKS)
    owners = list(Membership.objects.at(at.date()).filter(network__in=networks).values_list("owner", flat=True))
    owned = list(Ownership.objects.at(at.date()).filter(owner__in=owners).values_list("organisation", flat=True))
    for unit in Organisation.objects.filter(pk__in=owned).order_by("number"):
        dice = random.Random(unit.number)
        if unit.kind == Kind.PPT:
            yield Asked(unit, {Layer.PPT: 9, Layer.LEADERS: 1})
        else:
            yield Asked(unit, {Layer.STAFF: dice.choice((4, 9, 11, 13, 16)), Layer.LEADERS: dice.choice((1, 2))})


def _answer(unit: SurveyUnit, instrument: Instrument, *, moved: dict[str, float]) -> None:
    """All but a few answer. The same unit leans the same way in both waves."""
    lean, dice = random.Random(unit.party.number), random.Random(f"{unit.party.number} {unit.survey.opens}")
    own = lean.uniform(-0.5, 0.5)
    leaning = {
        facet: own + lean.uniform(-0.6, 0.6) + _hardness(facet) + moved.get(facet, 0) for facet in _facets(instrument)
    }
    for layer, number in unit.invited.items():
        rosier = 0.5 if layer == Layer.LEADERS else 0.0  # leaders use to see it a bit brighter
        for _person in range(number):
            if dice.random() < 0.9:
                answers = {
                    key: min(5, max(1, round(3.4 + rosier + leaning[asked.item.facet] + dice.gauss(0, 0.9))))
                    for key, asked in instrument.asked_of(Layer(layer)).items()
                }
                give_answer(unit, ballot=UUID(int=dice.getrandbits(128)), layer=Layer(layer), answers=answers)


def _facets(instrument: Instrument) -> list[str]:
    return sorted({item.facet for item in instrument.items()})


def _hardness(facet: str) -> float:
    return random.Random(facet).uniform(-0.7, 0.7)


def _enter_other_numbers(county: County) -> None:
    keep_source(
        county.pk,
        title="Foreldreundersøkelsen i barnehage (eksempeltall)",
        source="Oppdiktede tall til eksempelfylket",
        dated=date(2024, 2, 1),
        rows=[
            ("Barnet trives godt", 91.5, "prosent"),
            ("Barnets meninger blir tatt på alvor", 78.0, "prosent"),
            ("Barn med store behov får hjelp i tide", None, "prosent"),
        ],
        actor=_officer(county, date(2024, 10, 1)),
        at=_at(date(2024, 10, 1)),
    )


def _officer(county: County, day: date) -> Actor:
    held = HeldRole.objects.at(day).filter(role=Role.CASE_OFFICER, party=county).select_related("person")
    return actor_for(held.order_by("pk")[0].person, day=day)


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=OSLO)
