"""The API says what the page says, to those who may open the page, and nothing to others."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples

from laget.base.accounts.roles import Role
from laget.effect.opened import token_queries
from laget.effect.opened.actions import Wanted, make_token
from laget.effect.opened.datasets import DATASETS
from laget.effect.opened.models import Scope
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import ReleasedGroup, Survey
from testing.people import World
from testing.surveys import asked_survey, frozen_survey

pytestmark = pytest.mark.django_db
SURVEYS = "/api/kartlegginger/"


@pytest.fixture
def survey(world: World) -> Survey:
    """Solbakken and Sakshaug are large enough. Opphaug is not."""
    units = {
        "Solbakken barnehage": {Layer.STAFF: 12, Layer.LEADERS: 5},
        "Sakshaug skole": {Layer.STAFF: 20},
        "Havhesten barnehage": {Layer.STAFF: 14},
        "Opphaug skole": {Layer.STAFF: 3},
    }
    return frozen_survey(world, who="eva", party="Trøndelag", invited=units)


def ask(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json; charset=utf-8")
    return answer.json()


def names_of(client: Client, survey: Survey, **asked: str) -> list[str]:
    answer = client.get(f"{SURVEYS}{survey.pk}/grupper/", asked).json()
    return [each["name"] for each in answer["items"] if not each["layer"] and not each["sector"] and not each["kind"]]


def result_of(client: Client, survey: Survey, name: str, status: int = 200) -> Any:
    group = ReleasedGroup.objects.get(release__survey=survey, name=name, layer="", sector="", kind="")
    return ask(client, f"{SURVEYS}{survey.pk}/grupper/{group.pk}/", status)


def test_one_who_is_not_signed_in_is_told_so_and_a_program_is_sent_to_no_page(client: Client, survey: Survey) -> None:
    told = {"detail": "Du er ikke logget inn. Send med en nøkkel som virker, eller logg inn i Laget."}
    assert ask(client, SURVEYS, 401) == told
    assert result_of(client, survey, "Trøndelag", 401) == told


def test_unknown_and_forbidden_are_the_same(world: World, client: Client, survey: Survey) -> None:
    own = frozen_survey(world)  # Inderøy's
    client.force_login(world.people["pia"])
    told = {"detail": "Dette finnes ikke, eller du har ikke tilgang til det."}
    assert result_of(client, survey, "Solbakken barnehage", 404) == told
    assert result_of(client, own, "Solbakken barnehage", 404) == told
    assert ask(client, f"{SURVEYS}{own.pk}/grupper/", 404) == told
    assert ask(client, f"{SURVEYS}{survey.pk}/grupper/{10**30}/", 404) == told
    assert ask(client, "/api/finnes-ikke/", 404) == told


def test_a_county_that_is_not_there_is_said_to_be_so_in_the_api_as_in_the_files(client: Client, world: World) -> None:
    told = {"detail": "Fylke eller år i adressen finnes ikke. Skriv for eksempel ?fylke=trondelag&aar=2025."}
    assert ask(client, "/api/apne-data/tildelinger/?fylke=atlantis", 404) == told
    assert client.get("/apne-data/tildelinger.json?fylke=atlantis").json() == told
    assert ask(client, f"/api/apne-data/tildelinger/?fylke={world.county.slug}")["count"] == 0


def test_whoever_tries_to_write_is_told_that_one_only_reads(world: World, client: Client) -> None:
    client.force_login(world.people["eva"])
    for answer in (client.post(SURVEYS), client.delete("/api/finnes-ikke/"), client.put("/api/apne-data/tiltak/")):
        assert answer.json() == {"detail": "Gjennom API-et kan du bare lese. Bruk GET."}
        assert (answer.status_code, answer["Allow"]) == (405, "GET")


def test_what_cannot_be_asked_is_named(world: World, client: Client, survey: Survey) -> None:
    client.force_login(world.people["eva"])
    told = {"detail": "Verdien av level, page kan ikke brukes. Se /api/openapi.json for hva som går an."}
    assert ask(client, f"{SURVEYS}{survey.pk}/grupper/?page=0&level=verden", 422) == told


def test_surveys_are_listed_once_they_are_counted(world: World, client: Client, survey: Survey) -> None:
    asked_survey(world)
    client.force_login(world.people["kari"])
    found = ask(client, SURVEYS)
    assert (found["count"], found["pages"], [each["id"] for each in found["items"]]) == (1, 1, [str(survey.pk)])
    assert (found["items"][0]["smallest_group"], found["items"][0]["sha256"]) == (5, survey.release.sha256)
    assert ask(client, f"{SURVEYS}?page=2")["items"] == []


def test_groups_come_by_name_and_no_others_than_one_may_see(world: World, client: Client, survey: Survey) -> None:
    client.force_login(world.people["pia"])
    assert names_of(client, survey) == [
        "Fosen",
        "Havhesten barnehage",
        "Inderøy (hele kommunen)",
        "Innherred",
        "Opphaug skole",
        "Trøndelag",
        "Ørland (hele kommunen)",
        "Ørland kommune",
    ]
    assert names_of(client, survey, level="network") == ["Fosen", "Innherred"]
    assert names_of(client, survey, name="havhest") == ["Havhesten barnehage"]


def test_groups_come_in_norwegian_order(world: World, client: Client) -> None:
    for old, name in (("Opphaug skole", "Ås skole"), ("Havhesten barnehage", "Ærlia barnehage")):
        unit = world.organisation(old)
        unit.name = name
        unit.save()
    invited = {name: {Layer.STAFF: 12} for name in ("Opphaug skole", "Havhesten barnehage")}
    survey = frozen_survey(world, who="eva", party="Trøndelag", invited=invited)
    client.force_login(world.people["pia"])
    assert names_of(client, survey, level="unit") == ["Ærlia barnehage", "Ås skole"]


def test_a_result_is_what_was_frozen(world: World, client: Client, survey: Survey) -> None:
    client.force_login(world.people["kari"])
    found = result_of(client, survey, "Solbakken barnehage")
    frozen = ReleasedGroup.objects.get(pk=found["group"]["id"]).figures
    assert (found["answered"], found["invited"], found["hidden"]) == (17, 17, "")
    assert {each["key"]: _frozen(each["figure"]) for each in found["areas"]} == frozen["scales"]
    answers = {each["key"]: sum(answer["number"] for answer in each["answers"]) for each in found["statements"]}
    assert answers == {key: item["n"] if item else 0 for key, item in frozen["items"].items() if key in answers}
    assert [each["name"] for each in found["areas"][0]["beside"]] == ["Inderøy kommune", "Trøndelag"]
    assert [each["name"] for each in found["part_of"]] == [
        "Inderøy kommune",
        "Inderøy (hele kommunen)",
        "Innherred",
        "Trøndelag",
    ]


def test_a_hidden_group_says_why_and_nothing_else(world: World, client: Client, survey: Survey) -> None:
    client.force_login(world.people["pia"])
    found = result_of(client, survey, "Opphaug skole")
    assert found["hidden"].startswith("Skjermet: Enten svarte færre enn 5")
    assert (found["answered"], found["invited"]) == (None, None)
    assert [found[name] for name in ("areas", "statements", "choices", "layers", "words")] == [[]] * 5


def test_the_root_leads_to_the_description(client: Client) -> None:
    assert client.get("/api/").headers["Location"] == "/api/openapi.json"
    assert client.get("/api/openapi.json").json()["openapi"] == "3.1.0"


# -- What the description promises is true, whatever is asked -----------------------------------------


@contextmanager
def one_connection() -> Iterator[None]:
    """A request does not end the test's own connection. Django's client sees to the same."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


