"""A round is opened once, by the one who may, under the regulation in force when its awards are decided."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from laget.base.audit.models import Entry
from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file, open_round
from laget.base.cycle.models import Round, RuleSet
from laget.base.cycle.problems import CountyFileProblem, RoundProblem
from laget.base.cycle.reading import COUNTIES, parse_county_file
from testing.people import AUTUMN, World

FILE = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8")
NEXT_AUTUMN = AUTUMN + timedelta(days=365)


def test_the_round_of_2025_is_under_the_regulation_of_2021(world: World) -> None:
    rules = world.round.rules
    assert (rules.regulation, rules.max_years) == ("FOR-2021-01-26-230", 3)
    assert [criterion.key for criterion in rules.criteria] == ["need", "workplace", "partnership", "interdisciplinary"]
    assert rules.partners == ("university",)


def test_the_round_of_2026_is_under_the_new_regulation(world: World) -> None:
    opened = open_round(world.county, year=2026, actor=world.act("eva", NEXT_AUTUMN), at=NEXT_AUTUMN)
    assert opened.rules.key == "kollektiv-kompetanseutvikling-2026"
    assert opened.rules.valid_from.isoformat() == "2026-01-01"
    assert opened.rules.partners == ("university", "vocational_college")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_the_same_year_at_once_one_is_told_that_it_is_opened(world: World) -> None:
    def open_next(name: str) -> str:
        try:
            return str(open_round(world.county, year=2026, actor=world.act(name, NEXT_AUTUMN), at=NEXT_AUTUMN))
        except RoundProblem as problem:
            return str(problem)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        said = sorted(pool.map(open_next, ["eva", "ada"]))
    assert said == ["Runden for 2026 er allerede åpnet.", "Trøndelag 2026"]


@pytest.mark.parametrize(("day", "key"), [
    ("2021-01-26", "lokal-kompetanseutvikling-2021"),
    ("2025-12-31", "lokal-kompetanseutvikling-2021"),
    ("2026-01-01", "kollektiv-kompetanseutvikling-2026"),
])  # fmt: skip
def test_one_regulation_is_in_force_at_a_time(day: str, key: str) -> None:
    file = parse_county_file(FILE)
    decided = file.deadline("tilsagn", 2025).last.fromisoformat(day)
    assert [rules.key for rules in file.rule_sets if rules.in_force(decided)] == [key]


def test_a_round_keeps_the_rules_it_was_opened_under(world: World) -> None:
    changed = FILE.replace('by = "04-15"', 'by = "05-02"')
    load_county_file(changed, county=world.county, by=SYSTEM, at=AUTUMN + timedelta(days=1))
    again = Round.objects.get(pk=world.round.pk)
    assert again.deadline("tilsagn").last.isoformat() == "2025-04-15"
    later = open_round(world.county, year=2026, actor=world.act("eva", NEXT_AUTUMN), at=NEXT_AUTUMN)
    assert later.deadline("tilsagn").last.isoformat() == "2026-05-02"


def test_the_same_file_twice_is_loaded_once(world: World) -> None:
    before, loads = RuleSet.objects.count(), Entry.objects.filter(act="load").count()
    load_county_file(FILE, county=world.county, by=SYSTEM, at=NEXT_AUTUMN)
    assert RuleSet.objects.count() == before == 2
    assert Entry.objects.filter(act="load").count() == loads == 1


def test_a_file_that_was_loaded_before_comes_into_use_again(world: World) -> None:
    changed = FILE.replace('by = "04-15"', 'by = "05-02"')
    for days, text in ((1, changed), (2, FILE)):
        load_county_file(text, county=world.county, by=SYSTEM, at=AUTUMN + timedelta(days=days))
    later = open_round(world.county, year=2026, actor=world.act("eva", NEXT_AUTUMN), at=NEXT_AUTUMN)
    assert later.deadline("tilsagn").last.isoformat() == "2026-04-15"
    assert Entry.objects.filter(act="load").count() == 3


def test_the_file_of_another_county_is_refused(world: World) -> None:
    oslo = FILE.replace('code = "50"\nname = "Trøndelag"', 'code = "03"\nname = "Oslo"')
    with pytest.raises(CountyFileProblem, match=re.escape("Fila er for Oslo (03), ikke for Trøndelag (50).")):
        load_county_file(oslo, county=world.county, by=SYSTEM, at=NEXT_AUTUMN)


@pytest.mark.parametrize(("year", "says"), [
    (2025, "Runden for 2025 er allerede åpnet."),
    (2031, (
        "Fylkesfila sier ikke noe om 2031. Årene i den er 2024, 2025 og 2026. "
        "Et nytt år legges til i fila, under [years.2031], og den lastes inn på nytt."
    )),
])  # fmt: skip
def test_a_round_that_cannot_be_opened_says_why(world: World, year: int, says: str) -> None:
    with pytest.raises(RoundProblem) as problem:
        open_round(world.county, year=year, actor=world.act("eva"), at=AUTUMN)
    assert str(problem.value) == says


@pytest.mark.parametrize("name", ["kari", "ola", "nina", "tom", "siri", "arne", "dag"])
def test_only_the_case_officer_and_the_administrator_open_one(world: World, name: str) -> None:
    with pytest.raises(PermissionDenied):
        open_round(world.county, year=2026, actor=world.act(name), at=AUTUMN)


@pytest.mark.parametrize("year", ["", "i fjor", "²025", "-1", "99999999999999999999"])
def test_a_year_that_is_none_is_answered_kindly(world: World, client: Client, year: str) -> None:
    client.force_login(world.people["eva"])
    answer = client.post("/aar/fylke/trondelag/ny/", {"year": year}, follow=True)
    assert answer.status_code == 200
    assert f"«{year[:20]}» er ikke et årstall. Skriv for eksempel 2026." in answer.content.decode()
    assert Round.objects.count() == 1
