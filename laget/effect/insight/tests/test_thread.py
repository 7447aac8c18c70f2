"""Each station of the thread says what it leads to, and leads to what it says."""

from datetime import date

from django.test import Client
from pytest_django import Settings

from laget.base.cycle.actions import set_demo_day
from laget.base.questions.thread import thread_of
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.models import Behovsmelding
from testing.people import World


def test_the_need_of_one_owner_is_its_behovsmelding_not_what_that_rests_on(world: World) -> None:
    world.carry("plan")
    document = Beslutningsgrunnlag.objects.get(network__name="Fosen")
    need = Behovsmelding.objects.get(network__name="Fosen")
    assert Assessment.objects.filter(network__name="Fosen").exclude(reach="authors").count() == 1
    station = thread_of(document, world.act("pål"))[0]
    assert (station.title, station.reached, station.address) == ("Behov", "yes", f"/behovsmelding/{need.pk}/")


def test_the_needs_of_several_owners_are_counted_as_the_list_has_them(world: World, client: Client) -> None:
    world.carry("plan")
    document = Beslutningsgrunnlag.objects.get(network__name="Innherred")
    station = thread_of(document, world.act("nina"))[0]
    assert (station.text, station.address.split("?")[0]) == ("2 sendt", f"/behovsmelding/runde/{world.round.pk}/")
    client.force_login(world.people["nina"])
    assert "2 dokumenter" in client.get(station.address).content.decode()


def test_what_has_been_sent_says_what_comes_next_until_it_has_come(
    world: World, client: Client, settings: Settings
) -> None:
    settings.PICK_PERSON = True
    set_demo_day(date(2025, 2, 20), person=None)
    world.carry("plan")
    need = Behovsmelding.objects.get(subject__name="Inderøy kommune")
    client.force_login(world.people["ola"])
    will, has = "Innherred tar den med i beslutningsgrunnlaget.", "Følg tråden for å se hva behovet ble til."
    texts = []
    for step in ("plan", "sign"):
        world.carry(step)
        text = client.get(f"/behovsmelding/{need.pk}/").content.decode()
        texts.append((will in text, has in text))
    assert texts == [(True, False), (False, True)]


def test_a_past_year_promises_nothing(world: World, client: Client, settings: Settings) -> None:
    settings.PICK_PERSON = True
    world.carry("state_needs")
    need = Behovsmelding.objects.get(subject__name="Inderøy kommune")
    client.force_login(world.people["ola"])
    texts = []
    for day in (date(2025, 12, 31), date(2026, 1, 1)):
        set_demo_day(day, person=None)
        texts.append("tar den med i beslutningsgrunnlaget" in client.get(f"/behovsmelding/{need.pk}/").content.decode())
    assert texts == [True, False]
