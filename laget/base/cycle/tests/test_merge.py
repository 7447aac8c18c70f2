"""A network's year is the county's with its own dates in it; what builds on another, and what collides, is said."""

import re
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.audit.models import Entry
from laget.base.cycle.actions import set_local_date
from laget.base.cycle.calendar_actions import OwnEntry, add_to_year
from laget.base.cycle.calendar_models import CalendarEntry, Days
from laget.base.cycle.calendar_queries import unread_by
from laget.base.cycle.national import nationals
from laget.base.cycle.queries import occasions, own_dates, rule_sets_of
from laget.base.cycle.wheel import wheel_of
from laget.base.cycle.wheels import asked_in, for_audience, rows_of
from testing.people import AUTUMN, OSLO, World

SAMLING = CalendarEntry.Kind.SAMLING


def set_behovsmelding(world: World, day: date) -> None:
    network, nina = world.network("Innherred"), world.act("nina")
    set_local_date(world.round, network=network, step="behovsmelding", day=day, actor=nina, at=AUTUMN)


def year_of(world: World, network: str, year: int) -> dict[tuple[str, int], Any]:
    found = world.network(network)
    own = own_dates([found.pk]).get(found.pk)
    return {(each.step, each.year): each for each in occasions(rule_sets_of(world.county), year, own=own)}


def test_each_network_has_its_own_dates_in_its_own_year(world: World) -> None:
    set_behovsmelding(world, date(2024, 11, 27))
    ours, theirs = (year_of(world, name, 2024)["behovsmelding", 2025] for name in ("Innherred", "Fosen"))
    assert (ours.deadline.last, ours.is_own) == (date(2024, 11, 27), True)
    assert (theirs.deadline.last, theirs.is_own) == (date(2024, 12, 1), False)


def test_a_date_before_what_it_builds_on_is_a_conflict_in_that_network_alone(world: World, client: Client) -> None:
    client.force_login(world.people["nina"])
    page = f"/aar/runde/{world.round.pk}/"
    moved = client.post(f"{page}frist/innherred/behovsmelding/", {"day": "2024-11-20"}, follow=True).content.decode()
    said = "den bygger på «Virksomhetene vurderer eget ståsted», og kan tidligst være 25. november 2024."
    assert f"Fristen kommer for tidlig: {said}" in moved
    ours, theirs = (year_of(world, name, 2024)["behovsmelding", 2025] for name in ("Innherred", "Fosen"))
    assert [(each.title, each.earliest) for each in ours.conflicts] == [
        ("Virksomhetene vurderer eget ståsted", date(2024, 11, 25))
    ]
    assert theirs.conflicts == []
    shown = client.get(f"/kalender/nettverk/{world.network('Innherred').pk}/?aar=2024").content.decode()
    assert "Noen datoer kommer før det de bygger på:" in shown
    assert "Kommer for tidlig." in shown
    assert "Kommer for tidlig." not in client.get("/aar/?aar=2024").content.decode()
    late = [str(each) for each in unread_by(world.act("ola"))]
    assert late == ["Ny frist i Innherred: Behovsmelding fra eier til nettverket, 20. november 2024."]


def test_the_county_itself_has_no_conflicts(world: World) -> None:
    for year in (2024, 2025, 2026):
        assert [each.step for each in occasions(rule_sets_of(world.county), year) if each.conflicts] == []


def test_what_takes_the_same_peoples_time_in_the_same_days_is_said(world: World, client: Client) -> None:
    found = {each.step: each for each in occasions(rule_sets_of(world.county), 2024) if each.year == 2025}
    assert [each.key for each in found["assessment"].collides] == ["elevundersokelsen", "foreldreundersokelsen"]
    assert found["behovsmelding"].collides == ()
    assert [each.key for each in nationals(2024)] == ["gsi", "elevundersokelsen", "foreldreundersokelsen", "basil"]
    client.force_login(world.people["ola"])
    page = client.get("/aar/?aar=2024&for=virksomhet").content.decode()
    assert "Samtidig med Elevundersøkelsen, 28. oktober 2024–29. november 2024." in page
    assert "BASIL: barnehagene teller barn og ansatte" in page
    assert "Vedtak og tilsagnsbrev fra Statsforvalteren" not in page
    guessed = {year: client.get(f"/aar/?aar={year}").content.decode() for year in (2024, 2026)}
    assert "Samtidig med Elevundersøkelsen, 28. oktober 2026–29. november 2026. Datoene er fra 2024." in guessed[2026]
    said = "Vi har ikke datoene for 2026 ennå. Her står de samme som i 2024."
    assert (guessed[2026].count(said), "Vi har ikke datoene" in guessed[2024]) == (4, False)
    other = client.get("/aar/?aar=2024&for=statsforvalter").content.decode()
    assert "Vedtak og tilsagnsbrev fra Statsforvalteren" in other
    assert "BASIL" not in other


def test_the_drawing_has_one_ring_for_each_audience_and_an_arc_for_each_survey(world: World) -> None:
    found = occasions(rule_sets_of(world.county), 2025)
    wheel = wheel_of(
        for_audience(found, "virksomhet"), county="x", year=2025, today=date(2025, 1, 1), nationals=asked_in(2025)
    )
    assert {band.style for band in wheel.bands} == {"ring-virksomhet"}
    assert len(wheel.arcs) == 4
    rows = rows_of(found, 2025)
    assert [row.first for row in rows] == sorted(row.first for row in rows)
    assert len(rows) == len(found) + 4


