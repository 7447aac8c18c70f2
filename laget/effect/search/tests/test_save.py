"""The page where people search: what it shows, what it takes along, and what they keep."""

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.audit.models import Entry
from laget.base.refusals import NotInOrder
from laget.effect.groups.models import Group
from laget.effect.search import actions
from laget.effect.search.models import MOST_SAVED, SavedSearch
from testing.people import AUTUMN, World


@pytest.fixture(autouse=True)
def _in_autumn(monkeypatch: Any) -> None:
    monkeypatch.setattr("laget.base.cycle.middleware.now", lambda: AUTUMN)


def client(world: World, name: str) -> Client:
    found = Client()
    found.force_login(world.people[name])
    return found


def groups(world: World, number: int, name: str = "Lekegruppe") -> None:
    home = world.parties["Innherred"]
    Group.objects.bulk_create(
        Group(county=world.county, home=home, kind="working", name=f"{name} {n}", mandate="Lek.", made_at=AUTUMN)
        for n in range(number)
    )


def test_the_page_marks_what_was_looked_for_and_lets_no_one_s_words_be_html(world: World) -> None:
    groups(world, 1, "<b>Lek</b> & moro")
    page = client(world, "nina").get("/sok/?ord=lek").content.decode()
    assert "&lt;b&gt;<mark>Lek</mark>&lt;/b&gt; &amp; moro 0</a>" in page
    assert "<b>" not in page
    nothing = client(world, "pål").get("/sok/?ord=lek&type=group").content.decode()
    assert "Ingen treff på «lek»" in nothing
    assert "Søk uten å snevre inn" in nothing
    assert "Slik søker du" in client(world, "pål").get("/sok/").content.decode()
    assert Client().get("/sok/").status_code == 302


def test_an_address_that_means_nothing_narrows_nothing(world: World) -> None:
    groups(world, 1)
    odd = "/sok/?ord=lek&aar=tjue&ordning=99999999999999999999&nettverk=x&kommune=y&type=x&side=y"
    assert "1 treff" in client(world, "nina").get(odd).content.decode()


def test_all_are_taken_along_as_the_address_narrows_them(world: World) -> None:
    groups(world, 70)
    nina = client(world, "nina")
    assert "Side 1 av 2" in nina.get("/sok/?ord=lek&type=group").content.decode()
    taken = nina.get("/sok/?ord=lek&type=group&som=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(taken.content)).active
    rows = [[cell.value for cell in row] for row in sheet]
    assert (len(rows), rows[0][0]) == (71, "Navn")
    assert rows[1][1] == "Grupper"
    assert rows[1][4].date() == AUTUMN.date()
    assert client(world, "pål").get("/sok/?ord=lek&type=group&som=xlsx").content != taken.content


def test_it_asks_the_same_of_the_database_for_1_3_and_300(world: World) -> None:
    nina, costs = client(world, "nina"), set()
    nina.get("/sok/?ord=lek")
    for number in (1, 3, 300):
        Group.objects.all().delete()
        groups(world, number)
        with CaptureQueriesContext(connection) as queries:
            nina.get("/sok/?ord=lek")
        costs.add(len(queries))
    assert len(costs) == 1


def test_a_search_is_kept_for_the_one_who_saved_it(world: World) -> None:
    groups(world, 1)
    nina, ola = client(world, "nina"), client(world, "ola")
    innherred = world.parties["Innherred"].pk
    saved = nina.post(f"/sok/?ord=lek&nettverk={innherred}&som=xlsx", {"name": "Lek"}, follow=True)
    assert saved.redirect_chain == [(f"/sok/?ord=lek&nettverk={innherred}", 302)]
    assert "1 treff" in saved.content.decode()
    found = SavedSearch.objects.get()
    assert (found.person, str(found)) == (world.people["nina"], "Lek")
    assert f'href="/sok/?ord=lek&amp;nettverk={innherred}">Lek</a>' in nina.get("/sok/").content.decode()
    assert "Lagrede søk" not in ola.get("/sok/").content.decode()
    assert ola.post(f"/sok/lagret/{found.pk}/slett/").status_code == 404
    refused = nina.post("/sok/?ord=lek", {"name": ""})
    assert refused.status_code == 422
    assert "Gi søket et navn" in refused.content.decode()
    assert 'href="?ord=lek&amp;type=group"' in refused.content.decode()  # it goes on from the same search
    nina.post("/sok/?ord=moro", {"name": "Lek"})
    assert SavedSearch.objects.get().asked == "ord=moro"  # the name is one
    nina.post(f"/sok/lagret/{found.pk}/slett/")
    assert not SavedSearch.objects.exists()
    acts = Entry.objects.filter(kind="saved_search").order_by("number").values_list("act", "actor_name", "detail")
    assert list(acts) == [("save", "Nina", {}), ("save", "Nina", {}), ("delete", "Nina", {})]


def test_there_is_an_end_to_how_many_one_keeps(world: World) -> None:
    nina = world.act("nina")
    SavedSearch.objects.bulk_create(
        SavedSearch(person=nina.person, name=str(n), asked="ord=lek", saved_at=AUTUMN) for n in range(MOST_SAVED)
    )
    actions.save_search("1", "ord=moro", actor=nina, at=AUTUMN)
    with pytest.raises(NotInOrder, match="Slett et av dem først"):
        actions.save_search("En til", "ord=moro", actor=nina, at=AUTUMN)
