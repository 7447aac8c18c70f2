"""A score is exact, stays within its scale, and does not mind which end an item is worded from."""

from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laget.rules.scores import ScaleRule, mean_and_deviation, score

KEYS = tuple("abcdefgh")
answers = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 5))
items = st.lists(st.booleans(), min_size=8, max_size=8).map(lambda turned: tuple(zip(KEYS, turned, strict=True)))


@given(items, answers)
def test_a_score_is_there_when_three_quarters_is_answered_and_stays_within_the_scale(
    turned: tuple[tuple[str, bool], ...], given_answers: dict[str, int]
) -> None:
    found = score(ScaleRule(turned, 1, 5), given_answers)
    answered = sum(1 for value in given_answers.values() if value)
    assert (found is not None) == (answered >= 6)
    assert found is None or 1 <= found <= 5


@given(items, answers)
def test_turning_every_item_turns_the_score(
    turned: tuple[tuple[str, bool], ...], given_answers: dict[str, int]
) -> None:
    other_way = tuple((key, not each) for key, each in turned)
    found, other = score(ScaleRule(turned, 1, 5), given_answers), score(ScaleRule(other_way, 1, 5), given_answers)
    assert (found is None and other is None) or (found is not None and other is not None and found + other == 6)


@given(items, answers)
def test_the_sum_is_the_mean_times_the_number_of_items(
    turned: tuple[tuple[str, bool], ...], given_answers: dict[str, int]
) -> None:
    by_mean = score(ScaleRule(turned, 1, 5), given_answers)
    assert score(ScaleRule(turned, 1, 5, method="sum"), given_answers) == (None if by_mean is None else by_mean * 8)


def test_answers_to_other_items_do_not_count() -> None:
    assert score(ScaleRule((("a", False),), 1, 5), {"a": 4, "another": 1}) == 4


def test_an_answer_outside_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="6 is not between 1 and 5"):
        score(ScaleRule((("a", False),), 1, 5), {"a": 6})


@given(st.lists(st.integers(1, 5), min_size=1, max_size=50))
def test_the_mean_and_the_deviation_are_those_of_the_scores_one_by_one(scores: list[int]) -> None:
    mean, deviation = mean_and_deviation(len(scores), sum(scores), sum(each * each for each in scores))
    assert mean == pytest.approx(fmean(scores))
    assert deviation == pytest.approx(pstdev(scores), abs=1e-6)
