"""What the forum has ranked in its room stands in the innstilling, and goes on to tilsagn, letters and the ledger."""

import pytest

from laget.base.questions import actions as questions
from laget.base.questions.models import Document
from laget.grant.allocation.queries import money_of
from laget.grant.forum.models import Decision, Matter
from laget.grant.innstilling.actions import open_innstilling, submit_innstilling
from laget.grant.innstilling.models import RecommendedAmount
from laget.grant.ledger.models import Award
from laget.grant.tilsagn.actions import give_tilsagn, prepare_tilsagn, propose_tilsagn
from laget.grant.tilsagn.models import Tilsagn
from laget.grant.tilsagn.outbox import send_tilsagn
from testing.people import World
from testing.ranking import MARCH, WHY, build_ranked_world, decided, move, ranked


@pytest.fixture
def world(db: None) -> World:
    return build_ranked_world()


def test_the_innstilling_is_what_the_room_ranked_and_goes_on_to_tilsagn(world: World) -> None:
    ranking = ranked(world)
    move(world, ranking, 5, 4, WHY)
    decided(world, ranking)
    arne, siri = world.act("arne", MARCH), world.act("siri", MARCH)
    innstilling = open_innstilling(world.round, actor=arne, at=MARCH)
    answers = {"priorities": "Det viktigste først.", "criteria": "Godt."}
    saved = questions.save_answers(innstilling.pk, answers=answers, revision=innstilling.revision, actor=arne, at=MARCH)
    submit_innstilling(innstilling.pk, revision=saved.revision, actor=siri, at=MARCH)
    recommended = RecommendedAmount.objects.filter(planned__year=2025).exclude(planned=None)
    by_title: dict[str, int] = {}
    for each in recommended:
        assert each.planned is not None
        by_title[each.name] = by_title.get(each.name, 0) + each.amount
    assert by_title == {
        "Nærvær": 6_000_000, "Fellesskap": 4_000_000, "Åpne dører": 2_000_000, "Ute hele året": 3_000_000,
        "Språk i leken": 0,
    }  # fmt: skip
    version = Document.objects.get(pk=innstilling.pk).versions.get()
    assert version.content["decisions"] == {str(Matter.objects.get().pk): Decision.objects.get().sha256}
    prepare_tilsagn(world.round, actor=world.act("eva", MARCH), at=MARCH)
    eva, dag = world.act("eva", MARCH), world.act("dag", MARCH)
    for tilsagn in Tilsagn.objects.filter(round=world.round):
        propose_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=eva, at=MARCH)
        give_tilsagn(tilsagn.pk, actor=dag, at=MARCH)
        send_tilsagn(tilsagn.pk, actor=eva, at=MARCH)
    to = set(Award.objects.filter(given_in=world.round).values_list("recipient__name", flat=True))
    assert {"Holmen kommune", "Storby kommune", "Åsheim kommune", "Fjordvik kommune", "Høgskolen i Åsene"} <= to
    assert money_of(world.round).granted == 15_000_000 + 120_000  # with the fixed item
