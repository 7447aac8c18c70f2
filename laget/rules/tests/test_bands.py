from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laget.rules.bands import band, fifth, middle_of, step

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
        (7, 12, (5, 12)),
        (12, 12, (5, 12)),
        (7, 14, (5, 9)),
        (14, 14, (10, 14)),
        (9, 10, (5, 10)),
        (10, 10, (5, 10)),
        (11, 11, (5, 11)),
        (3, 4, (0, 4)),
        (3, 3, (0, 3)),
        (0, 0, (0, 0)),
        (11, 10, (11, 15)),
        (15, 10, (11, 15)),
        (16, 10, (16, 20)),
    ],
)
def test_while_open_the_number_of_answers_moves_in_steps(
    answered: int, invited: int, expected: tuple[int, int]
) -> None:
    assert band(answered, invited, k=5) == expected


@given(st.integers(0, 60), st.integers(1, 12))
def test_each_number_of_answers_is_in_one_band_and_none_is_of_fewer_than_k(invited: int, k: int) -> None:
    bands = [band(answered, invited, k=k) for answered in range(invited + 3 * k + 1)]
    for answered, (low, high) in enumerate(bands):
        assert low <= answered <= high
        assert high - low + 1 >= min(k, invited + 1)
        assert (high <= invited) is (answered <= invited)
        assert set(bands[low : high + 1]) == {(low, high)}


@given(st.integers(0, 1000), st.integers(1, 12))
def test_a_step_is_of_k_numbers(number: int, k: int) -> None:
    low, high = step(number, k=k)
    assert (low % k, high - low + 1, low <= number <= high) == (0, k, True)
