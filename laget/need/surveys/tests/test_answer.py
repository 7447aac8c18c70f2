"""Answering: without signing in, kept once, and nothing left that tells who."""

import re
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from laget.need.surveys import guesses
from laget.need.surveys.actions import close_survey
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import Code, SealedAnswer, Survey
from laget.need.surveys.sealing import Opener
from testing.collecting import codes_of, opened, planned, unit_of
from testing.people import World

pytestmark = pytest.mark.django_db
WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?(?:\s+SET\s+"?(\w+))?', re.IGNORECASE)


@pytest.fixture
def survey(world: World) -> Survey:
    return opened(world)


def show(code: str, language: str = "", filled: Mapping[str, str] | None = None) -> HttpResponse:
    """The questions, for whoever has the code."""
    address = f"/svar/?sprak={language}" if language else "/svar/"
    return Client().post(address, {"code": code, **(filled or {})})  # type: ignore[return-value]


def send(code: str, answers: Mapping[str, str], ballot: uuid.UUID | None = None) -> HttpResponse:
    posted = {"code": code, "ballot": str(ballot or uuid.uuid4()), **answers}
    return Client().post("/svar/send/", posted)  # type: ignore[return-value]


def boxes(survey: Survey) -> list[Any]:
    opener = Opener(survey.pk)
    return [opener.open(bytes(box)) for box in SealedAnswer.objects.values_list("box", flat=True)]


def some(survey: Survey, value: int = 3) -> dict[str, str]:
    """An answer to the first three questions."""
    keys = list(survey.instrument.asked_of(Layer.STAFF))[:3]
    return {f"q.{key}": str(value) for key in keys}


def test_a_code_leads_to_the_questions_and_an_answer_is_sealed(survey: Survey) -> None:
    unit = unit_of(survey)
    code = codes_of(unit)[0]
    page = show(f"{code[:5].lower()} - {code[5:]}").content.decode()
    for told in (
        "Innherred spør. Du svarer for Solbakken barnehage.",
        "Det er frivillig.",
        survey.purpose,
        "Svaret låses i det du sender det",
        "bare for grupper på minst 5",
        "kan svaret ikke finnes igjen, endres eller slettes",
    ):
        assert told in page
    answer = send(code, some(survey))
    assert (answer.status_code, answer["Location"]) == (302, "/svar/takk/?sprak=nb")
    keys = list(survey.instrument.asked_of(Layer.STAFF))[:3]
    assert boxes(survey) == [{"layer": "staff", "answers": dict.fromkeys(keys, 3)}]
    assert list(Code.objects.filter(used=True)) == [Code.objects.get(unit=unit, number=1)]
    assert unit_of(survey).answered == 1


def test_an_answer_sent_twice_is_kept_once_and_another_with_the_same_code_is_refused(survey: Survey) -> None:
    code, ballot = codes_of(unit_of(survey))[0], uuid.uuid4()
    first, again = (send(code, some(survey), ballot) for _time in range(2))
    assert (first.status_code, again.status_code) == (302, 302)
    other = send(code, some(survey, 1))
    assert other.status_code == 409
    assert "Det er allerede svart med denne koden" in other.content.decode()
    assert '<a href="/svar/?sprak=nb">Skriv en annen kode</a>' in other.content.decode()
    assert show(code).status_code == 409
    assert (SealedAnswer.objects.count(), unit_of(survey).answered) == (1, 1)


def test_nothing_is_written_but_the_sealed_answer_the_code_and_the_number(survey: Survey) -> None:
    code = codes_of(unit_of(survey))[0]
    with CaptureQueriesContext(connection) as found:
        replies = [Client().get("/svar/"), show(code), send(code, some(survey)), Client().get("/svar/takk/")]
    written = {match.groups()[1:] for each in found.captured_queries if (match := WRITES.match(each["sql"]))}
    assert written == {
        ("surveys_sealedanswer", None),
        ("surveys_code", "used"),
        ("surveys_surveyunit", "answered"),
    }
    assert [dict(reply.cookies) for reply in replies] == [{}] * 4


def test_whoever_is_signed_in_answers_as_nobody(world: World, survey: Survey) -> None:
    knut, code = Client(), codes_of(unit_of(survey))[0]
    knut.force_login(world.people["knut"])
    with CaptureQueriesContext(connection) as found:
        assert knut.post("/svar/", {"code": code}).status_code == 200
        assert knut.post("/svar/send/", {"code": code, **some(survey)}).status_code == 302
    assert [each["sql"] for each in found.captured_queries if re.search("session|accounts_", each["sql"])] == []


def test_the_page_takes_two_questions_to_the_database_and_writes_nothing(survey: Survey) -> None:
    code = codes_of(unit_of(survey))[0]
    show(code)
    with CaptureQueriesContext(connection) as found:
        assert show(code).status_code == 200
    assert [query["sql"].split()[0] for query in found.captured_queries] == ["SELECT", "SELECT"]


def test_the_same_page_answers_in_four_languages_and_keeps_what_is_filled_in(survey: Survey) -> None:
    code, ballot = codes_of(unit_of(survey))[0], uuid.uuid4()
    key = next(iter(survey.instrument.asked_of(Layer.STAFF)))
    for language, button in (("nb", "Send svaret"), ("nn", "Send svaret"), ("en", "Send my answer"), ("se", "Sádde")):
        page = show(code, language, {"ballot": str(ballot), f"q.{key}": "4"}).content.decode()
        assert f'<html lang="{language}">' in page
        assert button in page
        assert f'name="q.{key}" value="4" checked' in page
        assert f'name="ballot" value="{ballot}"' in page
        assert f'action="/svar/send/?sprak={language}"' in page


def test_what_it_is_for_is_told_in_the_language_of_the_page(survey: Survey) -> None:
    code = codes_of(unit_of(survey))[0]
    Survey.objects.update(purpose=survey.instrument.purpose["nb"])
    told = f"What it is for: <span>{survey.instrument.purpose['en']}</span>"
    english = show(code, "en").content.decode()
    assert told in english
    assert f"until {survey.closes.day} {survey.closes:%B} {survey.closes.year}." in english
    Survey.objects.update(purpose="Vi vil lære.")
    assert 'What it is for: <span lang="nb">Vi vil lære.</span>' in show(code, "en").content.decode()


def test_what_a_language_lacks_says_that_it_is_bokmal(world: World) -> None:
    survey = opened(world, instrument="standpoint_school")
    Survey.objects.update(purpose=survey.instrument.purpose["nb"])
    page = show(codes_of(unit_of(survey))[0], "se").content.decode()
    assert '<span lang="nb">' in page
    assert page.count("Muhtun teavsttat gávdnojit dušše girjedárogillii.") == 1
    nynorsk = show(codes_of(unit_of(survey))[0], "nn").content.decode()
    assert '<span lang="nb">' not in nynorsk
    assert "Nokre av tekstane finst berre på bokmål." not in nynorsk
    Survey.objects.update(purpose="Vi vil lære.")  # in the one language that it was written in
    assert "Nokre av tekstane finst berre på bokmål." in show(codes_of(unit_of(survey))[0], "nn").content.decode()
    assert 'class="partly"' not in show(codes_of(unit_of(survey))[0], "nb").content.decode()


def test_a_unit_that_writes_nynorsk_is_asked_in_nynorsk(world: World, survey: Survey) -> None:
    world.parties["Solbakken barnehage"].language_decision = "nn"
    world.parties["Solbakken barnehage"].save()
    code = codes_of(unit_of(survey))[0]
    assert '<html lang="nn">' in show(code).content.decode()
    assert '<html lang="nb">' in show(code, "nb").content.decode()


def test_what_is_wrong_is_named_and_nothing_is_lost(world: World) -> None:
    survey = opened(world, instrument="standpoint_kindergarten")
    code = codes_of(unit_of(survey))[0]
    instrument = survey.instrument
    written = next(key for key, asked in instrument.asked_of(Layer.STAFF).items() if asked.item.kind == "text")
    reply = send(code, some(survey) | {f"q.{written}": "x" * 1001})
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "<title>Svaret er ikke sendt ennå – Laget</title>" in page
    assert f'<a href="#{written}">' in page
    assert page.count("Svaret er for langt. Det er plass til 1000 tegn: gjør det kortere.") == 2
    assert "x" * 1001 in page
    assert page.count(" checked") == 3
    assert SealedAnswer.objects.count() == 0


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({}, "Du har ikke svart på noe."),
        ({"q.community_1": "99"}, "Velg et av svarene i lista."),
        ({"q.no_such": "1"}, "Velg et av svarene i lista."),
    ],
)
def test_what_is_no_answer_is_not_kept(survey: Survey, answers: dict[str, str], says: str) -> None:
    reply = send(codes_of(unit_of(survey))[0], answers)
    assert reply.status_code == 422
    assert says in reply.content.decode()
    assert SealedAnswer.objects.count() == 0


