"""A list is taken along as it is narrowed, every row of it, with days as days and amounts as numbers."""

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client

from laget.effect.delivery.models import Delivery
from laget.effect.events.models import Event
from laget.effect.groups.models import Group
from laget.effect.oppfolging import actions as oppfolging
from laget.effect.oppfolging.models import Oppfolging
from laget.grant.tilsagn.models import Letter
from laget.need.catalogue import actions as catalogue
from laget.need.catalogue.models import Entry
from testing.events import HELD_ON, open_event
from testing.people import AUTUMN, World
from testing.plans import begun

MANY = 60  # more than a page
DAY = "[$-414]d. mmmm yyyy"


@pytest.fixture(autouse=True)
def _in_autumn(monkeypatch: Any) -> None:
    monkeypatch.setattr("laget.base.cycle.middleware.now", lambda: AUTUMN)


def taken(world: World, name: str, address: str) -> list[list[Any]]:
    """The cells under the headings."""
    client = Client()
    client.force_login(world.people[name])
    page = client.get(address)
    file = client.get(address + ("&" if "?" in address else "?") + "som=xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(file.content)).active)[1:]
    assert (b"som=xlsx" in page.content) == bool(rows), "the page has no way to the file, or one to nothing"
    return [list(row) for row in rows]


def first(rows: list[list[Any]]) -> set[Any]:
    return {row[0].value for row in rows}


def test_every_list_is_taken_along_whole_and_as_it_is_narrowed(world: World) -> None:
    like = Group(county=world.county, home=world.parties["Innherred"], kind="working", made_at=AUTUMN)
    Group.objects.bulk_create(
        Group(county=like.county, home=like.home, kind=like.kind, made_at=AUTUMN, name=f"=Gruppe {n}")
        for n in range(MANY)
    )
    assert first(taken(world, "nina", "/gruppe/")) == {f"=Gruppe {n}" for n in range(MANY)}
    assert taken(world, "pål", "/gruppe/") == []

    shown = open_event(world)
    old = {"county": world.county, "organiser": shown.organiser, "role": shown.role, "kind": "webinar", "state": "held"}
    began = AUTUMN - timedelta(days=30)
    times = {"begins": began, "ends": began + timedelta(hours=1), "sign_up_by": began.date(), "state_since": began}
    Event.objects.bulk_create(Event(title=f"Før {n}", place="Verdal", **old, **times) for n in range(MANY))
    (coming,) = taken(world, "nina", "/arrangement/")
    assert [cell.value for cell in coming[:3]] == ["Fagdag", "Konferanse", HELD_ON.replace(tzinfo=None)]
    assert coming[2].number_format == DAY
    assert first(taken(world, "nina", "/arrangement/?vis=tidligere")) == {f"Før {n}" for n in range(MANY)}

    catalogue.take_in_shipped(world.county, actor=world.act("eva"), at=AUTUMN)
    kind, words = Entry.objects.values_list("kind", "title")[0]
    entries = taken(world, "kari", f"/katalog/?type={kind}")
    assert first(entries) == set(Entry.objects.filter(kind=kind).values_list("title", flat=True))
    assert first(taken(world, "kari", f"/katalog/?type={kind}&ord={words.split()[0]}")) < first(entries)


def test_what_is_carried_out_and_followed_up_is_taken_along(world: World) -> None:
    world.carry("deliver")
    mine = taken(world, "nina", "/gjennomforing/")
    assert first(mine) == set(
        Delivery.objects.filter(network=world.network("Innherred")).values_list("title", flat=True)
    )
    assert {row[4].number_format for row in mine if row[4].value} == {DAY}
    everyone = taken(world, "eva", f"/gjennomforing/runde/{world.round.pk}/")
    assert len(everyone) == Delivery.objects.filter(round=world.round).count()
    inderoy = world.organisation("Inderøy kommune")
    begins, eva = date(2025, 1, 1), world.act("eva")
    oppfolging.offer(world.county, owner=inderoy, why="Tallene.", begins_on=begins, actor=eva, at=AUTUMN)
    Oppfolging.objects.update(money=1_250_000)
    (row,) = taken(world, "eva", "/oppfolgingsordningen/")
    assert (row[0].value, row[4].value, row[4].number_format) == ("Inderøy kommune", 1_250_000, "#,##0")
    cases = taken(world, "ola", "/oppgaver/saker/")
    assert {"Behovsmelding", "Vurdering av ståsted"} <= first(cases)
    plan = begun(world)
    (row,) = taken(world, "ola", f"/plan/runde/{world.round.pk}/")
    assert [cell.value for cell in row[:4]] == ["Inderøy kommune", plan.form.title, "Innherred", "Kladd"]
    letters = taken(world, "eva", f"/tilsagn/runde/{world.round.pk}/utboks/")
    assert len(letters) == Letter.objects.filter(round=world.round).count() > 0
