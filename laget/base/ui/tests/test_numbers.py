import pytest

from laget.base.ui.numbers import whole_number


@pytest.mark.parametrize("text", ["", "-1", "1.5", "1e3", "²", " 7", "1234567890", "9" * 5000])
def test_what_is_no_number_is_taken_for_nothing(text: str) -> None:
    assert (whole_number(text), whole_number(text, 0)) == (None, 0)


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("2025", 2025), ("999999999", 999_999_999)])
def test_a_number_is_one(text: str, number: int) -> None:
    assert whole_number(text) == number
