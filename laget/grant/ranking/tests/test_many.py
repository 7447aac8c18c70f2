"""Three hundred applications take as many queries as one: the page, the spreadsheet, a move, and the lists."""

import time

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.grant.ranking.models import Group
from testing.people import World
from testing.ranking import WHY, adopt_money, build_ranked_world, everyone_applies, many


@pytest.fixture
def world(db: None) -> World:
    world = build_ranked_world()
    everyone_applies(world)
    adopt_money(world)
    return world


def queries(client: Client, method: str, address: str, **posted: object) -> int:
    client.get("/")  # what is kept from one request to the next is there
    with CaptureQueriesContext(
        connection,
    ) as found:
        begun = time.perf_counter()
        answer = client.get(address) if method == "GET" else client.post(address, posted)
        print(f"{address}: {1000 * (time.perf_counter() - begun):.0f} ms, {len(found)} queries")
    assert answer.status_code in (200, 302)
    return len(found)


def test_many_take_as_many_queries_as_few(world: World, client: Client) -> None:
    client.force_login(world.people["arne"])
    counted: list[list[int]] = []
    for n in (1, 3, 300):
        with transaction.atomic():
            ranking = many(world, n)
            address, group = ranking.get_absolute_url(), Group.objects.get(name=f"Gruppe av {n}")
            counted.append(
                [
                    queries(client, "GET", address),
                    queries(client, "GET", f"{address}?som=xlsx"),
                    queries(client, "GET", group.get_absolute_url()),
                    queries(client, "GET", f"/rangering/runde/{world.round.pk}/"),
                    *([queries(client, "POST", f"{address}flytt/", number=n, to=1, revision=1, reason=WHY)] * (n > 1)),
                ]
            )
            transaction.set_rollback(True)
    assert counted[0] == counted[1][:4] == counted[2][:4]
    assert counted[1] == counted[2]
