"""The children's picture beside the staff's: agreement and difference in words, and hidden stays hidden."""

from datetime import date
from fractions import Fraction

import pytest
from django.utils.translation import override

from laget.base.audit.models import Entry
from laget.need.surveys.models import ReleasedGroup
from laget.need.surveys.reading import INSTRUMENTS, read_instrument
from laget.need.voices.actions import plan_theme
from laget.need.voices.comparing import Leaning, Picture, Row, Seen, compare, hidden, staff_pictures
from laget.need.voices.drawing import LEFT, RIGHT, draw
from laget.need.voices.evidence import evidence_at
from laget.need.voices.models import Listening
from laget.need.voices.pages import rows_for
from laget.need.voices.said import Said
from laget.need.voices.tests.scene import begin, close, hear, staff_answer
from laget.need.voices.themes import INSTRUMENT, THEMES
from testing.people import AUTUMN, World


def at(level: str) -> Picture:
    return Picture(Seen.SHOWN, level, Fraction(level))


@pytest.mark.parametrize(
    ("staff", "children", "says", "leaning"),
    [
        ("0.8", "0.9", "Likt: Både barna og de voksne ser at det er godt.", Leaning.KEEP),
        ("0.3", "0.4", "Likt: Både barna og de voksne ser at det ikke er godt nok.", Leaning.CHANGE),
        ("0.5", "0.5", "Likt: Både barna og de voksne ser litt av hvert.", Leaning.CHANGE),
        ("0.9", "0.7", "Ulikt: Barna har det mindre godt enn de voksne ser.", Leaning.CHANGE),
        ("0.4", "0.6", "Ulikt: Barna har det bedre enn de voksne ser.", Leaning.LOOK_CLOSER),
        ("0.1", "0.3", "Ulikt: Barna har det bedre enn de voksne ser.", Leaning.CHANGE),
    ],
)
def test_agreement_and_difference_in_plain_words(staff: str, children: str, says: str, leaning: Leaning) -> None:
    row = compare({"access": at(staff)}, {"access": at(children)})[0]
    assert (row.verdict, row.leaning) == (says, leaning)


def test_without_the_staff_only_the_children_are_told_of() -> None:
    row = compare({"access": hidden()}, {"access": at("0.9")})[0]
    assert row.verdict == "Barna har det godt. De voksnes svar er skjermet."


def test_what_is_hidden_of_the_children_points_to_nothing() -> None:
    row = compare({"access": at("0.9")}, {"access": hidden()})[0]
    assert (row.children.words, row.leaning) == ("Skjermet", Leaning.NOTHING)


def test_every_theme_is_a_facet_or_an_aspect_that_the_staff_answer_about() -> None:
    instrument = read_instrument(INSTRUMENTS / f"{INSTRUMENT}.toml")
    scales = {scale.key for scale in instrument.scales}
    aspects = {aspect for item in instrument.items() for aspect in item.aspects}
    assert {theme.key for theme in THEMES.values() if theme.of == "aspect"} == aspects
    facets = {theme.key for theme in THEMES.values() if theme.of == "facet"}
    assert scales - facets == {"vision", "resources", "leadership"}
    assert facets - scales == set()


def test_the_drawing_puts_both_on_a_line_from_edge_to_edge() -> None:
    rows = compare({"access": at("0"), "support": hidden()}, {"access": at("1"), "support": hidden()})
    lines = draw(rows).lines
    assert [(line.title, line.staff, line.children) for line in lines] == [
        ("Å komme til og ha det godt i rommene", LEFT, RIGHT)
    ]


# -- With a survey that was counted ---------------------------------------------------------------------


def solbakken(world: World, staff: int) -> Listening:
    staff_answer(world, staff)
    listening = begin(world)
    hear(world, listening, Said(8, 1, 1, 6))
    hear(world, listening, Said(9, 7, 2, 0), theme="access")
    hear(world, listening, Said(3, 0, 0, 3), theme="support")
    return close(world, listening)


def seen_by(world: World, name: str, listening: Listening) -> dict[str, Row]:
    with override("nb"):
        return {row.theme.key: row for row in rows_for(world.act(name), listening)[1]}