def test_a_question_that_depends_on_another_says_when_and_is_left_out_otherwise(world: World) -> None:
    survey = opened(world, instrument="competence_map")
    code = codes_of(unit_of(survey), Layer.LEADERS)[0]
    item = next(each for each in survey.instrument.items() if each.when)
    assert item.when
    page = show(code).content.decode()
    assert f'data-when="q.{item.when.item}"' in page
    assert "Bare hvis du svarte «" in page
    not_asked = {f"q.{item.when.item}": "1", f"q.{item.key}": "1"}
    assert 1 not in item.when.values
    send(code, not_asked)
    assert boxes(survey) == [{"layer": "leaders", "answers": {item.when.item: 1}}]


def test_each_layer_sees_its_own_questions(world: World) -> None:
    survey = opened(world, instrument="what_we_have", asked={"Solbakken barnehage": {Layer.STAFF: 1, Layer.PPT: 1}})
    unit = unit_of(survey)
    for layer in (Layer.STAFF, Layer.PPT):
        page = show(codes_of(unit, layer)[0]).content.decode()
        named = set(re.findall(r' name="q\.(\w+)"', page))
        assert named == set(survey.instrument.asked_of(layer))


# -- By one link for a unit ---------------------------------------------------------------------------


def test_a_link_asks_as_what_and_takes_many_answers(world: World) -> None:
    survey = opened(world, by_link=True)
    unit = unit_of(survey)
    assert not unit.codes.exists()
    address = f"/svar/lenke/{unit.open_link}/"
    first = Client().get(address).content.decode()
    assert re.findall(r'name="lag" value="(\w+)">(\w+)<', first) == [("staff", "Ansatte"), ("leaders", "Ledere")]
    page = Client().get(address + "?lag=leaders&sprak=nn").content.decode()
    assert (page.count('name="lag" value="leaders"'), '<html lang="nn">' in page) == (1, True)
    for _person in range(2):
        posted = {"lenke": unit.open_link, "lag": "leaders", "ballot": str(uuid.uuid4()), **some(survey)}
        assert Client().post("/svar/send/?sprak=nn", posted)["Location"] == "/svar/takk/?sprak=nn"
    assert [box["layer"] for box in boxes(survey)] == ["leaders", "leaders"]


