"""A form changed, one act at a time, and written out as the county file says it."""

import tomllib
from typing import Any

import pytest

from laget.base.county_forms.editing import (
    Change,
    changes,
    keyed,
    move_question,
    move_section,
    new_key,
    with_question,
    with_section,
    without_question,
    without_section,
)
from laget.base.county_forms.views import toml_of
from laget.base.cycle.form_checks import faults_in_form
from laget.base.cycle.form_shape import Form, Question, Section, ShownIf, Translation
from laget.base.cycle.reading import COUNTIES, read_county_file

FILE = read_county_file(COUNTIES / "trondelag.toml")
NEED = FILE.forms["behovsmelding"].holding_its_lists(FILE.lists)
MANNERS = (("talk", "Samtale"), ("visit", "Besøk", "Vitjing"))


def keys(form: Form, section: str) -> list[str]:
    return [question.key for each in form.sections if each.key == section for question in each.questions]


def faults(form: Form, kind: str = "behovsmelding") -> list[str]:
    return [f"{where}: {what}" for where, what in faults_in_form(form, kind=kind, read=["need"], lists=())]


def asked(key: str, type: Any = "text", **more: Any) -> Question:
    """As a form of the pages makes it: a choice gets its list afterwards."""
    return Question(key=key, type="text", label=f"{key.capitalize()}?").model_copy(update={"type": type, **more})


def test_a_question_is_added_moved_changed_and_taken_out() -> None:
    added = with_question(NEED, "cooperation", asked("manner", "choice"), {"options": MANNERS})
    assert keys(added, "cooperation") == ["dialogue", "statped", "private", "other_schemes", "manner"]
    assert added.lists["cooperation_manner_options"] == MANNERS
    up = move_question(added, "cooperation", "manner", up=True)
    assert keys(up, "cooperation")[-2:] == ["manner", "other_schemes"]
    other = with_question(up, "cooperation", asked("manner", "long_text"), {})
    assert "cooperation_manner_options" not in other.lists  # nobody chooses from it any longer
    assert without_question(other, "cooperation", "manner") == NEED
    assert changes(NEED, up) == [Change("new", "Manner?")]
    assert changes(up, other) == [Change("changed", "Manner?")]
    assert changes(other, NEED) == [Change("gone", "Manner?")]
    assert changes(added, up) == [Change("moved", "")]
    with pytest.raises(KeyError):
        without_question(NEED, "cooperation", "manner")


def test_a_list_that_two_questions_share_is_changed_for_one_of_them() -> None:
    shared = with_question(NEED, "need", asked("whom", "several", options="target_groups"), {})
    own = with_question(shared, "need", asked("whom", "several", options="target_groups"), {"options": MANNERS})
    assert own.lists["target_groups"] == NEED.lists["target_groups"]
    assert own.lists["need_whom_options"] == MANNERS


def test_a_section_is_added_moved_and_taken_out() -> None:
    added = with_section(NEED, Section(key="extra", title="Mer", questions=()))
    assert [each.key for each in move_section(added, "extra", up=True).sections][-2:] == ["extra", "cost"]
    assert changes(NEED, added) == [Change("new", "Mer")]
    assert without_section(added, "extra") == NEED


def test_an_answer_keeps_its_key_when_it_is_reworded_or_moved() -> None:
    moved = keyed([("Besøk", ""), ("Samtale", "")], MANNERS)
    assert moved == (("visit", "Besøk"), ("talk", "Samtale"))
    assert keyed([("Samtale med UH", ""), ("Besøk", "Vitjing")], MANNERS) == (
        ("talk", "Samtale med UH"),
        ("visit", "Besøk", "Vitjing"),
    )
    assert keyed([("Samtale", ""), ("Besøk", ""), ("På nett", "")], MANNERS)[2] == ("pa_nett", "På nett")
    assert new_key("Hva koster 2026?", ["hva_koster_2026"]) == "hva_koster_2026_2"
    assert new_key("2026: hva da?", []) == "q_2026_hva_da"


def test_what_cannot_be_used_is_said() -> None:
    def after(question: str, **more: object) -> ShownIf:
        return ShownIf.model_validate({"question": question, **more})

    late = asked("how", shown_if=after("amount"))
    assert faults(with_question(NEED, "cooperation", late, {})) == [
        "cooperation.how: «amount» må stå foran det, i samme del eller i en del som ikke gjentas."
    ]
    wrong = asked("how", shown_if=after("statped", **{"is": ["maybe"], "over": 3}))
    assert faults(with_question(NEED, "cooperation", wrong, {})) == [
        "cooperation.how: «over» hører til et tall, og «statped» er ikke det.",
        "cooperation.how: «maybe» er ikke et svar på «statped».",
    ]
    read = next(q for _s, q in NEED.asked() if q.key == "need").model_copy(update={"shown_if": after("situation")})
    assert faults(with_question(NEED, "need", read, {})) == [
        "need.need: Laget leser svaret på dette, så det kan ikke ha «shown_if»."
    ]
    assert faults(without_question(NEED, "need", "need")) == [": spørsmålet «need» mangler. Laget leser svaret på det."]
    report = FILE.forms["report"].holding_its_lists(FILE.lists)
    said = faults(with_question(report, "lines", asked("proof", "file"), {}), "report")[-1]
    assert said.startswith("lines.proof: står i en tabell med ett kort svar i hver rute")


def test_a_form_is_written_out_as_the_county_file_reads_it() -> None:
    nynorsk = Translation(label="Korleis?", help="Kort.")
    form = with_question(NEED, "cooperation", asked("manner", "choice", nn=nynorsk), {"options": MANNERS})
    form = with_question(
        form,
        "cooperation",
        asked("other", limit=200, shown_if=ShownIf.model_validate({"question": "manner", "is": ["visit"]})),
        {},
    )
    written = tomllib.loads(toml_of("behovsmelding", form))["forms"]["behovsmelding"]
    assert Form.model_validate(written) == form
    for kind in FILE.forms:
        whole = FILE.forms[kind].holding_its_lists(FILE.lists)
        assert Form.model_validate(tomllib.loads(toml_of(kind, whole))["forms"][kind]) == whole
