"""The forum ranks against the money: each move with its reason, the line drawn, and the innstilling that follows."""

import io
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook

from laget.base.audit.models import Entry
from laget.base.cycle.actions import open_round
from laget.base.questions.models import Document
from laget.base.questions.states import State
from laget.base.refusals import NotInOrder
from laget.grant.forum.models import Decision
from laget.grant.ranking import actions as group_actions
from laget.grant.ranking import board_actions as actions
from laget.grant.ranking.board import Board, board_of
from laget.grant.ranking.models import Move, Ranking
from testing.people import World
from testing.ranking import (
    MARCH,
    WHY,
    adopt_money,
    application,
    build_ranked_world,
    decided,
    grouped,
    move,
    planned_meeting,
    ranked,
    scored,
    titles,
)

BY_SCORE = ["Nærvær", "Fellesskap", "Åpne dører", "Språk i leken", "Ute hele året"]


@pytest.fixture
def world(db: None) -> World:
    return build_ranked_world()


def board(world: World, ranking: Ranking, name: str = "arne") -> Board:
    return board_of(Ranking.objects.get(pk=ranking.pk), world.act(name, MARCH), day=MARCH.date())


def post(client: Client, ranking: Ranking, rest: str, **posted: object) -> object:
    revision = Ranking.objects.get(pk=ranking.pk).revision
    return client.post(f"{ranking.get_absolute_url()}{rest}", {"revision": revision, **posted}, follow=True)


def test_the_ranking_begins_by_score_with_the_line_where_the_money_ends(world: World) -> None:
    ranking = ranked(world)
    assert titles(ranking) == BY_SCORE
    found = board(world, ranking)
    assert found.money == 18_330_000
    assert [row.asked for row in found.rows] == [6_000_000, 4_000_000, 2_000_000, 6_000_000, 3_000_000]
    assert [row.sum for row in found.rows] == [6_000_000, 10_000_000, 12_000_000, 18_000_000, 21_000_000]
    assert [row.granted for row in found.rows] == [6_000_000, 4_000_000, 2_000_000, 6_000_000, 0]
    assert (found.cut.line, found.rest) == (4, 330_000)
    tied = {row.title: row.score.recused for row in found.rows}
    assert tied == {"Nærvær": 0, "Fellesskap": 0, "Åpne dører": 1, "Språk i leken": 1, "Ute hele året": 1}


def test_the_groups_are_settled_once_the_ranking_has_begun(world: World) -> None:
    ranked(world)
    group, arne = world.round.working_groups.first(), world.act("arne", MARCH)
    assert group is not None
    given: dict[str, Any] = {"actor": arne, "at": MARCH}
    for act in (
        lambda: group_actions.make_group(world.round, name="En til", **given),
        lambda: group_actions.appoint(group, person=world.people["siri"], **given),
        lambda: group_actions.dismiss(group, person=world.people["odd"].pk, **given),
        lambda: group_actions.assign(group, network=None, **given),
    ):
        with pytest.raises(NotInOrder, match="Gruppene ligger fast"):
            act()


def test_a_step_shows_what_it_costs_before_it_is_taken(world: World) -> None:
    ranking = ranked(world)
    last = board(world, ranking).rows[4]
    assert last.up is not None
    assert (last.up.lower, last.up.upper) == (3_000_000, -6_000_000)
    move(world, ranking, 5, 4, WHY)
    assert [row.granted for row in board(world, ranking).rows] == [6_000_000, 4_000_000, 2_000_000, 3_000_000, 0]


def test_a_move_that_departs_from_the_score_needs_a_reason_and_keeps_it(world: World) -> None:
    ranking = ranked(world)
    with pytest.raises(actions.NeedsReason):
        move(world, ranking, 3, 1)
    move(world, ranking, 3, 1, WHY)
    assert titles(ranking) == ["Åpne dører", "Nærvær", "Fellesskap", "Språk i leken", "Ute hele året"]
    assert board(world, ranking).rows[0].reason == WHY
    move(world, ranking, 1, 3)  # back to where the score has it: no reason, and the old one is gone
    assert titles(ranking) == BY_SCORE
    assert {row.reason for row in board(world, ranking).rows} == {""}
    kept = Move.objects.filter(ranking=ranking).order_by("pk").values_list("before", "after", "reason")
    assert list(kept) == [(3, 1, WHY), (1, 3, "")]
    assert Entry.objects.filter(kind="ranking", act="move").count() == 2


