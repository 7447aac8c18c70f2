"""The year wheel: drawn right, with each name along its arc, and a table that says the same."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import Settings

from laget.base.cycle.actions import set_demo_day
from laget.base.cycle.queries import occasions, rule_sets_of
from laget.base.cycle.wheel import wheel_of
from testing.people import World

SVG = "{http://www.w3.org/2000/svg}"


def drawing(text: str) -> ET.Element:
    """The wheel on a page, read as strictly as XML is."""
    found = re.search(r'<svg class="drawing" viewBox="0 0 640 640".*?</svg>', text, re.DOTALL)
    assert found
    return ET.fromstring(found[0].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 -- our own page


@pytest.fixture
def page(world: World, client: Client, settings: Settings) -> str:
    settings.PICK_PERSON = True
    set_demo_day(date(2025, 3, 1), person=None)
    return client.get("/").content.decode()


def test_every_date_of_the_year_is_drawn_with_its_name_along_an_arc(world: World, page: str) -> None:
    wheel = drawing(page)
    lines = {path.get("id"): path.get("d") or "" for path in wheel.iter(f"{SVG}path") if path.get("id")}
    names = {(text.get("href") or "").lstrip("#"): text.text or "" for text in wheel.iter(f"{SVG}textPath")}
    assert names.keys() == lines.keys()
    assert all(re.fullmatch(r"M[\d.]+ [\d.]+A[\d.]+ [\d.]+ 0 [01] [01] [\d.]+ [\d.]+", line) for line in lines.values())
    drawn = [name for id, name in names.items() if not id.startswith("month")]
    found = occasions(rule_sets_of(world.county), 2025)
    assert sorted(drawn) == sorted(each.rule.short for each in found)
    assert [name for id, name in names.items() if id.startswith("month")][:3] == ["jan", "feb", "mar"]


def test_at_the_end_of_a_year_what_comes_next_is_in_the_next(world: World, client: Client, settings: Settings) -> None:
    settings.PICK_PERSON = True
    set_demo_day(date(2025, 12, 31), person=None)
    following = occasions(rule_sets_of(world.county), 2026)
    assert [each.rule.title for each in client.get("/").context["next"]] == [each.rule.title for each in following[:3]]


def test_names_on_a_ring_never_lie_over_each_other(world: World) -> None:
    for year in (2024, 2025, 2026):
        wheel = wheel_of(occasions(rule_sets_of(world.county), year), county="x", year=year, today=date(year, 1, 1))
        for style in {band.style for band in wheel.bands}:
            starts = [band.shape for band in wheel.bands if band.style == style]
            assert len(set(starts)) == len(starts)


def test_a_name_on_the_lower_half_is_turned_so_that_it_can_be_read(world: World) -> None:
    wheel = wheel_of([], county="x", year=2025, today=date(2025, 1, 1))
    sweep = {month.name: month.line.split()[-3] for month in wheel.months}
    assert [n for n, month in enumerate(wheel.months, start=1) if sweep[month.name] == "0"] == [4, 5, 6, 7, 8, 9]


def test_the_drawing_is_named_and_described_and_has_no_style_of_its_own(page: str) -> None:
    wheel = drawing(page)
    assert wheel.get("role") == "img"
    ids = (wheel.get("aria-labelledby") or "").split()
    described = {part.get("id"): part.text or "" for part in wheel if part.get("id") in ids}
    assert described[ids[0]] == "Årshjulet for 2025"
    assert "Vedtak og tilsagnsbrev fra Statsforvalteren: 15. april 2025." in described[ids[1]]
    assert not [part for part in wheel.iter() if part.get("style")]


def test_the_table_beside_says_the_same(world: World, page: str) -> None:
    table = page[page.index("Datoene i 2025") :]
    for each in occasions(rule_sets_of(world.county), 2025):
        assert each.rule.title in table


def test_today_is_marked_in_its_own_year_alone(world: World) -> None:
    assert wheel_of([], county="x", year=2025, today=date(2025, 3, 1)).today is not None
    assert wheel_of([], county="x", year=2025, today=date(2026, 3, 1)).today is None
