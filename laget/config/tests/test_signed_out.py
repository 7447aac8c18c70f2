"""Nobody loses what they have written because they were signed out while they wrote it."""

import re

import pytest
from django.test import Client

from laget.base.accounts.models import Session
from laget.need.assessments.models import Assessment
from testing.people import World


@pytest.fixture
def kari(world: World) -> Client:
    client = Client()
    client.force_login(world.people["kari"])
    return client


def test_what_kari_wrote_when_she_had_been_signed_out_is_given_back_and_saved(kari: Client, world: World) -> None:
    world.carry("ask_owners")
    document = Assessment.objects.get(subject__name="Solbakken barnehage")
    page, typed = f"/dokument/{document.pk}/skjema/need/", "Vi trenger å kunne mer om språk, og om barn som strever."
    answers = {"need": typed, "revision": str(document.revision), "page": "tab"}
    Session.objects.all().delete()  # she signed out in another tab

    by_itself = kari.post(page, answers, headers={"HX-Request": "true"})
    assert (by_itself.status_code, b"Ikke lagret." in by_itself.content) == (403, True)
    assert b"<html" not in by_itself.content  # it is shown in one line beside what she writes

    kept = kari.post(page, answers)
    given_back = dict(re.findall(r'<textarea hidden name="([^"]+)">([^<]*)<', kept.content.decode()))
    assert (kept.status_code, given_back) == (403, answers)
    kari.force_login(world.people["kari"])  # in a new tab
    assert kari.post(page, given_back).status_code == 302
    document.refresh_from_db()
    assert document.answers["need"] == typed


def test_an_act_of_someone_who_was_signed_out_can_be_tried_again(world: World) -> None:
    answer = Client().post(f"/behovsmelding/runde/{world.round.pk}/spor/{world.parties['Innherred'].pk}/")
    assert (answer.status_code, "Prøv igjen" in answer.content.decode()) == (403, True)
    assert "Det du gjorde, er ikke gjort ennå." in answer.content.decode()
