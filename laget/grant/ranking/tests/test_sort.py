"""A working group's list is sorted by plain links, and tells nobody more than the applications themselves do."""

import re

import pytest
from django.test import Client

from laget.grant.ranking.board_actions import begin_ranking
from laget.grant.ranking.models import Group
from testing.people import World
from testing.ranking import MARCH, build_ranked_world, grouped, scored

BY_NETWORK = ["Fellesskap", "Åpne dører", "Språk i leken", "Ute hele året", "Nærvær"]


@pytest.fixture
def world(db: None) -> World:
    return build_ranked_world()


def read(client: Client, world: World, name: str, group: Group, sort: str = "") -> str:
    client.force_login(world.people[name])
    return client.get(group.get_absolute_url(), {"sorter": sort} if sort else {}).content.decode()


def titles(page: str) -> list[str]:
    return re.findall("|".join(BY_NETWORK), page.partition('<ol class="tasks">')[2])


def choices(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<a class="ds-chip"( aria-current="true")? href="\?sorter=\w+">([\w ]+)</a>', page)


@pytest.mark.parametrize(
    ("name", "sort", "found"),
    [
        ("berit", "", BY_NETWORK),
        ("berit", "nettverk", BY_NETWORK),
        ("berit", "ukjent", BY_NETWORK),
        ("jon", "poeng", ["Nærvær", "Fellesskap", "Åpne dører", "Språk i leken", "Ute hele året"]),
        ("jon", "sum", ["Språk i leken", "Nærvær", "Fellesskap", "Ute hele året", "Åpne dører"]),
        # What they are tied to says no more of itself than that it is there: Berit to Åpne dører, Odd to Fjordvik's.
        ("berit", "poeng", ["Nærvær", "Fellesskap", "Språk i leken", "Ute hele året", "Åpne dører"]),
        ("odd", "sum", ["Nærvær", "Fellesskap", "Åpne dører", "Språk i leken", "Ute hele året"]),
        # Odd has given Åpne dører no points yet.
        ("odd", "poeng", ["Nærvær", "Fellesskap", "Åpne dører", "Språk i leken", "Ute hele året"]),
        ("odd", "venter", ["Åpne dører", "Fellesskap", "Språk i leken", "Ute hele året", "Nærvær"]),
    ],
)
def test_the_list_is_sorted_as_the_address_says(
    world: World, client: Client, name: str, sort: str, found: list[str]
) -> None:
    assert titles(read(client, world, name, scored(world), sort)) == found


def test_what_it_is_sorted_by_is_marked_and_what_tells_nothing_is_left_out(world: World, client: Client) -> None:
    group, marked = scored(world), ' aria-current="true"'
    assert choices(read(client, world, "berit", group, "poeng")) == [
        ("", "Nettverk og søker"),
        ("", "Venter på deg"),
        (marked, "Poeng"),
        ("", "Beløp"),
    ]
    page = read(client, world, "arne", group, "poeng")  # runs the forum, and gives no points
    assert choices(page) == [(marked, "Nettverk og søker"), ("", "Beløp")]
    assert (" poeng</span>" in page, titles(page)) == (False, BY_NETWORK)
    begin_ranking(world.round, actor=world.act("arne", MARCH), at=MARCH)
    page = read(client, world, "arne", group, "poeng")
    assert "4,00 poeng" in page
    assert choices(page) == [("", "Nettverk og søker"), (marked, "Poeng"), ("", "Beløp")]
    assert choices(read(client, world, "odd", group)) == choices(read(client, world, "arne", group))


def test_nobody_sees_the_score_before_they_have_given_their_own(world: World, client: Client) -> None:
    group = scored(world)
    page = read(client, world, "berit", group)
    assert re.findall(r"([\d,]+) poeng</span>", page) == ["4,00", "3,00", "2,00", "5,00"]
    assert re.findall(r"([\d,]+) poeng</span>", read(client, world, "odd", group)) == ["4,00", "5,00"]


def test_the_list_of_those_who_have_given_nothing_has_no_score_to_sort_by(world: World, client: Client) -> None:
    page = read(client, world, "berit", grouped(world))
    assert [label for _marked, label in choices(page)] == ["Nettverk og søker", "Venter på deg", "Beløp"]