PATHS = (
    *(f"{SURVEYS}{each}" for each in ("", "{survey}/grupper/", "{survey}/grupper/{group}/")),
    *("/api/rapporter/", "/api/tildelinger/"),
    *(f"/api/apne-data/{slug}/" for slug in DATASETS),
)


def test_every_address_of_the_description_is_tried(client: Client) -> None:
    assert set(client.get("/api/openapi.json").json()["paths"]) == set(PATHS)


@pytest.fixture
def key(world: World) -> Iterator[dict[str, str]]:
    """The case officer's, whose minute never ends: there are more calls in it than a program may make."""
    now = timezone.localtime()
    wanted = Wanted("Prøven", Role.CASE_OFFICER, world.county.pk, tuple(Scope), now.date() + timedelta(days=2))
    secret = make_token(wanted, actor=world.act("eva", now), at=now)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(token_queries, "MOST_A_MINUTE", 1_000_000)
        yield {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_described(client: Client, survey: Survey, key: dict[str, str], path: str) -> None:
    calls = 40 if path.startswith(SURVEYS) else 10
    assert 200 in answers_to(client, survey, path, calls=calls, headers=key)


@pytest.mark.soak
@pytest.mark.parametrize("path", PATHS)
def test_ten_thousand_answers_are_as_described(
    world: World, client: Client, survey: Survey, key: dict[str, str], path: str
) -> None:
    """A tenth of the calls to each address, when the year is over."""
    world.carry("approve")
    assert 200 in answers_to(client, survey, path, calls=10_000 // len(PATHS), headers=key)


def answers_to(client: Client, survey: Survey, path: str, *, calls: int, **who: Any) -> set[int]:
    """What was answered, when every answer was found to be as the description says."""
    import schemathesis  # a quarter of a second to load, for the one process that asks

    described = schemathesis.openapi.from_dict(_with_examples(client.get("/api/openapi.json").json(), survey))
    described.app = get_wsgi_application()
    cases = described[path]["GET"].as_strategy()
    there = set()

    @examples(max_examples=calls, deadline=None)
    @given(cases)
    def try_one(case: "schemathesis.Case[Any]") -> None:
        there.add(case.call_and_validate(**who).status_code)

    with one_connection():
        try_one()
    return there


def _with_examples(found: Any, survey: Survey) -> Any:
    """The description, where the survey and its groups are the only ones to ask about: others are seldom there."""
    groups = ReleasedGroup.objects.filter(release__survey=survey).values_list("pk", flat=True)
    there = {"survey": [str(survey.pk)], "group": list(groups)}
    for path in found["paths"].values():
        for each in path["get"].get("parameters", ()):
            if each["name"] in there:
                each["schema"]["enum"] = there[each["name"]]
    return found


def _frozen(figure: Any) -> Any:
    return figure and {"n": figure["n"], "mean": figure["mean"], "sd": figure["spread"]}
