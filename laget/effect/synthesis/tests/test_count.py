"""Twenty municipalities' project descriptions: what a synthesis says, each number counted apart from the code."""

import io
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django import DjangoDbBlocker

from laget.base.questions.models import Document
from laget.effect.synthesis.actions import Selection, make_synthesis
from laget.effect.synthesis.models import Synthesis
from laget.effect.synthesis.picture import Picture, picture_of
from testing.people import AUTUMN, World, build_world
from testing.syntheses import NAMES, describe

Said = Mapping[str, Mapping[str, Any]]
LABELS = {
    "uh": {"agreed": "Ja, vi har en avtale", "talking": "Vi er i dialog", "no": "Nei, ikke ennå"},
    "uses": {
        "units": "Tiltak i barnehager og skoler",
        "analysis": "Utvidet analyse og kartlegging",
        "coordinator": "Lønn til koordinator",
    },
    "target_groups": {
        "kindergarten": "Ansatte i barnehage",
        "school": "Ansatte i skole",
        "sfo": "Ansatte i SFO",
        "ppt": "Ansatte i PPT",
        "leaders": "Ledere",
    },
}


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, Said, Synthesis]]:
    """The secretary's synthesis of all twenty."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        said = describe(world)
        chosen = Selection("plan_description", "Slik begynner kommunene")
        yield world, said, make_synthesis(world.forum, selection=chosen, actor=world.act("arne"), at=AUTUMN)
        transaction.set_rollback(True)


def shown(picture: Picture) -> dict[str, Any]:
    return {piece["question"]: piece for section in picture.content["sections"] for piece in section["pieces"]}


def seen_by(made: tuple[World, Said, Synthesis], name: str = "arne") -> dict[str, Any]:
    world, _said, synthesis = made
    return shown(picture_of(synthesis, world.act(name)))


def test_every_closed_question_is_counted(made: tuple[World, Said, Synthesis], db: None) -> None:
    pieces, (_world, said, _synthesis) = seen_by(made), made
    for question, labels in LABELS.items():
        right = {
            label: sum(key in ([a[question]] if isinstance(a[question], str) else a[question]) for a in said.values())
            for key, label in labels.items()
        }
        counted = {row[0]: row[1] for row in pieces[question]["rows"] if row[1]}
        assert counted == {label: n for label, n in right.items() if n}, question
        for label, n in right.items():
            assert not n or f"«{label}» ({n} av 20)" in " ".join(pieces[question]["sentences"]), label


def test_the_numbers_are_summed_and_the_middle_is_the_middle(made: tuple[World, Said, Synthesis], db: None) -> None:
    pieces, (_world, said, _synthesis) = seen_by(made), made
    for question in ("units_public", "units_private"):
        right = [int(answers[question]) for answers in said.values() if answers[question]]
        middle = int(median(right) + 0.5)
        assert pieces[question]["rows"] == [["Til sammen", sum(right)], ["Det midterste svaret", middle]], question
        assert f"({len(right)} av 20)" in pieces[question]["sentences"][0] or len(right) == 20


def test_it_says_the_kind_of_thing_that_a_person_would_say(made: tuple[World, Said, Synthesis], db: None) -> None:
    pieces, (_world, said, _synthesis) = seen_by(made), made
    assert pieces["situation"]["sentences"] == ["Alle 20 har skrevet om dette."]
    assert pieces["target_more"]["sentences"] == ["Noen (2 av 20) har skrevet om dette."]
    assert "De fleste svarer «Bidrar ved behov» (19 av 20)." in pieces["statped"]["sentences"]
    assert "Én svarer «Fast partner» (1 av 20)." in pieces["statped"]["sentences"]
    years = [answers["phases.00000001.end"][:4] for answers in said.values()]
    assert {row[0]: row[1] for row in pieces["phases.end"]["rows"]} == {year: years.count(year) for year in set(years)}
    last = max(years)
    assert f"den siste er 30. juni {last}" in pieces["phases.end"]["sentences"][1]
    assert {row[0]: row[1] for row in pieces["selection.network"]["rows"]} == {"Innherred": 10, "Fosen": 10}


def test_themes_are_found_by_the_words_of_the_list_and_nothing_else(
    made: tuple[World, Said, Synthesis], db: None
) -> None:
    world, said, synthesis = made
    synthesis.themes = [["Autisme", ["autis"]], ["Språk", ["språk"]], ["Ingen", ["månefart"]]]
    piece = shown(picture_of(synthesis, world.act("arne")))["themes"]
    texts = {name: " ".join(str(each) for each in answers.values()).lower() for name, answers in said.items()}
    right = {"Autisme": sum("autis" in text for text in texts.values())}
    right["Språk"] = sum(" språk" in text for text in texts.values())
    assert {row[0]: row[1] for row in piece["rows"]} == {name: n for name, n in right.items() if n}


def test_what_stands_out_is_named_to_those_who_read_it_all(made: tuple[World, Said, Synthesis], db: None) -> None:
    world, _said, synthesis = made
    found = picture_of(synthesis, world.act("arne")).inner["outstanding"]
    assert {(each["whose"], each["label"]) for each in found} >= {
        (NAMES[0], "Hvilken rolle har Statped?"),
        (NAMES[4], "Hvor mange offentlige er med?"),
    }
    assert [each["said"] for each in found if each["whose"] == NAMES[4] and "400" in each["said"]] != []


def test_a_network_has_its_own_and_the_filters_narrow_it(made: tuple[World, Said, Synthesis], db: None) -> None:
    world, _said, _synthesis = made
    innherred = world.parties["Innherred"]
    chosen = Selection("plan_description", "Innherred", {"year": "2025"})
    of_network = make_synthesis(innherred, selection=chosen, actor=world.act("nina"), at=AUTUMN)
    picture = picture_of(of_network, world.act("nina"))
    assert sorted(each["whose"] for each in picture.content["sources"]) == sorted(NAMES[1::2])
    one = Selection("plan_description", "Én", {"owner": str(Document.objects.get(subject__name=NAMES[3]).subject_id)})
    of_one = make_synthesis(innherred, selection=one, actor=world.act("nina"), at=AUTUMN)
    assert [each["whose"] for each in picture_of(of_one, world.act("nina")).content["sources"]] == [NAMES[3]]
    out = Document.objects.get(subject__name=NAMES[3], kind="plan_description").pk
    without = Selection("plan_description", "Uten", left_out=[out])
    fewer = make_synthesis(innherred, selection=without, actor=world.act("nina"), at=AUTUMN)
    assert picture_of(fewer, world.act("nina")).content["n"] == 9


def test_it_takes_as_many_queries_whatever_is_in_it(made: tuple[World, Said, Synthesis], db: None) -> None:
    world, _said, synthesis = made
    arne = world.act("arne")
    picture_of(synthesis, arne)
    numbers = []
    for out in (range(19), range(17), range(0)):
        synthesis.left_out.set(Document.objects.filter(subject__name__in=[NAMES[i] for i in out]))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            picture_of(synthesis, arne)
        numbers.append(len(queries))
    assert len(set(numbers)) == 1, numbers


def test_the_files_say_what_the_page_says(made: tuple[World, Said, Synthesis], db: None) -> None:
    world, said, synthesis = made
    client = Client()
    client.force_login(world.people["arne"])
    page = client.get(f"/oppsummeringer/{synthesis.pk}/")
    assert (page.status_code, "De fleste svarer «Bidrar ved behov» (19 av 20)." in page.content.decode()) == (200, True)
    book = load_workbook(io.BytesIO(client.get(f"/oppsummeringer/{synthesis.pk}/?som=xlsx").content))
    numbers = {(row[1], row[2]): row[4] for row in book["Tall"].iter_rows(min_row=2, values_only=True)}
    public = sum(int(answers["units_public"]) for answers in said.values())
    assert numbers["Hvor mange offentlige er med?", "Til sammen"] == public
    for file, begins in (("pdf", b"%PDF"), ("word", b"PK")):
        assert client.get(f"/oppsummeringer/{synthesis.pk}/?som={file}").content.startswith(begins)
