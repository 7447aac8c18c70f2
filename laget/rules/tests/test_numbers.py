from fractions import Fraction

import pytest

from laget.rules.numbers import read_fraction


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("0,5", Fraction(1, 2)), ("0.02", Fraction(1, 50)), ("1/50", Fraction(1, 50)), ("-1", -1)],
)
def test_a_fraction_is_read_as_it_is_written(text: str, number: Fraction) -> None:
    assert read_fraction(text) == number


@pytest.mark.parametrize("text", ["", "to", "1/0", "1e5000", "1e-3000000", "9" * 5000, "inf", "nan", "½"])
def test_what_is_no_number_that_people_write_is_refused_at_once(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        read_fraction(text)
