"""The scales of an instrument score as its writer said, the licensed shape of PIQ among them."""

from fractions import Fraction
from pathlib import Path

import pytest

from laget.need.surveys.instrument_file import Instrument, Layer
from laget.need.surveys.reading import INSTRUMENTS, parse_instrument, read_instrument
from laget.need.surveys.scoring import scoring_of
from laget.need.surveys.tests.test_read_instrument import EXAMPLE
from laget.rules.scores import ScaleRule, score

PIQ_SHAPE = read_instrument(Path(__file__).parent / "example_licensed_shape.toml")


def _scores(instrument: Instrument, answers: dict[str, int], layer: Layer | None = None) -> dict[str, Fraction | None]:
    return {key: score(rule, answers) for key, rule in scoring_of(instrument, layer).items()}


def test_a_scale_becomes_a_rule() -> None:
    rule = ScaleRule((("time", False), ("alone", True)), low=1, high=3, min_share=Fraction(1, 2), method="mean")
    assert scoring_of(parse_instrument(EXAMPLE)) == {"team": rule}


def test_a_licensed_scale_of_twelve_items_has_three_sums_with_the_fourth_eighth_and_twelfth_turned() -> None:
    rules = scoring_of(PIQ_SHAPE)
    turned = {key: [name for name, is_turned in rule.items if is_turned] for key, rule in rules.items()}
    assert turned == {"first": ["s4"], "second": ["s8"], "third": ["s12"]}
    best = {f"s{n}": 1 if n in {4, 8, 12} else 4 for n in range(1, 13)}
    assert _scores(PIQ_SHAPE, best) == {"first": 16, "second": 16, "third": 16}
    worst = {key: 5 - value for key, value in best.items()}
    assert _scores(PIQ_SHAPE, worst) == {"first": 4, "second": 4, "third": 4}
    assert {rule.bounds for rule in rules.values()} == {(4, 16)}
    assert _scores(PIQ_SHAPE, dict.fromkeys(best, 4)) == {"first": 13, "second": 13, "third": 13}


def test_a_licensed_scale_with_one_item_left_out_is_raised_to_four_and_with_two_is_not_scored() -> None:
    assert _scores(PIQ_SHAPE, {"s1": 4, "s4": 1, "s7": 3, "s2": 4, "s5": 4}) == {
        "first": Fraction(44, 3),
        "second": None,
        "third": None,
    }


def test_all_ten_facets_of_inclusive_practice_are_scored() -> None:
    instrument = read_instrument(INSTRUMENTS / "inclusive_practice.toml")
    answers = {item.key: 4 for item in instrument.items()} | {"vision_4": 0, "access_1": 0, "access_2": 0}
    expected: dict[str, Fraction | None] = {key: Fraction(4) for key in scoring_of(instrument)}
    assert len(expected) == 10
    assert _scores(instrument, answers) == expected | {"access": None}


@pytest.mark.parametrize(
    ("layer", "found"), [(Layer.PPT, {"team": Fraction(3)}), (Layer.STAFF, {"team": None}), (None, {"team": None})]
)
def test_no_one_lacks_an_item_they_were_not_asked(layer: Layer | None, found: dict[str, Fraction | None]) -> None:
    text = EXAMPLE.replace('key = "alone"\n', 'key = "alone"\n  layers = ["staff"]\n').replace('"1/2"', '"1"')
    assert _scores(parse_instrument(text), {"time": 3}, layer) == found


def test_a_scale_that_asks_a_layer_nothing_is_left_out() -> None:
    text = EXAMPLE.replace('key = "alone"\n', 'key = "alone"\n  layers = ["staff"]\n')
    text = text.replace('key = "time"\n', 'key = "time"\n  layers = ["staff"]\n')
    assert scoring_of(parse_instrument(text), Layer.PPT) == {}