def test_two_who_move_at_once_do_not_move_the_wrong_one(world: World) -> None:
    ranking = ranked(world)
    seen = Ranking.objects.get(pk=ranking.pk).revision
    move(world, ranking, 2, 1, WHY)
    arne = world.act("arne", MARCH)
    with pytest.raises(NotInOrder, match="Noen andre har flyttet"):
        actions.move(ranking.pk, number=2, to=1, revision=seen, reason=WHY, actor=arne, at=MARCH)
    with pytest.raises(NotInOrder, match="Skriv en plass fra 1 til 5"):
        move(world, ranking, 1, 6, WHY)


def test_nobody_moves_what_they_are_tied_to_nor_past_it(world: World) -> None:
    ranking = ranked(world)  # Siri sits for Storby kommune, which applies for Fellesskap
    assert [row.title for row in board(world, ranking, "siri").rows if row.tied] == ["Fellesskap"]
    for number, to in ((2, 3), (1, 3), (3, 1)):
        with pytest.raises(NotInOrder, match="Du er inhabil"):
            move(world, ranking, number, to, WHY, by="siri")
    move(world, ranking, 4, 3, WHY, by="siri")
    with pytest.raises(IntegrityError, match="does not move it"), transaction.atomic():
        Move.objects.create(
            ranking=ranking,
            application=application(world, "Fellesskap"),
            before=1,
            after=2,
            person=world.people["siri"],
            at=MARCH,
        )


@pytest.mark.parametrize("name", ["berit", "eva", "nina", "fredrik"])
def test_only_those_who_run_the_forum_write_down_its_order(world: World, name: str) -> None:
    ranking = ranked(world)
    with pytest.raises(PermissionDenied):
        move(world, ranking, 5, 4, WHY, by=name)


def test_the_page_moves_by_buttons_and_by_typing_and_asks_why(world: World, client: Client) -> None:
    ranking = ranked(world)
    client.force_login(world.people["arne"])
    page = client.get(ranking.get_absolute_url()).content.decode()
    assert "Her slutter pengene." in page
    assert "Ett opp: +3\u202f000\u202f000" in page
    asked = post(client, ranking, "flytt/", up=5)
    assert (asked.status_code, titles(ranking)) == (422, BY_SCORE)  # type: ignore[attr-defined]
    assert "Hvorfor skal den stå der?" in asked.content.decode()  # type: ignore[attr-defined]
    post(client, ranking, "flytt/", number=5, to=4, reason=WHY)
    assert titles(ranking)[3] == "Ute hele året"
    post(client, ranking, "flytt/", number=4, to=5)
    assert titles(ranking) == BY_SCORE
    refused = post(client, ranking, "flytt/", number="to", to=1)
    assert "Skriv hvilken plass søknaden har" in refused.content.decode()  # type: ignore[attr-defined]


