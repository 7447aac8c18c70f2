"""How many have been through what: those who came, each once, and those who are told of; small groups hidden."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.audit.models import Entry as AuditEntry
from laget.base.refusals import NotInOrder
from laget.effect.delivery.models import Delivery, Session
from laget.effect.events.models import SignUp
from laget.effect.uptake import actions, queries
from laget.effect.uptake.actions import Line
from laget.effect.uptake.counting import count
from laget.effect.uptake.models import Told
from laget.need.catalogue.actions import take_in_shipped
from laget.need.catalogue.models import Entry, Use
from testing.delivery import MAY, started, told
from testing.events import many_signed_up, open_event
from testing.people import AUTUMN, World

HOME = "Solbakken barnehage"


@pytest.fixture
def entry(world: World) -> Entry:
    take_in_shipped(world.county, actor=world.act("eva"), at=AUTUMN)
    return Entry.objects.get(key="snakke-med-barn")


def tell(world: World, entry: Entry, number: int, *, name: str = "kari", unit: str = HOME, **more: Any) -> Told:
    line = Line(entry, **{"year": 2024, "level": "few", "number": number, **more})
    return actions.tell(world.organisation(unit), line=line, actor=world.act(name), at=AUTUMN)


def counted(world: World, party: str) -> dict[str, int | None]:
    """What is shown of a party, by level; nothing where there is nobody."""
    shown = count(world.county.pk, day=date(2025, 6, 1))
    return {each.level: each.number for each in shown if each.party == world.parties[party].pk}


def came(world: World, delivery: Delivery, people: int) -> None:
    """So many from the three units of Innherred in turn."""
    event = open_event(world)
    many_signed_up(world, event, people)
    SignUp.objects.filter(event=event).update(attended_at=event.begins)
    Session.objects.create(delivery=delivery, event=event)


def test_those_who_came_to_what_a_tiltak_uses_are_counted_once_with_the_level_of_their_target_group(
    world: World, entry: Entry
) -> None:
    told(world)
    delivery = started(world)
    assert delivery.tiltak
    Use.objects.all().delete()  # what the sample year has named
    Use.objects.create(entry=entry, tiltak=delivery.tiltak)
    delivery.groups.update_or_create(key="kindergarten", defaults={"label": "Barnehage", "level": "all"})
    delivery.groups.exclude(key="kindergarten").update(level="")
    came(world, delivery, 36)
    came(world, delivery, 36)  # the same people, on another day
    assert counted(world, "Innherred") == {"": 36, "all": 12}  # half of the kindergartens' are leaders
    assert (counted(world, HOME), counted(world, "Fosen")) == ({"": 12}, {})
    SignUp.objects.update(name="", sort_key="", email="")
    assert counted(world, "Innherred") == {"": 36, "all": 12}
    tell(world, entry, 6, level="all")
    assert counted(world, HOME) == {"": 18}
    assert counted(world, "Innherred") == {"": 42, "all": 18}


def test_few_are_hidden_and_so_is_what_would_give_them_away(world: World, entry: Entry) -> None:
    tell(world, entry, 3)
    assert counted(world, HOME) == {"": None}
    tell(world, entry, 20, name="ola", unit="Sakshaug skole", level="all")
    assert counted(world, "Inderøy kommune") == {"": 23, "all": None, "few": None}
    assert counted(world, "Sakshaug skole") == {"": None}  # less than its owner by those of the kindergarten
    actions.count_county(world.county.pk, at=AUTUMN)
    page = as_(world, "ola").get(f"/gjennomgatt/{world.parties['Inderøy kommune'].pk}/").content.decode()
    assert (page.count("Skjermet</span>"), 'data-label="Personer">23' in page) == (4, True)
    assert as_(world, "ola").get(f"/gjennomgatt/{world.parties['Inderøy kommune'].pk}/?som=xlsx").status_code == 200


def test_a_leader_and_an_owner_tell_and_strike_and_nobody_else_does(world: World, entry: Entry) -> None:
    line = tell(world, entry, 3)
    with pytest.raises(NotInOrder, match="ført for 2024 fra før"):
        tell(world, entry, 4, name="ola")
    for name in ("knut", "nina", "eva", "frode", "per"):
        with pytest.raises(PermissionDenied):
            tell(world, entry, 4, name=name, year=2023)
    owners = tell(world, entry, 4, name="ola", year=2023)
    assert [set(queries.told_visible_to(world.act(name))) for name in ("kari", "ola", "knut")] == [
        {line, owners},
        {owners},
        set(),
    ]
    with pytest.raises(PermissionDenied):
        actions.strike(line.pk, actor=world.act("ola"), at=AUTUMN)
    actions.strike(owners.pk, actor=world.act("kari"), at=AUTUMN)
    actions.strike(line.pk, actor=world.act("kari"), at=AUTUMN)
    tell(world, entry, 5)
    assert list(AuditEntry.objects.filter(kind="uptake").order_by("at", "pk").values_list("act", "actor_name")) == [
        ("tell", "Kari"), ("tell", "Ola"), ("strike", "Kari"), ("strike", "Kari"), ("tell", "Kari"),
    ]  # fmt: skip


def test_each_reads_where_they_work_what_they_own_or_carry_on_and_what_they_follow(world: World) -> None:
    def seen(name: str) -> set[str]:
        return {party.name for party in queries.visible_to(world.act(name))}

    assert seen("kari") == seen("knut") == {HOME}
    assert seen("ola") == {"Inderøy kommune", HOME, "Sakshaug skole"}
    assert seen("nina") == {"Innherred"}
    assert {"Trøndelag", "Innherred", "Fosen"} <= seen("eva")
    assert HOME not in seen("eva")
    assert seen("ada") == set()


def test_the_page_says_what_is_wrong_and_takes_what_is_right(world: World, entry: Entry) -> None:
    kari, address = as_(world, "kari"), f"/gjennomgatt/{world.parties[HOME].pk}/"
    bad = kari.post(f"{address}for/", {"year": "2090", "number": "0"})
    text = bad.content.decode()
    assert bad.status_code == 422
    assert all(said in text for said in ("Velg et tilbud fra katalogen.", "ikke kommet ennå", "Velg alle, noen eller"))
    line = {"entry": entry.pk, "year": "2024", "level": "few", "number": "2", "note": "Nord universitet"}
    assert "Det er ført." in kari.post(f"{address}for/", line, follow=True).content.decode()
    again = kari.post(f"{address}for/", line)
    assert (again.status_code, "fra før. Stryk linjen" in again.content.decode()) == (422, True)
    assert "2 personer, få, 2024. Nord universitet" in kari.get(address).content.decode()
    assert "Ført av dere" not in as_(world, "knut").get(address).content.decode()
    assert (
        "Linjen er strøket."
        in kari.post(f"/gjennomgatt/linje/{Told.objects.get().pk}/stryk/", follow=True).content.decode()
    )


def test_the_page_and_the_count_ask_as_much_with_three_hundred_as_with_one(world: World, entry: Entry) -> None:
    ola, asked = as_(world, "ola"), []
    address = f"/gjennomgatt/{world.parties['Inderøy kommune'].pk}/"
    kept: dict[str, Any] = {"about": "", "provider": "", "county": world.county}
    known: dict[str, Any] = {"unit": world.organisation(HOME), "party": world.parties[HOME], "level": "all", "at": MAY}
    for n in (1, 2, 297):
        made = [Entry.objects.create(kind="tool", title="Verktøy", **kept) for _ in range(n)]
        person = world.people["kari"]
        Told.objects.bulk_create(Told(entry=each, year=2024, number=9, person=person, **known) for each in made)
        with CaptureQueriesContext(connection) as counting:
            count(world.county.pk, day=MAY.date())
        actions.count_county(world.county.pk, at=MAY)
        with CaptureQueriesContext(connection) as page:
            assert ola.get(address).status_code == 200
        asked.append((len(counting), len(page)))
    assert len(set(asked[1:])) == 1


def as_(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client