def test_a_network_writes_in_its_own_year_and_those_in_it_are_told(world: World, client: Client) -> None:
    network = world.network("Innherred")
    page = f"/kalender/nettverk/{network.pk}/"
    client.force_login(world.people["tom"])  # the UH that the network works with
    posted = {"kind": "samling", "title": "Samling 1", "first": "2025-02-12", "begins": "09:00", "ends": "15:00"}
    assert client.post(page, posted).headers["Location"] == f"{page}?aar=2025"
    entry = CalendarEntry.objects.get(network=network)
    assert entry.begins == datetime(2025, 2, 12, 9, 0, tzinfo=OSLO)
    shown = client.get(f"{page}?aar=2025").content.decode()
    assert 'class="ring-own"' in shown
    assert f'href="{entry.address}">Samling 1</a>' in shown
    last = Entry.objects.order_by("pk").last()
    assert last is not None
    assert (last.act, last.kind, last.role) == ("put", "calendar_entry", "Kontakt i UH, Nord universitet")

    client.force_login(world.people["nina"])
    assert client.post(entry.address, {**posted, "first": "2025-02-13", "sequence": "0"}).status_code == 302
    late = client.post(entry.address, {**posted, "first": "2025-02-14", "sequence": "0"})
    assert (late.status_code, "Noen andre har lagret dette mens du skrev." in late.content.decode()) == (422, True)
    assert client.post(f"{entry.address}avlys/", {"sequence": "0"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.first, entry.sequence, entry.cancelled_at) == (date(2025, 2, 13), 1, None)
    client.post(f"{entry.address}avlys/", {"sequence": "1"})
    assert [str(each) for each in unread_by(world.act("kari"))] == [
        "Samling 1 (Innherred), 13. februar 2025 kl. 09.00, er avlyst.",
        "Samling 1 (Innherred) er flyttet til 13. februar 2025 kl. 09.00.",
    ]
    assert not unread_by(world.act("pia")).exists()

    client.force_login(world.people["ola"])
    assert client.get(entry.address).status_code == 200
    (row,) = re.findall(r"<tr>(?:(?!</tr>).)*>Samling 1<.*?</tr>", client.get("/aar/?aar=2025").content.decode(), re.S)
    assert '<td data-label="Hvem">Innherred</td>' in row
    assert "Lagre endringen" not in client.get(entry.address).content.decode()
    assert client.post(page, posted).status_code == 404
    client.force_login(world.people["pia"])  # in another network of the county
    assert client.get(entry.address).status_code == 404
    assert "Samling 1" not in client.get(f"{page}?aar=2025").content.decode()


def test_all_that_is_written_of_an_entry_may_be_changed(world: World, client: Client) -> None:
    day = Days(date(2025, 2, 12), date(2025, 2, 12))
    nina = world.act("nina")
    entry = add_to_year(world.network("Innherred"), OwnEntry(SAMLING, "Samling 1", day), actor=nina, at=AUTUMN)
    client.force_login(world.people["nina"])
    posted = {"kind": "meeting", "title": "Samling 1", "first": "2025-02-12", "sequence": "0"}
    page = client.post(entry.address, posted, follow=True).content.decode()
    assert '<option value="meeting" selected>Møte</option>' in page
    assert "Endringen er lagret." in page
    posted = {"title": "Nettverksmøte", "first": "2025-02-13", "place": "Verdal", "link": "https://meet.example/1"}
    client.post(entry.address, {**posted, "kind": "other", "sequence": "1"})
    entry.refresh_from_db()
    written = ("other", "Nettverksmøte", date(2025, 2, 13), "Verdal", "https://meet.example/1", 2)
    assert (entry.kind, entry.title, entry.first, entry.place, entry.link, entry.sequence) == written


def test_what_is_written_wrong_is_said_where_it_is(world: World, client: Client) -> None:
    client.force_login(world.people["nina"])
    page = f"/kalender/nettverk/{world.network('Innherred').pk}/"
    whole = {"kind": "samling", "title": "Samling", "first": "2025-02-12"}
    for wrong, said in (
        ({"title": " "}, "Skriv hva som skjer."),
        ({"first": "32.13.2025"}, "Skriv en dato, for eksempel 12.03.2025."),
        ({"last": "2025-02-11"}, "Siste dag kan ikke komme før den første."),
        ({"ends": "10:00"}, "Skriv når det begynner."),
        ({"begins": "10:00", "ends": "09:00"}, "Det kan ikke slutte før det begynner."),
        ({"begins": "10:00", "last": "2025-02-13"}, "Skriv når det slutter den siste dagen."),
        ({"link": "javascript:alert(1)"}, "Lim inn hele lenken, slik den står i nettleseren."),
    ):
        answer = client.post(page, {**whole, **wrong})
        assert (answer.status_code, said in answer.content.decode()) == (422, True), said
    assert not CalendarEntry.objects.filter(network__isnull=False).exists()


def test_the_page_asks_as_often_for_three_hundred_as_for_one(world: World, client: Client) -> None:
    network, nina = world.network("Innherred"), world.act("nina")
    client.force_login(world.people["nina"])
    asked = []
    for many in (1, 3, 300):
        for n in range(many):
            own = OwnEntry(SAMLING, f"Samling {n}", Days(date(2025, 2, 12), date(2025, 2, 12)))
            add_to_year(network, own, actor=nina, at=AUTUMN)
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/kalender/nettverk/{network.pk}/?aar=2025").status_code == 200
        asked.append(len(found))
    assert asked == [asked[0]] * 3
