"""The page of a result, and the same to take away: equal figures, and nothing of what is hidden."""

import csv
import io
import re
from datetime import date
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from laget.base.ui.templatetags.ui import decimals
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import ReleasedGroup, Survey
from testing.pdf import text_of_pdf
from testing.people import World
from testing.surveys import INDEROY, frozen_survey

pytestmark = pytest.mark.django_db


def group_of(survey: Survey, name: str, layer: str = "") -> ReleasedGroup:
    return ReleasedGroup.objects.get(release__survey=survey, name=name, layer=layer, sector="", kind="")


def read(client: Client, survey: Survey, group: ReleasedGroup | None = None, kind: str = "") -> bytes:
    address = f"/kartlegging/{survey.pk}/resultat/?som={kind}" + (f"&gruppe={group.pk}" if group else "")
    answer = client.get(address)
    assert answer.status_code == 200
    return bytes(answer.content)


def test_a_leader_comes_first_to_the_result_of_the_unit(world: World, client: Client) -> None:
    survey = frozen_survey(world)
    client.force_login(world.people["kari"])
    page = read(client, survey).decode()
    assert '<h1 class="ds-heading" data-size="lg">Solbakken barnehage</h1>' in page
    assert "17 av 17 svarte." in page
