"""The demo's other county: three ordninger at once, each at its own stage, carried by the acts of the pages."""

import time
from datetime import datetime

import pytest

from laget.base.accounts.models import Person
from laget.base.audit.verify import verify
from laget.base.cycle.models import Round
from laget.config.sample.ranked import RANKED, SCORED, WRITTEN, build_beside
from laget.config.sample.year import OSLO
from laget.grant.ranking.models import Application, Place, Ranking, Score
from laget.need.behovsmelding.models import Behovsmelding


@pytest.mark.django_db
def test_three_ordninger_stand_at_three_stages() -> None:
    began = time.perf_counter()
    county = build_beside(at=datetime(2024, 11, 4, 8, tzinfo=OSLO))
    print(f"{time.perf_counter() - began:.1f} s")
    rounds = {each.ordning.key: each for each in Round.objects.filter(county=county).select_related("ordning")}
    assert set(rounds) == {RANKED, SCORED, WRITTEN}
    ranking = Ranking.objects.get()
    assert ranking.round_id == rounds[RANKED].pk
    applications = Application.objects.filter(round=rounds[RANKED])
    assert Place.objects.filter(ranking=ranking).count() == applications.count() >= 12
    scored = Score.objects.filter(application__round=rounds[SCORED]).values("person").distinct()
    assert scored.count() == 4
    assert not Application.objects.filter(round=rounds[WRITTEN]).exists()
    assert set(Behovsmelding.objects.filter(round=rounds[WRITTEN]).values_list("state", flat=True)) == {"draft"}
    assert verify().ok
    assert build_beside(at=datetime(2024, 11, 5, 8, tzinfo=OSLO)) == county
    assert Person.objects.filter(is_sample=False).count() == 0