def test_the_address_of_a_move_that_is_opened_again_says_what_to_do(world: World, client: Client) -> None:
    ranking = ranked(world)
    client.force_login(world.people["arne"])
    answer = client.get(f"{ranking.get_absolute_url()}flytt/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Gå tilbake i nettleseren for å finne det du skrev" in answer.content.decode()


def test_one_who_is_tied_sees_the_place_and_no_more(world: World, client: Client) -> None:
    ranking = ranked(world)
    client.force_login(world.people["odd"])
    page = client.get(ranking.get_absolute_url()).content.decode()
    assert page.count("Du er inhabil") == 2
    assert application(world, "Språk i leken").get_absolute_url() not in page
    sheet = load_workbook(io.BytesIO(client.get(f"{ranking.get_absolute_url()}?som=xlsx").content))["Rangering"]
    by_title = {row[2]: row[6] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert by_title == {
        "Nærvær": 5, "Fellesskap": 4, "Åpne dører": 3.5, "Språk i leken": None, "Ute hele året": None,
    }  # fmt: skip


def test_the_rest_goes_to_the_one_on_the_line_and_is_shared_among_its_own(world: World) -> None:
    ranking = ranked(world)
    move(world, ranking, 5, 4, WHY)
    arne, on_line = world.act("arne", MARCH), application(world, "Språk i leken")
    revision = Ranking.objects.get(pk=ranking.pk).revision
    actions.give_rest(ranking.pk, application=on_line.pk, revision=revision, actor=arne, at=MARCH)
    found = board(world, ranking)
    assert [row.granted for row in found.rows] == [6_000_000, 4_000_000, 2_000_000, 3_000_000, 3_330_000]
    decided(world, ranking)
    lines = Decision.objects.get().content["lines"]
    theirs = [(line["year"], line["amount"]) for line in lines if line["title"].startswith("Språk i leken")]
    assert theirs == [(2025, 2_220_000), (2025, 1_110_000), (2026, 555_000)]
    assert all(line["reason"] for line in lines if line["amount"] < line["applied"])


def test_what_is_decided_names_who_applied_and_keeps_each_years_money_apart(world: World, client: Client) -> None:
    ranking = ranked(world)
    move(world, ranking, 5, 4, WHY)
    revision = Ranking.objects.get(pk=ranking.pk).revision
    on_line, arne = application(world, "Språk i leken"), world.act("arne", MARCH)
    actions.give_rest(ranking.pk, application=on_line.pk, revision=revision, actor=arne, at=MARCH)
    client.force_login(world.people["arne"])
    page = client.get(ranking.get_absolute_url()).content.decode()
    assert "Resten, 3\u202f330\u202f000\xa0kr, går til søknaden på plass 5." in page
    assert re.search(r"Binder i 2026</dt><dd>555\u202f000", page)
    assert "Frist 10. mars 2025, " in page
    matter = actions.put_on_agenda(ranking.pk, meeting=planned_meeting(world).pk, actor=arne, at=MARCH)
    partner = {line["title"] for line in matter.lines if ", til " in line["title"]}
    assert "Nærvær, Holmen kommune, til Høgskolen i Åsene" in partner
    assert matter.by_year == [(2025, 21_000_000, 18_330_000), (2026, 1_000_001, 555_000)]
    page = client.get(matter.get_absolute_url()).content.decode()
    assert re.search(r"Av dette i 2026</th>.*?1\u202f000\u202f001.*?555\u202f000", page, re.DOTALL)


def test_what_is_decided_stands(world: World) -> None:
    ranking = ranked(world)
    decided(world, ranking)
    with pytest.raises(NotInOrder, match="ligger fast"):
        move(world, ranking, 5, 4, WHY)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        ranking.places.update(reason="Ombestemt.")


def test_the_matter_follows_the_order_until_it_is_voted_on(world: World, client: Client) -> None:
    ranking, meeting = ranked(world), planned_meeting(world)
    arne = world.act("arne", MARCH)
    matter = actions.put_on_agenda(ranking.pk, meeting=meeting.pk, actor=arne, at=MARCH)
    assert [line["amount"] for line in matter.lines][-1] == 0
    move(world, ranking, 5, 1, WHY)
    matter.refresh_from_db()
    assert matter.lines[0]["title"].startswith("Ute hele året")
    assert "Odd har ikke vurdert søknadene på plass 1, 5." in matter.background
    client.force_login(world.people["arne"])
    assert client.get(f"{matter.get_absolute_url()}foreslaa/").status_code == 404
    with pytest.raises(NotInOrder, match="står allerede på sakslista"):
        actions.put_on_agenda(ranking.pk, meeting=meeting.pk, actor=arne, at=MARCH)


def test_the_ranking_waits_for_the_money_and_for_applications(world: World) -> None:
    arne = world.act("arne", MARCH)
    with pytest.raises(NotInOrder, match="vedta pengene først"):
        actions.begin_ranking(world.round, actor=arne, at=MARCH)
    adopt_money(world)
    with pytest.raises(NotInOrder, match="ingen søknader"):
        actions.begin_ranking(world.round, actor=arne, at=MARCH)


def test_the_page_says_what_is_missing_before_the_ranking_begins(world: World, client: Client) -> None:
    grouped(world)
    client.force_login(world.people["arne"])
    page = client.get(f"/rangering/runde/{world.round.pk}/").content.decode()
    assert "Berit (4), Jon (5), Odd (3)" in page
    scored_state = Document.objects.filter(round=world.round, kind="behovsmelding").values_list("state", flat=True)
    assert set(scored_state) == {State.CONSIDERED}


def test_a_second_ordning_has_a_round_and_money_of_its_own(world: World) -> None:
    eva = world.act("eva")
    other = open_round(world.county, year=2025, ordning="kompetanseloftet", actor=eva, at=MARCH)
    scored(world)
    assert str(other) == "Østmark 2025, Kompetanseløftet"
    assert not Document.objects.filter(round=other).exists()
