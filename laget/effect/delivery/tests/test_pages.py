"""The pages of what is carried out: as many queries with three hundred as with one, and what is wrong is said."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laget.effect.delivery.library import ways
from laget.effect.delivery.models import Delivery, Development
from laget.grant.ledger.models import Award
from testing.delivery import AUGUST, MAY, development_of, open_pulje, plan_samling, running_pulje
from testing.money import award_to
from testing.people import World


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    def now() -> datetime:
        return MAY

    monkeypatch.setattr("laget.base.cycle.middleware.now", now)


def as_(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def _asked(client: Client, address: str) -> tuple[int, Any]:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(address)
    assert page.status_code == 200
    return len(asked), page


def test_what_should_have_begun_says_so(world: World) -> None:
    award = award_to(world, "Innherred")
    known: dict[str, Any] = {"county": world.county, "round": world.round, "party": award.recipient, "started_at": MAY}
    delivery = Delivery.objects.create(award=award, title="Språk", **known)
    nina, late = as_(world, "nina"), "Ikke begynt, skulle begynt 4. mai 2025"
    for starts, status, said in (
        (None, "planned", False),
        (date(2025, 5, 5), "planned", False),  # today
        (date(2025, 5, 4), "planned", True),
        (date(2025, 5, 4), "on_track", False),
    ):
        Delivery.objects.filter(pk=delivery.pk).update(starts=starts, status=status)
        for page in (delivery.get_absolute_url(), "/gjennomforing/"):
            assert (late in nina.get(page).content.decode()) is said, (starts, status, page)


def test_lists_ask_as_much_with_three_hundred_as_with_one(world: World) -> None:
    innherred, solbakken = world.parties["Innherred"], world.organisation("Solbakken barnehage")
    nina, kari, counted = as_(world, "nina"), as_(world, "kari"), []
    nina.get("/gjennomforing/")  # the session
    kari.get("/utviklingsarbeid/")
    way = ways()["spiral"]
    for n in (1, 2, 297):
        awards = Award.objects.bulk_create(
            Award(county=world.county, given_in=world.round, recipient=innherred, name="Språk", known_since=MAY)
            for _ in range(n)
        )
        known: dict[str, Any] = {"county": world.county, "round": world.round, "party": innherred, "started_at": MAY}
        Delivery.objects.bulk_create(Delivery(award=award, title="Språk", **known) for award in awards)
        Development.objects.bulk_create(
            Development(
                county=world.county,
                unit=solbakken,
                title="Uteleken",
                template=way.model_dump(mode="json"),
                phase="scan",
                begun_at=MAY,
            )
            for _ in range(n)
        )
        counted.append(
            (
                _asked(nina, "/gjennomforing/")[0],
                _asked(nina, f"/gjennomforing/runde/{world.round.pk}/")[0],
                _asked(kari, "/utviklingsarbeid/")[0],
            )
        )
    assert counted[1] == counted[0]
    assert counted[2][0] <= counted[0][0] + 1  # the number of pages
    assert counted[2][2] <= counted[0][2] + 1


def test_what_is_wrong_is_said_at_the_field_it_is_about(world: World) -> None:
    award = award_to(world, "Innherred")
    nina = as_(world, "nina")
    nina.post(reverse("delivery:round", args=[world.round.pk]))
    delivery = Delivery.objects.get(award=award)
    spend = reverse("delivery:spend", args=[delivery.pk])
    line = {"of": f"{award.pk}/2025", "day": "2025-05-01", "what": "Lokaler"}
    for amount, said in (("300 001", "300\xa0000\xa0kr igjen"), ("0", "beløp over 0"), ("mye", "kroner"), ("", "")):
        page = nina.post(spend, {**line, "amount": amount})
        assert page.status_code == 422, amount
        assert said.replace("\xa0", " ") in page.content.decode().replace("\xa0", " ").replace("\u202f", " "), amount
    for day, said in (("2052-05-01", "Dagen har ikke vært ennå."), ("2024-12-31", "Dagen er før 2025")):
        page = nina.post(spend, {**line, "day": day, "amount": "1"})
        assert (page.status_code, said in page.content.decode()) == (422, True), day
    unspent = nina.get(delivery.get_absolute_url()).content.decode()
    assert ("ingenting er ført ennå" in unspent, ">Sum<" in unspent) == (True, False)
    assert nina.post(spend, {**line, "amount": "300 000"}).status_code == 302
    bad = nina.post(reverse("delivery:add_material", args=[delivery.pk]), {"title": "Hefte", "address": "hefte"})
    assert bad.status_code == 422
    assert "Lim inn hele lenken" in bad.content.decode()
    change = reverse("delivery:change", args=[delivery.pk])
    assert nina.post(change, {"revision": 0, "status": "done"}).status_code == 302
    late = nina.post(change, {"revision": 0, "status": "delayed"})
    assert late.status_code == 422
    assert "Noen andre har lagret dette" in late.content.decode()


def test_a_pulje_says_what_the_spor_has_and_who_asks_gets_an_answer(world: World) -> None:
    pulje = open_pulje(world, "childs_voice")
    page = as_(world, "kari").get(pulje.get_absolute_url()).content.decode()
    assert "Statpeds e-læring Barnekonvensjonen" in page
    assert "Meld på Innherred" not in page
    assert "Meld på Innherred" in as_(world, "nina").get(pulje.get_absolute_url()).content.decode()
    early = as_(world, "arne").get(pulje.get_absolute_url()).content.decode()
    assert "Påmeldingen er åpen til 1. juni 2025. Den stenger når du setter i gang." in early
    form = {"name": "Pulje 1", "opens_on": "2025-05-01", "closes_on": "2025-06-01", "begins_on": "2025-08-15"}
    again = as_(world, "arne").post(reverse("pulje:open", args=[world.forum.pk, "childs_voice"]), form)
    assert again.status_code == 422
    assert "allerede en pulje med det navnet" in again.content.decode()


def test_a_development_says_what_comes_next_in_its_pulje(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pulje, kari = running_pulje(world), as_(world, "kari")
    page = development_of(world, "Solbakken barnehage").get_absolute_url()
    assert "Samling 1, omtrent 15. august 2025. Tiden er ikke satt ennå." in kari.get(page).content.decode()
    _first, second = (plan_samling(world, pulje, n, AUGUST + timedelta(days=90 * n)).event for n in (0, 1))
    assert ">Samling 1</a>, 15. august 2025 kl. 09.00, Steinkjer." in kari.get(page).content.decode()
    monkeypatch.setattr("laget.base.cycle.middleware.now", lambda: AUGUST + timedelta(days=1))
    said = kari.get(page).content.decode()
    for shown in (
        f'"{second.get_absolute_url()}">Samling 2</a>',
        "Mellomarbeid til da: Undersøk",
        "Undersøke, Fokusere",
    ):
        assert shown in said, shown
    wrong = kari.post(f"{page}modell/", {"way": "finnes-ikke"})
    assert (wrong.status_code, wrong.content.decode().count('id="modell-way"')) == (422, 1)


def test_going_back_without_a_reason_is_asked_about(world: World) -> None:
    running_pulje(world)
    development = development_of(world, "Solbakken barnehage")
    kari, address = as_(world, "kari"), reverse("development:move", args=[development.pk])
    assert kari.post(address, {"phase": "understand"}).status_code == 302
    back = kari.post(address, {"phase": "scan"})
    assert back.status_code == 422
    assert "Skriv hvorfor dere går tilbake." in back.content.decode()
