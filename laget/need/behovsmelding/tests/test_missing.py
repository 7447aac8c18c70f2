"""Who has not sent theirs is seen by those who wait for it, and nobody is asked twice."""

import pytest
from django.test import Client
from django.urls import reverse

from laget.base.actors.models import Kind, Membership, Ownership, Sector
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.models import Behovsmelding
from testing.people import AUTUMN, SINCE, World, make_organisation

ASK, ASK_MORE = "Be om behovsmeldinger", "Spør dem som ikke er spurt"


def read(world: World, client: Client, name: str, address: str) -> str:
    client.force_login(world.people[name])
    return client.get(address.format(round=world.round.pk)).content.decode()


@pytest.mark.parametrize(
    ("name", "waits_for"),
    [("ola", True), ("nina", True), ("tom", True), ("eva", True), ("kari", False), ("pia", False), ("pål", False)],
)
def test_those_who_wait_for_an_assessment_see_that_it_is_missing(
    world: World, client: Client, name: str, waits_for: bool
) -> None:
    world.carry("assess")
    text = read(world, client, name, "/vurdering/runde/{round}/")
    assert ("Sakshaug skole" in text) is waits_for


def test_the_owner_is_told_who_is_missing_before_sending(world: World, client: Client) -> None:
    world.carry("assess")
    need = Behovsmelding.objects.get(subject__name="Inderøy kommune")
    text = read(world, client, "ola", f"/behovsmelding/{need.pk}/se-over/")
    assert "Disse har ikke sendt vurderingen sin: Sakshaug skole." in text


def test_owners_are_asked_while_there_is_someone_to_ask(world: World, client: Client) -> None:
    overview = "/behovsmelding/runde/{round}/"
    text = read(world, client, "nina", overview)
    assert (ASK in text, ASK_MORE in text, "De kommer når du har bedt om dem." in text) == (True, False, True)
    world.carry("ask_owners")
    text = read(world, client, "nina", overview)
    assert (ASK in text, ASK_MORE in text, "Eierne skriver." in text) == (False, False, True)
    assert "2 har ikke sendt ennå" in text
    Membership.objects.create(
        network=world.network("Innherred"), owner=world.organisation("Ørland kommune"), valid_from=SINCE
    )
    Behovsmelding.objects.filter(subject__name="Ørland kommune").update(subject=world.parties["HINN"])
    text = read(world, client, "nina", overview)
    assert (ASK in text, ASK_MORE in text) == (False, True)


def test_who_asks_one_owner_is_told_of_one(world: World, client: Client) -> None:
    client.force_login(world.people["pål"])
    address = f"/behovsmelding/runde/{world.round.pk}/spor/{world.network('Fosen').pk}/"
    page = client.post(address, follow=True).content.decode()
    assert "1 eier har fått oppgaven, og virksomhetene til eieren også." in page


def test_a_filter_that_finds_nothing_says_so(world: World, client: Client) -> None:
    world.carry("state_needs")
    text = read(world, client, "nina", "/behovsmelding/runde/{round}/?sok=finnes-ikke")
    assert ("Ingen treff." in text, "Eierne skriver." in text) == (True, False)


def test_who_asks_the_new_virksomhet_of_an_owner_that_was_asked_is_told_that_it_was(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("laget.base.cycle.middleware.now", lambda: AUTUMN)
    world.carry("ask_owners")
    client.force_login(world.people["nina"])
    ask = reverse("behovsmelding:ask", args=[world.round.pk, world.parties["Innherred"].pk])
    for names, said in (
        ((), "Alle eierne og virksomhetene i nettverket var allerede spurt."),
        (("Granlia barnehage",), "1 virksomhet til har fått oppgaven."),
        (("Furulia barnehage", "Bakklia barnehage"), "2 virksomheter til har fått oppgaven."),
    ):
        for name in names:
            new = make_organisation(world.county, name, Kind.KINDERGARTEN, Sector.PUBLIC)
            owner = world.organisation("Inderøy kommune")
            Ownership.objects.create(organisation=new, owner=owner, valid_from=SINCE)
        assert said in client.post(ask, follow=True).content.decode()
        asked = Assessment.objects.filter(subject__name__in=names).values_list("subject__name", flat=True)
        assert set(asked) == set(names)
