"""What an instrument asks can be read, taken out as a file, and taken in again by the county's administrator."""

from html import unescape
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from laget.base.audit.models import Entry
from laget.base.cycle.clock import now
from laget.need.surveys.library import load_instrument, store_shipped, take_in_instrument
from laget.need.surveys.models import StoredInstrument
from laget.need.surveys.reading import shipped
from testing.collecting import today_as
from testing.people import World

pytestmark = pytest.mark.django_db
LICENSED = Path(__file__).with_name("example_licensed_shape.toml").read_text(encoding="utf-8")
NEW = "/kartlegging/sporsmal/ny/"


@pytest.fixture
def inclusive(world: World) -> StoredInstrument:
    store_shipped(at=now())
    return StoredInstrument.objects.get(key="inclusive_practice")


def as_(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def test_all_that_is_asked_is_read_before_anyone_is_asked(world: World, inclusive: StoredInstrument) -> None:
    kari = as_(world, "kari")
    choose = kari.get(f"/kartlegging/ny/{world.parties['Solbakken barnehage'].pk}/").content.decode()
    address = f"/kartlegging/sporsmal/{inclusive.pk}/"
    assert f'href="{address}"' in choose
    for language in ("nb", "nn", "en"):
        page = unescape(kari.get(f"{address}?sprak={language}").content.decode())
        assert all(item.text[language] in page for item in inclusive.instrument.items())
    competence = StoredInstrument.objects.get(key="competence_map")
    page = kari.get(f"/kartlegging/sporsmal/{competence.pk}/").content.decode()
    assert "Bare hvis du svarte «Stort behov» eller «Svært stort behov»" in page


def test_each_that_comes_along_is_the_same_after_a_trip_out_and_in(world: World, inclusive: StoredInstrument) -> None:
    kari = as_(world, "kari")
    listed = kari.get("/kartlegging/sporsmal/").content.decode()
    for instrument in shipped():
        stored = StoredInstrument.objects.get(key=instrument.key)
        assert f"/kartlegging/sporsmal/{stored.pk}/" in listed
        file = kari.get(f"/kartlegging/sporsmal/{stored.pk}/fil/").content.decode()
        assert (
            take_in_instrument(file, county=world.county, actor=today_as(world, "ada"), at=now()).instrument
            == instrument
        )


def test_the_administrator_takes_one_in_for_the_county_and_no_other(world: World, inclusive: StoredInstrument) -> None:
    posted = {"county": str(world.county.pk), "text": LICENSED}
    taken = as_(world, "ada").post(NEW, posted)
    stored = StoredInstrument.objects.get(party=world.county)
    assert taken.headers["Location"] == f"/kartlegging/sporsmal/{stored.pk}/"
    entry = Entry.objects.filter(kind="instrument", about=str(stored.pk)).latest("number")
    assert (entry.act, entry.actor_name) == ("load", "Ada")
    assert as_(world, "kari").get(f"/kartlegging/sporsmal/{stored.pk}/").status_code == 200
    assert as_(world, "kari").get(NEW).status_code == 404
    with pytest.raises(PermissionDenied):
        take_in_instrument(LICENSED, county=world.county, actor=today_as(world, "kari"), at=now())


def test_what_is_wrong_with_a_file_is_named_and_nothing_is_taken_in(world: World, inclusive: StoredInstrument) -> None:
    ada, county = as_(world, "ada"), {"county": str(world.county.pk)}
    for text, says in (
        (LICENSED.replace("version = 2", ""), "version"),
        ("key = ", "Fila er ikke gyldig TOML"),
        ("", "Velg en fil, eller lim inn det som står i den."),
    ):
        refused = ada.post(NEW, county | {"text": text})
        assert refused.status_code == 422
        assert says in refused.content.decode()
    assert not StoredInstrument.objects.filter(party=world.county).exists()
    load_instrument(LICENSED, county=world.county, by=today_as(world, "ada").by(world.county.pk), at=now())
    again = ada.post(NEW, county | {"text": LICENSED + "\n# endret"})
    assert "Gi fila et nytt tall i «version»." in again.content.decode()


def test_an_administrator_with_no_kartlegginger_is_told_what_is_theirs_to_do(world: World) -> None:
    assert (
        "Du planlegger ingen kartlegginger som administrator."
        in as_(world, "ada").get("/kartlegging/").content.decode()
    )
    leader = as_(world, "kari").get("/kartlegging/").content.decode()
    assert "Når noen spør en virksomhet du har en rolle for, står den her." in leader
