"""What comes with Laget can be answered by everyone it is for, in both forms of Norwegian."""

import pytest

from laget.need.surveys.instrument_file import Instrument, Layer, text
from laget.need.surveys.reading import INSTRUMENTS, shipped
from laget.need.surveys.scoring import scoring_of
from laget.need.surveys.translations import in_full, in_part

each_shipped = pytest.mark.parametrize("instrument", shipped(), ids=lambda instrument: instrument.key)


def _instrument(key: str) -> Instrument:
    [found] = [instrument for instrument in shipped() if instrument.key == key]
    return found


def test_a_file_is_named_for_its_instrument() -> None:
    assert [instrument.key for instrument in shipped()] == sorted(path.stem for path in INSTRUMENTS.glob("*.toml"))
    assert [instrument.key for instrument in shipped()] == [
        "competence_map",
        "event_evaluation",
        "inclusive_practice",
        "standpoint_kindergarten",
        "standpoint_ppt",
        "standpoint_school",
        "what_we_have",
    ]


@each_shipped
def test_everything_is_said_in_bokmal_nynorsk_and_english_and_framed_in_northern_sami(instrument: Instrument) -> None:
    assert in_full(instrument) == ("nb", "nn", "en")
    assert in_part(instrument) == ("se",)
    scored = {item.answers for item in instrument.items() if item.kind == "scale"}
    frame = [
        *(instrument.title, instrument.purpose, instrument.intro),
        *(section.title for section in instrument.sections),
        *(choice.text for name in scored for choice in instrument.answer_scales[name]),
    ]
    assert [texts["nb"] for texts in frame if "se" not in texts] == []


@each_shipped
def test_every_scored_statement_counts_in_one_scale(instrument: Instrument) -> None:
    counted = [key for rule in scoring_of(instrument).values() for key, _reversed in rule.items]
    assert sorted(counted) == sorted(item.key for item in instrument.items() if item.kind == "scale")


@each_shipped
def test_no_statement_is_there_twice(instrument: Instrument) -> None:
    for section in instrument.sections:
        statements = [text(item.text, language) for item in section.items for language in ("nb", "nn", "en")]
        per_language = [statements[start::3] for start in range(3)]
        assert [len(set(each)) for each in per_language] == [len(section.items)] * 3


def test_inclusive_practice_has_ten_facets_of_four_statements_and_four_aspects_across_them() -> None:
    instrument = _instrument("inclusive_practice")
    assert [(section.key, len(section.items)) for section in instrument.sections] == [
        (facet, 4)
        for facet in (
            "vision",
            "placement",
            "curriculum",
            "assessment",
            "teaching",
            "acceptance",
            "access",
            "support",
            "resources",
            "leadership",
        )
    ]
    aspects = {aspect for item in instrument.items() for aspect in item.aspects}
    assert aspects == {"community", "participation", "influence", "benefit"}


def test_the_competence_map_asks_the_same_of_every_challenge() -> None:
    instrument = _instrument("competence_map")
    challenges = {
        section.key: [item.facet for item in section.items] for section in instrument.sections if section.key != "team"
    }
    assert challenges == {key: list(instrument.tags) for key in ("has", "needs", "levels", "wants")}
    assert len(instrument.tags) == 11


def test_who_needs_it_is_asked_of_those_who_lead_and_only_where_the_need_is_great() -> None:
    instrument = _instrument("competence_map")
    levels = [item for item in instrument.items() if item.answers == "levels"]
    assert {item.layers for item in levels} == {(Layer.LEADERS, Layer.PPT)}
    assert [(item.when.item, item.when.values) for item in levels if item.when] == [
        (f"needs_{challenge}", (3, 4)) for challenge in instrument.tags
    ]


@pytest.mark.parametrize(("kind", "statements"), [("kindergarten", 15), ("school", 17), ("ppt", 16)])
def test_a_standpoint_has_between_twelve_and_twenty_statements(kind: str, statements: int) -> None:
    instrument = _instrument(f"standpoint_{kind}")
    assert kind in instrument.kinds
    assert sum(1 for item in instrument.items() if item.kind == "scale") == statements
