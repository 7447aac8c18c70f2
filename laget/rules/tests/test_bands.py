from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laget.rules.bands import band, fifth, middle_of

shares = st.fractions(0, 1)


@pytest.mark.parametrize(
    ("share", "falls_in"), [("0", 0), ("1/5", 0), ("2/5", 1), ("1/2", 2), ("3/5", 3), ("4/5", 4), ("1", 4)]
)
def test_a_share_falls_in_its_fifth(share: str, falls_in: int) -> None:
    assert fifth(Fraction(share)) == falls_in


@given(shares)
def test_the_middle_is_never_more_than_a_tenth_away(share: Fraction) -> None:
    assert abs(middle_of(fifth(share)) - share) <= Fraction(1, 10)


@given(shares)
def test_the_fifths_mirror_each_other(share: Fraction) -> None:
    assert fifth(share) + fifth(1 - share) == 4


@pytest.mark.parametrize("share", ["-1/9", "10/9"])
def test_what_is_no_share_has_no_fifth(share: str) -> None:
    with pytest.raises(ValueError, match="is no share"):
        fifth(Fraction(share))


@pytest.mark.parametrize(
    ("answered", "invited", "expected"),
    [
        (0, 12, (0, 4)),
        (4, 12, (0, 4)),
        (7, 12, (5, 9)),
        (11, 12, (10, 12)),
        (12, 12, (10, 12)),
        (3, 4, (0, 4)),
        (11, 10, (10, 14)),
        (13, 10, (10, 14)),
    ],
)
def test_while_open_the_number_of_answers_moves_in_steps(
    answered: int, invited: int, expected: tuple[int, int]
) -> None:
    assert band(answered, invited, k=5) == expected
