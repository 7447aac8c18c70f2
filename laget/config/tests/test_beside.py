"""The demo's other counties: three ordninger at once, each at its own stage, carried by the acts of the pages."""

from datetime import datetime

import pytest

from laget.base.accounts.models import Person
from laget.base.actors.models import County
from laget.base.audit.verify import verify
from laget.base.cycle.models import Round, Task
from laget.config.sample.ranked import BESIDE, build_beside
from laget.config.sample.year import OSLO
from laget.grant.ranking.models import Application, Place, Ranking, Score
from laget.need.behovsmelding.models import Behovsmelding

AT = datetime(2024, 11, 4, 8, tzinfo=OSLO)


def rounds_of(county: County) -> tuple[Round, Round, Round]:
    """Regional ordning, desentralisert ordning, Kompetanseløftet."""
    found = {each.ordning.key: each for each in Round.objects.filter(county=county).select_related("ordning")}
    assert set(found) == {"regional-ordning", "desentralisert-ordning", "kompetanseloftet"}
    return found["regional-ordning"], found["desentralisert-ordning"], found["kompetanseloftet"]


@pytest.mark.django_db
def test_three_ordninger_stand_at_three_stages_in_each_county() -> None:
    ostmark, nordvidda = (build_beside(name, at=AT) for name in BESIDE)
    assert (ostmark.name, nordvidda.name) == ("Østmark", "Nordvidda")
    the_working_groups_of(ostmark)
    the_networks_of(nordvidda)
    assert verify().ok
    assert [build_beside(name, at=AT) for name in BESIDE] == [ostmark, nordvidda]
    assert Person.objects.filter(is_sample=False).count() == 0


def the_working_groups_of(county: County) -> None:
    """In the first the forum has begun to rank, in the second the working group scores, in the third owners write."""
    ranked, scored, written = rounds_of(county)
    ranking = Ranking.objects.get(county=county)
    assert ranking.round_id == ranked.pk
    applications = Application.objects.filter(round=ranked)
    assert Place.objects.filter(ranking=ranking).count() == applications.count() >= 12
    assert Score.objects.filter(application__round=scored).values("person").distinct().count() == 4
    they_write_in(written)


def the_networks_of(county: County) -> None:
    """In the first they rank, and one has sent; in the second all have, and the forum has begun; in the third owners
    write."""
    ranking, ranked, written = rounds_of(county)
    theirs = Ranking.objects.filter(round=ranking).order_by("network__sort_key")
    assert list(theirs.values_list("network__name", "sent_at")) == [("Fjordene", AT), ("Vidda", None)]
    asked = Task.objects.filter(round=ranking, step="ranking", role="coordinator", done_at=None)
    assert set(asked.values_list("party__name", flat=True)) == {"Vidda", "Videregående skoler", "Øyene"}
    assert Ranking.objects.filter(round=ranked, network=None).count() == 1
    assert Ranking.objects.filter(round=ranked, sent_at=AT).count() == 4
    they_write_in(written)


def they_write_in(round: Round) -> None:
    assert not Application.objects.filter(round=round).exists()
    assert set(Behovsmelding.objects.filter(round=round).values_list("state", flat=True)) == {"draft"}
