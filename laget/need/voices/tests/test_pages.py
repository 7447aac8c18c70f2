"""The pages as Kari, Knut and Ola meet them."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from laget.base.cycle.actions import set_demo_day
from laget.need.voices.models import Listening, PlanLine
from laget.need.voices.said import Said
from laget.need.voices.tests.scene import SUMMARY, begin, close, hear, staff_answer
from testing.people import AUTUMN, World

pytestmark = pytest.mark.django_db
FORM = {"children": "7", "good": "4", "mixed": "2", "hard": "1", "summary": SUMMARY, "no_worry": "on", "revision": "0"}


@pytest.fixture(autouse=True)
def _in_the_autumn(world: World, settings: Any) -> None:
    settings.PICK_PERSON = True
    set_demo_day(AUTUMN.date(), person=None)


def page(world: World, name: str, path: str, posted: dict[str, str] | None = None) -> tuple[int, str]:
    client = Client()
    client.force_login(world.people[name])
    reply = client.get(path) if posted is None else client.post(path, posted)
    return reply.status_code, unescape(reply.content.decode())


def address(listening: Listening, rest: str = "") -> str:
    return f"/barnets-stemme/{listening.pk}/{rest}"


def test_kari_begins_from_the_overview(world: World) -> None:
    unit = world.parties["Solbakken barnehage"].pk
    assert f"/barnets-stemme/ny/{unit}/" in page(world, "kari", "/barnets-stemme/")[1]
    posted = {"first": "2024-11-04", "last": "2024-12-20"}
    assert page(world, "kari", f"/barnets-stemme/ny/{unit}/", posted)[0] == 302
    listening = Listening.objects.get()
    assert "Slettes 20. desember 2025" in page(world, "knut", "/barnets-stemme/")[1]
    assert page(world, "knut", address(listening))[0] == 200
    assert page(world, "knut", f"/barnets-stemme/ny/{unit}/")[0] == 404


def test_a_period_that_ends_before_it_begins_comes_back_with_a_reason(world: World) -> None:
    unit = world.parties["Solbakken barnehage"].pk
    status, text = page(world, "kari", f"/barnets-stemme/ny/{unit}/", {"first": "2024-12-20", "last": "2024-11-04"})
    assert status == 422
    assert "Perioden kan ikke slutte før den begynner." in text


def test_the_stop_is_there_before_and_while_something_is_registered(world: World) -> None:
    unit, listening = world.parties["Havhesten barnehage"].pk, begin(world)
    for name, path in (
        ("per", f"/barnets-stemme/ny/{unit}/"),
        ("kari", address(listening)),
        ("kari", address(listening, "tema/community/talk/")),
    ):
        text = page(world, name, path)[1]
        stop = text.index("Bekymret for et barn? Stopp her.")
        for word in ('href="tel:112"', 'href="tel:116111"', "barnevernstjenesten", "opplysningsplikt"):
            assert word in text[stop:], path
        if "<form" in text[stop:]:
            assert stop < text.index("<form", stop)


def test_kari_registers_and_knut_reads_it(world: World) -> None:
    listening = begin(world)
    assert page(world, "kari", address(listening, "tema/community/talk/"), FORM)[0] == 302
    status, text = page(world, "knut", address(listening))
    assert status == 200
    assert SUMMARY in text
    assert "Godt: 4. Litt av hvert: 2. Ikke godt: 1." in text
    assert "Registrer:" not in text
    assert page(world, "knut", address(listening, "tema/community/drawing/"))[0] == 404


def test_whoever_is_worried_has_to_say_that_it_is_reported(world: World) -> None:
    listening = begin(world)
    without = {name: value for name, value in FORM.items() if name != "no_worry"}
    status, text = page(world, "kari", address(listening, "tema/community/talk/"), without)
    assert status == 422
    assert "Er dere bekymret, meld fra først. Kryss av når det er gjort." in text
    assert not listening.voices.exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"good": "8"}, "Svarene er til sammen 11, men bare 7 barn er hørt. Rett ett av tallene."),
        ({"good": "0", "mixed": "0", "hard": "0"}, "Fordel barna på de tre svarene. Minst ett barn må ha sagt noe."),
        ({"hard": ""}, "Skriv et tall. Skriv 0 når ingen sa det."),
        ({"children": "mange"}, "Skriv et helt tall, for eksempel 7."),
        ({"summary": "Emma er 15108695088."}, "«15108695088» ser ut som et fødselsnummer eller D-nummer."),
        ({"summary": "Ring 912 34 567."}, "«912 34 567» ser ut som et telefonnummer."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(world: World, change: dict[str, str], says: str) -> None:
    listening = begin(world)
    posted = {**FORM, **change}
    status, text = page(world, "kari", address(listening, "tema/community/talk/"), posted)
    assert status == 422
    assert says in text
    assert posted["summary"] in text
    assert not listening.voices.exists()


def test_a_name_is_asked_about_and_asked_about_anew_when_there_is_another(world: World) -> None:
    listening = begin(world)
    path = address(listening, "tema/community/talk/")
    named = {**FORM, "summary": "Det er fint på Blåklokka."}
    status, text = page(world, "kari", path, named)
    assert (status, "Er dette navn?" in text) == (422, True)
    assert '<input type="hidden" name="seen" value="Blåklokka">' in text
    more = {**FORM, "summary": "Det er fint på Blåklokka med Fatima.", "seen": "Blåklokka", "no_names": "on"}
    status, text = page(world, "kari", path, more)
    assert status == 422
    assert '<input type="hidden" name="seen" value="Blåklokka Fatima">' in text
    assert page(world, "kari", path, {**named, "seen": "Blåklokka", "no_names": "on"})[0] == 302
    assert listening.voices.get().said().summary == "Det er fint på Blåklokka."


def test_a_page_that_stood_open_does_not_write_over_another(world: World) -> None:
    listening = begin(world)
    hear(world, listening, Said(5, 5, 0, 0))
    status, text = page(world, "kari", address(listening, "tema/community/talk/"), FORM)
    assert status == 422
    assert "Noen andre har lagret dette mens du skrev." in text
    assert SUMMARY in text


def test_ola_sees_the_outcome_when_it_is_closed_and_never_the_words(world: World) -> None:
    staff_answer(world, 12)
    listening = begin(world)
    hear(world, listening, Said(8, 1, 1, 6, SUMMARY))
    hear(world, listening, Said(3, 0, 0, 3, "Få har sagt noe om hjelp."), theme="support")
    assert page(world, "ola", address(listening, "ved-siden-av/"))[0] == 404
    close(world, listening)
    status, text = page(world, "ola", address(listening, "ved-siden-av/"))
    assert status == 200
    assert "5–9 barn: ikke godt" in text
    assert "Skjermet" in text
    for hidden in (SUMMARY, "Få har sagt noe om hjelp.", "Ikke godt: 6", "Ikke godt: 3"):
        assert hidden not in text
    for rest in ("", "plan/", "tema/community/talk/"):
        assert page(world, "ola", address(listening, rest))[0] == 404
    assert f'href="{address(listening, "ved-siden-av/")}"' in page(world, "ola", "/barnets-stemme/")[1]
    for stranger in ("per", "pia", "nina", "tom", "siri", "eva", "dag", "ada"):
        assert page(world, stranger, address(listening, "ved-siden-av/"))[0] == 404


def test_the_table_says_in_words_what_the_drawing_shows(world: World) -> None:
    staff_answer(world, 12)
    listening = begin(world)
    hear(world, listening, Said(8, 1, 1, 6))
    text = page(world, "kari", address(listening, "ved-siden-av/"))[1]
    verdict = "Ulikt: Barna har det mindre godt enn de voksne ser."
    drawing, table = re.findall(r"<desc.*?</desc>|<table.*?</table>", text, re.S)
    assert verdict in drawing
    assert verdict in table
    assert len(re.findall(r'<circle class="staff"', text)) == 2  # the key, and the one theme


def test_kari_plans_and_knut_reads_the_plan(world: World) -> None:
    listening = begin(world)
    hear(world, listening, Said(8, 1, 1, 6))
    path = address(listening, "plan/community/")
    plan = {"keep": "", "change": "En voksen er alltid i sandkassa.", "who": "Pedagogisk leder", "due": "2025-03-01"}
    status, text = page(world, "kari", path, {**plan, "sign": "Fatima leker.", "revision": "0"})
    assert (status, "Er dette navn?" in text) == (422, True)
    assert page(world, "kari", path, {**plan, "sign": "Alle leker.", "revision": "0"})[0] == 302
    assert PlanLine.objects.get().change == "En voksen er alltid i sandkassa."
    text = page(world, "knut", address(listening, "plan/"))[1]
    assert "Pedagogisk leder, 1. mars 2025" in text
    assert "Endre planen" not in text
    assert page(world, "knut", path)[0] == 404


def test_a_plan_keeps_or_changes_something(world: World) -> None:
    listening = begin(world)
    empty = {"keep": "", "change": "", "who": "Alle", "due": "2025-03-01", "sign": "Vi spør.", "revision": "0"}
    status, text = page(world, "kari", address(listening, "plan/community/"), empty)
    assert status == 422
    assert "Skriv hva dere holder fast på, eller hva dere endrer. Det kan være begge deler." in text


def test_kari_closes_and_deletes(world: World) -> None:
    listening = begin(world)
    hear(world, listening, Said(8, 1, 1, 6))
    assert page(world, "kari", address(listening, "avslutt/"), {})[0] == 302
    assert page(world, "kari", address(listening, "avslutt/"), {})[0] == 302  # done already: shown as it is
    assert page(world, "kari", address(listening, "tema/community/talk/"))[0] == 404
    assert page(world, "kari", address(listening, "tema/community/talk/slett/"), {})[0] == 302
    assert not listening.voices.exists()


@pytest.mark.parametrize("rest", ["tema/weather/talk/", "tema/community/dance/", "plan/weather/"])
def test_themes_and_ways_that_are_not_there(world: World, rest: str) -> None:
    assert page(world, "kari", address(begin(world), rest))[0] == 404


def test_what_a_lost_key_sealed_is_shown_as_lost_and_can_be_deleted(world: World, settings: Any) -> None:
    listening = begin(world)
    hear(world, listening, Said(8, 1, 1, 6))
    settings.VOICE_KEYS = {"2026": bytes(32)}
    status, text = page(world, "kari", address(listening))
    assert (status, "Kan ikke leses, for nøkkelen er borte." in text) == (200, True)
    assert page(world, "kari", address(listening, "tema/community/talk/"))[0] == 200
    assert "Skjermet" in page(world, "kari", address(listening, "ved-siden-av/"))[1]
    page(world, "kari", address(listening, "avslutt/"), {})
    assert Listening.objects.get().is_open
    page(world, "kari", address(listening, "tema/community/talk/slett/"), {})
    page(world, "kari", address(listening, "avslutt/"), {})
    assert not Listening.objects.get().is_open