def test_a_link_lets_nobody_answer_as_someone_who_is_not_asked(world: World) -> None:
    survey = opened(world, by_link=True)
    link = unit_of(survey).open_link
    posted = {"ballot": str(uuid.uuid4()), **some(survey)}
    for wrong in ({"lenke": link, "lag": "ppt"}, {"lenke": link, "lag": "x"}, {"lenke": "finnes-ikke", "lag": "staff"}):
        assert Client().post("/svar/send/", {**posted, **wrong}).status_code == 404
    assert Client().get("/svar/lenke/finnes-ikke/").status_code == 404
    assert 'name="lag" value="staff">Ansatte' in Client().get(f"/svar/lenke/{link}/?lag=ppt").content.decode()
    assert SealedAnswer.objects.count() == 0


# -- When it is not open, and to those who guess -------------------------------------------------------


def test_nobody_answers_before_it_opens_or_after_it_closes(world: World) -> None:
    not_yet = planned(world, by_link=True)
    reply = Client().get(f"/svar/lenke/{unit_of(not_yet).open_link}/?lag=staff")
    assert (reply.status_code, "tar ikke imot svar nå" in reply.content.decode()) == (409, True)
    survey = opened(world)
    code = codes_of(unit_of(survey))[0]
    today = timezone.localdate()
    Survey.objects.filter(pk=survey.pk).update(opens=today - timedelta(days=9), closes=today - timedelta(days=1))
    assert (show(code).status_code, send(code, some(survey)).status_code) == (409, 409)  # nobody has closed it yet
    close_survey(survey.pk, at=timezone.localtime())
    assert (show(code).status_code, send(code, some(survey)).status_code) == (409, 409)
    assert SealedAnswer.objects.count() == 0


@pytest.mark.parametrize("ask", [show, lambda code: send(code, {"q.x": "1"})], ids=["show", "send"])
def test_guessing_ends_after_a_hundred_tries_also_for_a_right_code(
    survey: Survey, ask: Callable[[str], HttpResponse], caplog: pytest.LogCaptureFixture
) -> None:
    cache.clear()
    wrong = ask("BCDFG23456")
    assert (wrong.status_code, "Vi kjenner ikke koden." in wrong.content.decode()) == (422, True)
    for _try in range(guesses.MOST_WRONG - 1):
        ask("BCDFG23456")
    stopped = ask(codes_of(unit_of(survey))[0])
    assert (stopped.status_code, "Vent ti minutter" in stopped.content.decode()) == (429, True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(cache_key || value, ' ') FROM cache")
        kept = str(cursor.fetchone())
    assert "127.0.0.1" not in kept
    assert "BCDFG23456" not in kept + caplog.text
    cache.clear()


def test_whoever_types_nothing_is_asked_to_type(survey: Survey) -> None:
    reply = show(" ")
    assert (reply.status_code, "Skriv koden først." in reply.content.decode()) == (422, True)
