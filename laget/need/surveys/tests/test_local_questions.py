"""A county adds up to four questions of its own, and no more."""

import pytest

from laget.need.surveys.answers import read_answers
from laget.need.surveys.instrument_file import Instrument, Item, Layer
from laget.need.surveys.problems import InstrumentProblem
from laget.need.surveys.reading import INSTRUMENTS, parse_instrument, read_instrument, write_instrument


@pytest.fixture
def instrument() -> Instrument:
    return read_instrument(INSTRUMENTS / "inclusive_practice.toml")


def _question(key: str, answers: str = "agreement") -> Item:
    return Item(key=key, text={"nb": f"Om {key}"}, answers=answers)


def test_the_county_asks_last(instrument: Instrument) -> None:
    both = instrument.with_local([_question("local_mountains"), _question("local_sea")])
    assert [item.key for item in both.items()][-3:] == ["leadership_4", "local_mountains", "local_sea"]
    assert both.sections[-1].title["nb"] == "Spørsmål fra fylket"
    assert both.sections[:-1] == instrument.sections
    assert read_answers(both, Layer.PPT, {"local_sea": ["5"]}) == {"local_sea": 5}


def test_they_are_written_and_read_with_the_rest(instrument: Instrument) -> None:
    with_one = instrument.with_local([_question("local_sea")])
    assert parse_instrument(write_instrument(with_one)) == with_one


def test_without_any_it_is_the_same_instrument(instrument: Instrument) -> None:
    assert instrument.with_local([]) is instrument


def test_what_a_county_cannot_ask_is_said(instrument: Instrument) -> None:
    with pytest.raises(InstrumentProblem) as refused:
        instrument.with_local([_question("sea"), *(_question("local_sea", "mood") for _ in range(4))])
    assert refused.value.problems == [
        "Det kan være opptil 4 lokale spørsmål. Her er det 5.",
        "sea: navnet på et lokalt spørsmål starter med «local_».",
        "local_sea: svarskalaen «mood» finnes ikke i «inclusive_practice».",
        *["local_sea: det finnes alt et spørsmål med dette navnet.",
          "local_sea: svarskalaen «mood» finnes ikke i «inclusive_practice»."] * 3,
    ]  # fmt: skip


def test_a_county_asks_once(instrument: Instrument) -> None:
    with pytest.raises(InstrumentProblem) as refused:
        instrument.with_local([_question("local_sea")]).with_local([_question("local_fjord")])
    assert refused.value.problems == ["«inclusive_practice» har alt fått lokale spørsmål."]
