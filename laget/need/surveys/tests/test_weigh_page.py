"""What a phone has to fetch to answer the longest survey: under 60 kB, with nothing packed."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.languages import LANGUAGES
from laget.need.surveys.library import store_shipped
from laget.need.surveys.models import StoredInstrument
from testing.collecting import codes_of, opened, unit_of
from testing.people import World

MOST_BYTES = 60_000
FETCHED = re.compile(r'<(?:link|script|img|source)[^>]* (?:href|src)="([^"]+)"')


def weight(page: bytes) -> int:
    """The page and every file that it links to, and every file that those link to."""
    files = FETCHED.findall(page.decode())
    assert len(files) >= 4  # the icon, two style sheets and a script
    contents = [_static(file) for file in files]
    assert not any(b"url(" in each or b"@import" in each for each in contents)
    return len(page) + sum(len(each) for each in contents)


def _static(address: str) -> bytes:
    path = finders.find(address.removeprefix("/static/"))
    assert path, address
    return Path(str(path)).read_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize("instrument", ["competence_map", "inclusive_practice", "standpoint_ppt"])
def test_a_whole_survey_weighs_under_60_kb_in_every_language(world: World, instrument: str) -> None:
    survey = opened(world, instrument=instrument, asked={"Solbakken barnehage": {Layer.LEADERS: 1}})
    code = codes_of(unit_of(survey), Layer.LEADERS)[0]
    weights = [weight(Client().post(f"/svar/?sprak={each}", {"code": code}).content) for each in LANGUAGES]
    assert max(weights) < MOST_BYTES, weights


@pytest.mark.django_db
def test_every_shipped_instrument_is_among_those_weighed_or_shorter(world: World) -> None:
    store_shipped(at=timezone.now())
    longest = max(StoredInstrument.objects.all(), key=lambda each: len(each.instrument.items()))
    assert longest.key == "competence_map"
