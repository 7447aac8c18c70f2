"""What the forum has ranked in its room stands in the innstilling, and goes on to tilsagn, letters and the ledger."""

import re

import pytest
from django.test import Client

from laget.base.actors.models import Party
from laget.base.questions import actions as questions
from laget.base.questions.models import Document
from laget.base.questions.paper import content_of
from laget.base.ui.templatetags.ui import kr
from laget.grant.allocation.queries import money_of
from laget.grant.forum.models import Decision, Matter
from laget.grant.innstilling.actions import open_innstilling, submit_innstilling
from laget.grant.innstilling.models import Innstilling, RecommendedAmount
from laget.grant.innstilling.paper import parts
from laget.grant.ledger.models import Award
from laget.grant.ranking.board_actions import give_rest
from laget.grant.ranking.models import Ranking
from laget.grant.tilsagn.actions import give_tilsagn, prepare_tilsagn, propose_tilsagn
from laget.grant.tilsagn.letter_text import text_of
from laget.grant.tilsagn.models import Tilsagn
from laget.grant.tilsagn.outbox import send_tilsagn
from laget.need.tiltak.models import PlannedAmount
from testing.pdf import faults_in_pdf
from testing.people import World
from testing.ranking import MARCH, WHY, application, build_ranked_world, decided, move, ranked


@pytest.fixture
def world(db: None) -> World:
    return build_ranked_world()


def recommend(world: World, *, rest: bool = False, instead: str = "") -> Innstilling:
    """Språk i leken stands last, and gets the rest or nothing. `instead` is what the secretary writes of why its money
    for 2026 is less."""
    ranking = ranked(world)
    move(world, ranking, 5, 4, WHY)
    arne, siri = world.act("arne", MARCH), world.act("siri", MARCH)
    if rest:
        to, revision = application(world, "Språk i leken").pk, Ranking.objects.get(pk=ranking.pk).revision
        give_rest(ranking.pk, application=to, revision=revision, actor=arne, at=MARCH)
    decided(world, ranking)
    innstilling = open_innstilling(world.round, actor=arne, at=MARCH)
    answers = {"priorities": "Det viktigste først.", "criteria": "Godt."}
    if instead:
        answers[f"lines.p{PlannedAmount.objects.get(year=2026, amount__gt=0).pk}.reason"] = instead
    saved = questions.save_answers(innstilling.pk, answers=answers, revision=innstilling.revision, actor=arne, at=MARCH)
    submit_innstilling(innstilling.pk, revision=saved.revision, actor=siri, at=MARCH)
    return innstilling


def test_the_innstilling_is_what_the_room_ranked_and_goes_on_to_tilsagn(world: World) -> None:
    innstilling = recommend(world)
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
        give_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=dag, at=MARCH)
        send_tilsagn(tilsagn.pk, actor=eva, at=MARCH)
    to = set(Award.objects.filter(given_in=world.round).values_list("recipient__name", flat=True))
    assert {"Holmen kommune", "Storby kommune", "Åsheim kommune", "Fjordvik kommune", "Høgskolen i Åsene"} <= to
    assert money_of(world.round).granted == 15_000_000 + 120_000  # with the fixed item


@pytest.mark.parametrize(
    ("writes", "reason"),
    [
        ("nb", "Plass 5. Pengene rekker til 2 220 000 kr av 4 000 000 kr."),
        ("nn", "Plass 5. Pengane rekk til 2 220 000 kr av 4 000 000 kr."),
    ],
)
def test_why_less_is_granted_is_said_in_the_language_of_the_letter(world: World, writes: str, reason: str) -> None:
    Party.objects.filter(name="Fjordvik kommune").update(language_decision=writes)
    recommend(world, rest=True, instead="Vi vil se hvordan det går først.")
    assert why_less(world) == [(2025, reason), (2026, "Vi vil se hvordan det går først.")]


def test_where_the_money_does_not_reach_it_is_said_in_nynorsk_too_and_what_is_decided_stands(world: World) -> None:
    Party.objects.filter(name="Fjordvik kommune").update(language_decision="nn")
    innstilling = recommend(world)
    nobody = "Plass 5. Pengane rekk ikkje hit."
    assert why_less(world) == [(2025, nobody), (2026, nobody)]
    assert "Pengane" not in str(Decision.objects.get().content["lines"][-1]["reason"])
    assert "Pengane" not in str(Document.objects.get(pk=innstilling.pk).versions.get().content)


def why_less(world: World) -> list[tuple[int, str]]:
    """By year, as it stands in the letter to Fjordvik, with plain spaces."""
    prepare_tilsagn(world.round, actor=world.act("eva", MARCH), at=MARCH)
    text = text_of(Tilsagn.objects.get(subject__name="Fjordvik kommune"))
    return [(line.year, line.reason.translate(PLAIN)) for line in text.lines if line.reason]


PLAIN = str.maketrans("\u00a0\u202f", "  ")


# Kysten: 6 000 000 + 3 000 000 of 16 000 001; Språk i leken, of which 1 000 001 is for the year after, gets nothing.
SUMS = {"Byen": (1, 1, 4_000_000, 4_000_000), "Dalene": (1, 1, 2_000_000, 2_000_000)}
SUMS["Kysten"] = (3, 2, 16_000_001, 9_000_000)
SUMS["Sum"] = (5, 4, 22_000_001, 15_000_000)
APART = {"Byen": 4_000_000, "Dalene": 2_000_000, "Kysten": 9_000_000, "Fast tildeling": 120_000}


def test_the_innstilling_is_read_network_by_network_with_what_each_comes_to(world: World, client: Client) -> None:
    innstilling = recommend(world)
    client.force_login(world.people["eva"])
    page = client.get(innstilling.get_absolute_url()).content.decode()
    page = re.sub(r'<br><span class="small quiet">.*?</span>', "", page)  # each year apart
    rows = [re.sub(r"<[^>]+>", " ", row).split("  ") for row in re.findall(r"<tr>.*?</tr>", page)]
    said = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    for name, (tiltak, prioritised, applied, amount) in SUMS.items():
        assert [name, str(tiltak), str(prioritised), kr(applied), kr(amount)] in said
    version = Document.objects.get(pk=innstilling.pk).versions.get()
    paper = [*parts(innstilling, version), *content_of(innstilling, version)["parts"]]
    short = paper[0]
    in_all = short.rows[: len(SUMS)]
    assert [row[0] for row in in_all] == list(SUMS)
    assert [row[1:] for row in in_all] == [[str(n), str(m), kr(a), kr(b)] for n, m, a, b in SUMS.values()]
    tables = {part["title"]: part["rows"] for part in paper[-8:] if isinstance(part, dict) and part["rows"]}
    assert {name: rows[-1][2] for name, rows in tables.items()} == {name: kr(each) for name, each in APART.items()}
    assert paper[-1]["entries"] == (("Søkt eller satt av", kr(22_120_001)), ("Anbefalt", kr(15_120_000)))
    pdf = client.get(f"{innstilling.get_absolute_url()}pdf/").content
    assert faults_in_pdf(pdf) == []
