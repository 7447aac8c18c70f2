"""Numbers from elsewhere: typed, pasted or read from a file, whole or not at all. Masked is not zero."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from laget.base.actors.files import BadFile
from laget.base.audit.models import Entry
from laget.need.surveys.models import OtherSource
from laget.need.surveys.other_sources import read_rows, shown_number
from laget.need.surveys.result_actions import keep_source
from testing.people import AUTUMN, World
from testing.surveys import frozen_survey

PASTED = "Hva;Tall;Enhet\nTrives svært godt;62,5;prosent\nBlir hørt;;prosent\nHar opplevd mobbing;0;prosent\n"


def test_a_list_is_read_with_masked_apart_from_zero() -> None:
    assert read_rows(PASTED.encode(), name="") == [
        ("Trives svært godt", 62.5, "prosent"),
        ("Blir hørt", None, "prosent"),
        ("Har opplevd mobbing", 0.0, "prosent"),
    ]


@pytest.mark.parametrize("mark", ["", ".", ":", "*", "-", "–", "Skjermet"])
def test_every_way_of_masking_is_masked(mark: str) -> None:
    assert read_rows(f"Trives;{mark};prosent".encode(), name="") == [("Trives", None, "prosent")]


@pytest.mark.parametrize(
    ("number", "shown"), [(None, "skjermet"), (0.0, "0"), (62.5, "62,5"), (-1.25, "−1,25"), (12500.0, "12 500")]
)
def test_a_number_is_shown_as_people_write_it(number: float | None, shown: str) -> None:
    assert shown_number(number).replace("\u202f", " ").replace("\xa0", " ") == shown


def test_every_fault_is_said_with_its_line_and_column() -> None:
    with pytest.raises(BadFile) as bad:
        read_rows("Trives;mange;prosent\n;4;barn\nHørt;3,2;av 5;2024".encode(), name="")
    assert [str(fault) for fault in bad.value.faults] == [
        "Linje 1, tall: «mange» er ikke et tall. Skriv for eksempel 12,5. La det stå tomt når det er skjermet.",
        "Linje 2, hva: Skriv hva tallet gjelder.",
        "Linje 3: Det er flere enn tre deler. Skriv komma i tall og semikolon mellom delene.",
    ]


def posted(world: World, **changed: Any) -> dict[str, Any]:
    party = world.parties["Solbakken barnehage"].pk
    filled = {"party": party, "title": "Foreldreundersøkelsen", "source": "Udir", "dated": "2024-02-01"}
    return {**filled, "rows": PASTED, **changed}


@pytest.mark.django_db
def test_a_leader_pastes_numbers_and_they_stand_beside_the_result(world: World, client: Client) -> None:
    survey = frozen_survey(world)
    client.force_login(world.people["kari"])
    assert client.post("/kartlegging/kilder/ny/", posted(world)).status_code == 302
    kept = OtherSource.objects.get()
    assert (kept.party, kept.dated) == (world.parties["Solbakken barnehage"], date(2024, 2, 1))
    page = client.get(f"/kartlegging/{survey.pk}/resultat/").content.decode()
    for text in ("Foreldreundersøkelsen", ">62,5</td>", ">skjermet</td>", ">0</td>"):
        assert text in page
    text = client.get(f"/kartlegging/{survey.pk}/resultat/?som=csv").content.decode("utf-8-sig")
    assert "Andre kilder;Foreldreundersøkelsen – Blir hørt;Tall;skjermet" in text


@pytest.mark.django_db
def test_a_file_is_taken_in_whole_or_not_at_all(world: World, client: Client) -> None:
    client.force_login(world.people["kari"])
    bad = SimpleUploadedFile("tall.csv", "Trives;62,5;prosent\nHørt;nesten;prosent\n".encode())
    answer = client.post("/kartlegging/kilder/ny/", posted(world, rows="", file=bad))
    assert answer.status_code == 422
    assert "Linje 2, tall: «nesten» er ikke et tall." in answer.content.decode()
    assert not OtherSource.objects.exists()
    good = SimpleUploadedFile("tall.csv", b"Trives;62,5;prosent\n")
    assert client.post("/kartlegging/kilder/ny/", posted(world, rows="", file=good)).status_code == 302
    assert OtherSource.objects.get().rows == [["Trives", 62.5, "prosent"]]


@pytest.mark.django_db
def test_numbers_are_seen_by_those_they_concern_and_entered_by_their_leader(world: World, client: Client) -> None:
    kari = world.act("kari")
    unit = world.parties["Solbakken barnehage"].pk
    kept = keep_source(
        unit, title="T", source="S", dated=date(2024, 2, 1), rows=[("a", 1.0, "")], actor=kari, at=AUTUMN
    )
    seen = {}
    for who in ("kari", "knut", "ola", "nina", "eva", "pia", "ada"):
        client.force_login(world.people[who])
        seen[who] = client.get(f"/kartlegging/kilder/{kept.pk}/").status_code
    assert seen == {"kari": 200, "knut": 200, "ola": 200, "nina": 404, "eva": 404, "pia": 404, "ada": 404}
    for who in ("knut", "ola", "eva"):
        with pytest.raises(PermissionDenied):
            keep_source(unit, title="T", source="S", dated=date(2024, 2, 1), rows=[], actor=world.act(who), at=AUTUMN)


@pytest.mark.django_db
def test_deleting_leaves_a_trace_without_the_words(world: World, client: Client) -> None:
    client.force_login(world.people["kari"])
    client.post("/kartlegging/kilder/ny/", posted(world))
    kept = OtherSource.objects.get()
    client.force_login(world.people["ola"])
    assert client.post(f"/kartlegging/kilder/{kept.pk}/slett/").status_code == 404
    client.force_login(world.people["kari"])
    assert client.post(f"/kartlegging/kilder/{kept.pk}/slett/").status_code == 302
    assert not OtherSource.objects.exists()
    acts = Entry.objects.filter(about=str(kept.pk)).order_by("number").values_list("act", "detail")
    assert list(acts) == [("enter", {"rows": 3}), ("delete", {"rows": 3})]
