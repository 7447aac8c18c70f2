"""Dates as the county says them, what applies when one is a day off, and a network's own."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import Settings

from laget.base.actors.models import Ownership
from laget.base.cycle.actions import set_demo_day, set_local_date
from laget.base.cycle.models import DemoDay, LocalDate, Task
from laget.base.ui.templatetags.ui import deadline, left, moved
from testing.people import AUTUMN, World

SATURDAY = "1. februar er en lørdag. Da gjelder mandag 3. februar."
SUNDAY, MONDAY = date(2024, 12, 8), date(2024, 12, 9)


@pytest.mark.parametrize(
    ("step", "said", "what_applies", "applies"),
    [
        ("tilsagn", "15. april 2025", "", "2025-04-15"),
        ("beslutningsgrunnlag", "1. februar 2025", SATURDAY, "2025-02-03"),
        ("behovsmelding", "1. desember 2024", "1. desember er en søndag. Da gjelder mandag 2. desember.", "2024-12-02"),
        ("allocation", "8.–9. januar 2025", "", "2025-01-09"),
        ("papers", "medio februar 2025", "", "2025-02-15"),
        ("report", "15. juni 2026", "", "2026-06-15"),
    ],
)  # fmt: skip
def test_a_date_is_said_as_the_county_says_it(
    world: World, step: str, said: str, what_applies: str, applies: str
) -> None:
    found = world.round.deadline(step)
    assert deadline(found, world.round.file.dates[step].words) == said
    assert moved(found) == what_applies
    assert found.applies.isoformat() == applies


def test_a_year_may_have_a_date_of_its_own(world: World) -> None:
    assert deadline(world.round.file.deadline("allocation", 2026)) == "14.–15. januar 2026"


def test_the_round_says_what_applies_and_what_the_network_decides(world: World, client: Client) -> None:
    client.force_login(world.people["nina"])
    text = client.get(f"/aar/runde/{world.round.pk}/").content.decode()
    assert "1. februar er en lørdag. Da gjelder mandag 3. februar." in text
    assert "anbefalt, nettverket bestemmer" in text
    assert "Behovsmelding fra eier til nettverket, Innherred" in text


def due(name: str, step: str) -> date | None:
    return Task.objects.get(party__name=name, step=step).due


def test_a_network_moves_its_own_date_and_the_tasks_follow(world: World) -> None:
    world.carry("ask_owners")
    set_local_date(
        world.round, network=world.network("Innherred"), step="behovsmelding", day=SUNDAY,
        actor=world.act("nina"), at=AUTUMN,
    )  # fmt: skip
    assert due("Inderøy kommune", "behovsmelding") == due("Fjordgløtt SA", "behovsmelding") == MONDAY
    assert due("Ørland kommune", "behovsmelding") == date(2024, 12, 2)
    assert due("Solbakken barnehage", "assessment") == date(2024, 11, 15)


def test_what_has_left_the_network_keeps_its_date(world: World) -> None:
    world.carry("ask_owners")
    sold = world.organisation("Solbakken barnehage")
    sold.ownerships.update(valid_to=AUTUMN.date() - timedelta(days=1))
    Ownership.objects.create(organisation=sold, owner=world.organisation("Ørland kommune"), valid_from=AUTUMN.date())
    set_local_date(
        world.round, network=world.network("Innherred"), step="assessment", day=SUNDAY, actor=world.act("nina"),
        at=AUTUMN,
    )  # fmt: skip
    assert due("Solbakken barnehage", "assessment") == date(2024, 11, 15)
    assert due("Sakshaug skole", "assessment") == MONDAY


@pytest.mark.parametrize(
    ("name", "network", "step"),
    [
        ("pål", "Innherred", "behovsmelding"),  # another network's
        ("nina", "Innherred", "beslutningsgrunnlag"),  # the county's own
        ("nina", "Innherred", "atlantis"),
        ("tom", "Innherred", "behovsmelding"),
        ("eva", "Innherred", "behovsmelding"),
    ],
)
def test_nobody_else_moves_it_and_no_other_date(world: World, name: str, network: str, step: str) -> None:
    with pytest.raises(PermissionDenied):
        set_local_date(
            world.round, network=world.network(network), step=step, day=SUNDAY, actor=world.act(name), at=AUTUMN
        )


@pytest.mark.parametrize("day", ["", "i morgen", "2024-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_answered_kindly(world: World, client: Client, settings: Settings, day: str) -> None:
    settings.PICK_PERSON = True
    client.force_login(world.people["nina"])
    for address in (f"/aar/runde/{world.round.pk}/frist/innherred/behovsmelding/", "/aar/demodag/"):
        answer = client.post(address, {"day": day, "next": "/oppgaver/"}, follow=True)
        says = "Velg en dato i årene 2000–2100, for eksempel 1.12.2024." in answer.content.decode()
        assert (answer.status_code, says) == (200, True)
    assert not LocalDate.objects.exists()
    assert not DemoDay.objects.exists()


@pytest.mark.parametrize("typed", ["2024-12-08", "8.12.2024"])
def test_a_day_is_read_as_a_browser_sends_it_and_as_one_writes_it(world: World, client: Client, typed: str) -> None:
    client.force_login(world.people["nina"])
    client.post(f"/aar/runde/{world.round.pk}/frist/innherred/behovsmelding/", {"day": typed})
    assert LocalDate.objects.get().day == SUNDAY


def test_to_a_day_that_is_known_only_in_words_nobody_counts(world: World, client: Client, settings: Settings) -> None:
    settings.PICK_PERSON = True
    set_demo_day(date(2025, 6, 19), person=None)
    about, exact = (world.round.deadline(step) for step in ("plan_autumn", "report"))
    assert [left(each, date(2025, 6, 19)) for each in (about, exact)] == ["", "om 361 dager"]
    client.force_login(world.people["nina"])
    of_the_year = client.get(f"/aar/runde/{world.round.pk}/").content.decode()
    assert "Neste: Rapport på fjorårets midler, 15. juni 2026, om 361 dager.</p>" in of_the_year
    assert '15. juni 2026<br><span class="small quiet">om 361 dager</span></span>' in of_the_year
    of_the_county = client.get("/fylke/trondelag/").content.decode()
    for words in ("før sommerferien 2025", "i september 2025"):
        assert f'<span class="due">{words}</span>' in of_the_county


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (date(2024, 11, 4), "om 28 dager"),
        (date(2024, 12, 1), "i morgen"),
        (date(2024, 12, 2), "i dag"),
        (date(2024, 12, 3), "1 dag siden"),
        (date(2025, 1, 2), "31 dager siden"),
    ],
)
def test_the_demo_day_moves_everything(
    world: World, client: Client, settings: Settings, today: date, says: str
) -> None:
    world.carry("ask_owners")
    settings.PICK_PERSON = True
    client.force_login(world.people["ola"])
    set_demo_day(today, person=None)
    assert left(date(2024, 12, 2), today) == says
    assert says in client.get("/oppgaver/").content.decode()
    assert f'value="{today}"' in client.get("/aar/").content.decode()
    assert f"Årshjulet for {today.year}" in client.get("/").content.decode()


def test_outside_the_demo_the_clock_is_real(world: World, client: Client) -> None:
    set_demo_day(date(2001, 5, 17), person=None)
    assert "Årshjulet for 2001" not in client.get("/").content.decode()
