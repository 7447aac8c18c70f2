"""The list of a round shows what one may see, narrowed and sorted as its address says."""

import re
from html import unescape

import pytest
from django.test import Client

from laget.base.questions.queries import visible_to
from laget.need.assessments.models import Assessment
from testing.people import World

BY_NAME = ("subject__sort_key", "pk")


def listed(world: World, client: Client, name: str, asked: str) -> list[str]:
    client.force_login(world.people[name])
    page = client.get(
        f"/vurdering/runde/{world.round.pk}/", query_params=dict(each.split("=") for each in asked.split())
    )
    rows = re.findall(r'<tr><th scope="row"><a href="[^"]+">([^<]+)</a>', page.content.decode())
    return [unescape(row) for row in rows]


@pytest.mark.parametrize("name", ["tom", "nina", "ola", "kari", "eva", "pia"])
@pytest.mark.parametrize(
    ("asked", "by", "sorted_by"),
    [
        ("", {}, BY_NAME),
        ("status=submitted", {"state": "submitted"}, BY_NAME),
        ("status=draft sok=SKOLE", {"state": "draft", "subject__name__icontains": "skole"}, BY_NAME),
        ("sok=å sorter=status", {"subject__name__icontains": "Å"}, ("state", *BY_NAME)),
        ("sok=% sorter=dato", {"subject__name__icontains": "%"}, ("-state_since", *BY_NAME)),
        ("status=finnes-ikke sorter=dato", {}, ("-state_since", *BY_NAME)),
    ],
)
def test_it_lists_what_one_may_see(
    world: World, client: Client, name: str, asked: str, by: dict[str, str], sorted_by: tuple[str, ...]
) -> None:
    world.carry("assess")
    found = visible_to(world.act(name), Assessment.objects.filter(round=world.round, **by)).order_by(*sorted_by)
    assert listed(world, client, name, asked) == [each.subject.name for each in found.select_related("subject")]


@pytest.mark.parametrize("name", ["eva", "ola", "pia"])
def test_it_lists_one_network(world: World, client: Client, name: str) -> None:
    world.carry("assess")
    seen = visible_to(world.act(name), Assessment.objects.filter(round=world.round)).order_by(*BY_NAME)
    networks = {each.network for each in seen.select_related("network")}
    assert networks
    for network in networks:
        assert network
        names = [each.subject.name for each in seen.filter(network=network)]
        assert listed(world, client, name, f"nettverk={network.pk}") == names
        assert names[0] in listed(world, client, name, f"nettverk={network.pk} sok={names[0].split()[0]}")
