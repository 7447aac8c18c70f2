"""The koordinator's desk: everyone in the network, what they have left, and those who are late reminded at once."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.accounts.roles import Role
from laget.base.actors.models import Kind, Organisation, Ownership
from laget.base.audit.models import Entry
from laget.base.cycle.actions import open_tasks
from laget.base.cycle.calendar import put_in_calendar
from laget.base.cycle.calendar_models import CalendarEntry, Hours, Notice, NoticeFor
from laget.base.cycle.calendar_queries import notices_visible_to
from laget.base.cycle.models import Ordning, Round, Task
from laget.base.cycle.whom import those
from laget.base.questions.models import Document
from laget.effect.insight.desk import desk_of
from laget.effect.insight.desk_actions import remind_late
from testing.delivery import plan_samling, running_pulje
from testing.people import AUTUMN, OSLO, SINCE, World

LATE = datetime(2024, 12, 5, 9, 0, tzinfo=OSLO)  # when both the assessments and the behovsmeldinger are


@pytest.fixture
def december(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    world.carry("ask_owners")
    monkeypatch.setattr("laget.base.cycle.middleware.now", lambda: LATE)
    return world


def opened(world: World, name: str) -> str:
    client = Client()
    client.force_login(world.people[name])
    return client.get(f"/skrivebord/{world.parties['Innherred'].pk}/").content.decode()


def test_the_desk_shows_every_actor_with_whom_to_ask_and_what_is_late_first(december: World) -> None:
    page = opened(december, "nina")
    for shown in ("Inderøy kommune", "Solbakken barnehage", "Sakshaug skole", "Fjordgløtt SA", "Nord universitet"):
        assert shown in page
    assert page.index("Forsinket") < page.index("Det som kommer") < page.index("Eiere og virksomheter")
    assert ("Ørland kommune" in page, "Ola" in page, "Kari" in page, "Tom" in page) == (False, True, True, True)
    late = page.partition('id="forsinket"')[2].partition("</section>")[0]
    assert late.index("Vurdere hvor dere står") < late.index("Skrive behovsmelding")
    coming = page.partition('id="kommer"')[2].partition("</section>")[0]
    dates = december.round.file.dates
    owners_next_year = coming.index(dates["behovsmelding"].title)
    assert coming.index(dates["beslutningsgrunnlag"].title) < coming.index("før sommerferien 2025") < owners_next_year
    assert dates["forum_spring"].title not in coming  # the forum is not on the desk
    assert "15. juni er en søndag. Da gjelder mandag 16. juni." in coming
    assert ("16. juni 2025" in coming, "15. juni 2025" in coming) == (True, False)  # as the task says
    assert "Skrivebordet for Innherred" in _tasks_page(december, "nina")


def test_a_document_of_each_ordning_of_the_year_is_shown(december: World) -> None:
    first = Document.objects.get(kind="behovsmelding", subject=december.parties["Inderøy kommune"])
    other = Round.objects.get(pk=first.round_id)
    other.pk, other.ordning = None, Ordning.objects.create(key="rekomp", name="Rekomp")
    other.save(force_insert=True)
    second = Document.objects.get(pk=first.pk)
    second.pk, second.round = uuid4(), other
    second.save(force_insert=True)
    desk = desk_of(december.network("Innherred"), actor=december.act("nina"))
    (owner,) = (each for each in desk.owners if each.party.name == "Inderøy kommune")
    assert {paper.pk for paper in owner.papers if paper.kind == "behovsmelding"} == {first.pk, second.pk}


def test_meetings_stand_among_the_deadlines_soonest_first(december: World) -> None:
    begins = datetime(2025, 4, 1, 9, 0, tzinfo=OSLO)
    here = december.parties["Innherred"].pk
    put_in_calendar(about=here, kind=CalendarEntry.Kind.OTHER, county=december.county.pk, title="Fagdag",
                    time=Hours(begins), to=those(Role.COORDINATOR, at=here), at=LATE)  # fmt: skip
    samling = plan_samling(december, running_pulje(december), 0).event
    coming = opened(december, "nina").partition('id="kommer"')[2].partition("</section>")[0]
    first, last = (december.round.file.dates[each].title for each in ("beslutningsgrunnlag", "report"))
    assert coming.index(first) < coming.index("Fagdag") < coming.index(last) < coming.index(samling.title)


def test_what_an_actor_has_to_do_elsewhere_is_not_on_the_desk(december: World) -> None:
    """DMMH works with other networks too, and an owner has matters of its own."""
    for party, role in (("DMMH", Role.PARTNER), ("Inderøy kommune", Role.OWNER)):
        open_tasks([_task(december, party, role, title="Noe helt annet")])
    assert "Noe helt annet" not in opened(december, "nina")


def test_a_desk_is_for_its_own_koordinator_alone(december: World) -> None:
    desk = f"/skrivebord/{december.parties['Innherred'].pk}/"
    for name in ("pål", "ola", "tom", "kari", "eva", "ada"):
        client = Client()
        client.force_login(december.people[name])
        assert (client.get(desk).status_code, client.post(f"{desk}minn/").status_code) == (404, 404), name
    with pytest.raises(PermissionDenied):
        remind_late(december.network("Innherred"), actor=december.act("pål", LATE), at=LATE)


def test_each_who_is_late_is_reminded_once_a_day_of_all_of_it(december: World) -> None:
    nina, network = december.act("nina", LATE), december.network("Innherred")
    open_tasks(
        [
            _task(
                december, "Inderøy kommune", Role.OWNER, title="Svare nettverket", awaited=december.parties["Innherred"]
            )
        ]
    )
    units, owners = (
        ("Solbakken barnehage", "Sakshaug skole", "Fjordgløtt barnehage"),
        ("Inderøy kommune", "Fjordgløtt SA"),
    )
    expected = {(december.parties[name].pk, "unit_leader") for name in units}
    expected |= {(december.parties[name].pk, "owner") for name in owners}
    assert remind_late(network, actor=nina, at=LATE) == len(expected)
    assert set(NoticeFor.objects.values_list("party", "role")) == expected
    texts = [str(each) for each in notices_visible_to(december.act("ola", LATE))]
    assert len(texts) == 1
    assert "«Skrive behovsmelding»" in texts[0]
    assert "«Svare nettverket»" in texts[0]
    assert not notices_visible_to(december.act("pia", LATE))
    assert remind_late(network, actor=nina, at=LATE + timedelta(hours=10)) == 0
    assert remind_late(network, actor=nina, at=LATE + timedelta(days=1)) == len(expected)
    assert (
        list(Entry.objects.filter(kind="network", act="remind").values_list("detail", flat=True))
        == [{"reminded": len(expected)}] * 2
    )


def test_the_page_says_what_the_press_did(december: World) -> None:
    client, desk = Client(), f"/skrivebord/{december.parties['Innherred'].pk}/"
    client.force_login(december.people["nina"])
    assert "er minnet på det som er forsinket." in client.post(f"{desk}minn/", follow=True).content.decode()
    again = client.post(f"{desk}minn/", follow=True).content.decode()
    assert "Det er ingen å minne på nå." in again
    assert "Minn dem som er forsinket" not in again
    assert Notice.objects.exists()


def test_it_asks_the_same_of_the_database_for_1_3_and_300_virksomheter(december: World) -> None:
    client, desk = Client(), f"/skrivebord/{december.parties['Innherred'].pk}/"
    client.force_login(december.people["nina"])
    client.get(desk)
    costs = {}
    for number in (1, 3, 300):
        _units(december, number)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(desk).status_code == 200
        costs[number] = len(asked)
    assert len(set(costs.values())) == 1, costs
    with CaptureQueriesContext(connection) as asked:
        client.post(f"{desk}minn/")
    assert len(asked) < 40


def _units(world: World, number: int) -> None:
    """As many more virksomheter, each with something late."""
    owner = world.organisation("Inderøy kommune")
    first = 900_000_000 + Organisation.objects.count() * 1000
    units = []
    for n in range(number):
        unit = Organisation(
            county=world.county, name=f"Barnehage {first + n}", kind=Kind.KINDERGARTEN, number=str(first + n)
        )
        unit.save()
        units.append(unit)
    Ownership.objects.bulk_create(Ownership(organisation=each, owner=owner, valid_from=SINCE) for each in units)
    network = world.parties["Innherred"]
    open_tasks(_task(world, unit, Role.UNIT_LEADER, title="Svare", awaited=network) for unit in units)


def _task(world: World, party: Any, role: Role, *, title: str, awaited: Any = None) -> Task:
    found = world.parties[party] if isinstance(party, str) else party
    return Task(
        county=world.county, step="test", title=title, party=found, role=role, about=f"test {found.pk}"[:36],
        address="/oppgaver/", due=date(2024, 12, 1), awaited_by=awaited, opened_at=AUTUMN,
    )  # fmt: skip


def _tasks_page(world: World, name: str) -> str:
    client = Client()
    client.force_login(world.people[name])
    return client.get("/oppgaver/").content.decode()