@pytest.mark.django_db
def test_those_who_work_there_see_counts_and_the_owner_sees_bands(world: World) -> None:
    listening = solbakken(world, 12)
    knut, ola = seen_by(world, "knut", listening), seen_by(world, "ola", listening)
    assert knut["community"].staff.words == ola["community"].staff.words == "4,5 av 5"
    assert knut["community"].children.words == "Godt: 1. Litt av hvert: 1. Ikke godt: 6"
    assert ola["community"].children.words == "5–9 barn: ikke godt"
    assert knut["community"].verdict == "Ulikt: Barna har det mindre godt enn de voksne ser."
    assert ola["community"].verdict == knut["community"].verdict
    assert ola["access"].verdict == "Likt: Både barna og de voksne ser at det er godt."
    assert (knut["support"].children.words, ola["support"].children.words) == (
        "Godt: 0. Litt av hvert: 0. Ikke godt: 3",
        "Skjermet",
    )


@pytest.mark.django_db
def test_a_staff_result_that_is_hidden_stays_hidden(world: World) -> None:
    listening = solbakken(world, 4)
    assert not ReleasedGroup.objects.filter(level="unit", layer="", shown=True).exists()
    for name in ("kari", "ola"):
        assert {row.staff.words for row in seen_by(world, name, listening).values()} == {"Skjermet"}


@pytest.mark.django_db
def test_one_hidden_facet_is_hidden_among_the_others(world: World) -> None:
    """Where everyone answered alike, the survey shows nothing; and an aspect needs most of its statements."""
    listening = solbakken(world, 12)
    group = ReleasedGroup.objects.get(level="unit", layer="")
    group.figures["scales"]["access"] = None
    pictures = staff_pictures(group)
    assert (pictures["access"].words, pictures["support"].words) == ("Skjermet", "4,5 av 5")
    items = [item.key for item in group.release.survey.stored.instrument.items() if "community" in item.aspects]
    for key in items[: len(items) // 2 + 1]:
        group.figures["items"][key] = None
    assert staff_pictures(group)["community"].words == "Skjermet"
    assert listening.released["access"]["fifth"] == 4


@pytest.mark.django_db
def test_without_a_survey_the_children_stand_alone(world: World) -> None:
    listening = begin(world)
    hear(world, listening, Said(8, 1, 1, 6))
    row = seen_by(world, "kari", listening)["community"]
    assert (row.staff.words, row.verdict) == (
        "Ikke kartlagt",
        "Barna har det ikke godt. De voksne har ikke svart ennå.",
    )


@pytest.mark.django_db
def test_the_assessment_can_take_on_bands_and_plan_and_nothing_else(world: World) -> None:
    listening = solbakken(world, 12)
    texts = {"keep": "", "change": "En voksen er alltid i sandkassa.", "who": "Pedagogisk leder", "sign": "Alle leker."}
    plan_theme(
        listening.pk, theme="community", texts=texts, due=date(2025, 3, 1), revision=0, actor=world.act("kari"),
        at=AUTUMN,
    )  # fmt: skip
    with override("nb"):
        [(found, evidence)] = evidence_at(world.act("kari"), listening.unit_id)
        assert evidence_at(world.act("per"), listening.unit_id) == []
    assert found == listening
    about = {each.text: each.figure for each in evidence}
    assert about == {
        "Å ha noen å være sammen med": (
            "5–9 barn: ikke godt. De voksne: 4,5 av 5. Ulikt: Barna har det mindre godt enn de voksne ser."
        ),
        "Å ha noen å være sammen med: planen": (
            "Vi endrer: En voksen er alltid i sandkassa. Hvem: Pedagogisk leder, innen 1. mars 2025. "
            "Slik ser vi det: Alle leker."
        ),
        "Å komme til og ha det godt i rommene": (
            "5–9 barn: godt. De voksne: 4,5 av 5. Likt: Både barna og de voksne ser at det er godt."
        ),
    }
    staff = ReleasedGroup.objects.get(level="unit", layer="").release
    assert {each.title for each in evidence} == {"Barnets stemme, 4. november 2024–20. desember 2024"}
    assert {each.sha256 for each in evidence} == {listening.fingerprint}
    assert staff.sha256[:16] in evidence[0].where
    closed = Entry.objects.get(about=str(listening.pk), act="close")
    assert closed.detail["sha256"] == listening.fingerprint
