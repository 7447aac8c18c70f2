from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as some

from laget.rules.asking import Bound, Breach, Condition, Follows, Limits, breach, moved, out_of_order, passed_over

YES = Condition(frozenset({"yes"}))
KEYS = ["a", "b", "c", "d", "e"]
YN = some.sampled_from(["yes", "no"])


def test_a_condition_is_one_of_some_answers_or_over_a_number_or_any_answer() -> None:
    some_of = Condition(frozenset({"ppt", "leaders"}))
    answers: list[object] = ["ppt", "staff", ["staff", "leaders"], ["staff"], [], None]
    assert [some_of.holds(each) for each in answers] == [True, False, True, False, False, False]
    over = Condition(over=100_000)
    assert [over.holds(each) for each in (100_000, 100_001, None, "200000")] == [False, True, False, False]
    anything: list[object] = ["x", 0, [], "", None]
    assert [Condition().holds(each) for each in anything] == [True, True, False, False, False]


def test_what_follows_from_a_question_that_is_not_asked_is_not_asked() -> None:
    follows = {"b": Follows("a", YES), "c": Follows("b", YES)}
    assert passed_over(["a", "b", "c"], follows, {"a": "yes", "b": "yes"}) == set()
    assert passed_over(["a", "b", "c"], follows, {"a": "yes", "b": "no"}) == {"c"}
    assert passed_over(["a", "b", "c"], follows, {"a": "no", "b": "yes"}) == {"b", "c"}  # "b" stands there from before


@given(some.dictionaries(some.sampled_from(KEYS[1:]), some.booleans()), some.dictionaries(some.sampled_from(KEYS), YN))
def test_what_is_asked_depends_on_nothing_that_is_not_asked(
    chained: Mapping[str, bool], answers: Mapping[str, str]
) -> None:
    follows = {key: Follows(KEYS[KEYS.index(key) - 1], YES) for key in chained}
    over = passed_over(KEYS, follows, answers)
    without = {key: answer for key, answer in answers.items() if key not in over}
    assert passed_over(KEYS, follows, without) == over
    assert all(key in over or follows[key].path not in over for key in follows)


def test_a_text_is_measured_and_a_number_weighed() -> None:
    limits = Limits(shortest=3, longest=5, least=10, most=20)
    assert [breach(each, limits) for each in ("abc", "abcde", 10, 20)] == [None] * 4
    assert breach("ab", limits) == Breach(Bound.SHORTEST, 3, 1)
    assert breach("abcdefg", limits) == Breach(Bound.LONGEST, 5, 2)
    assert breach(7, limits) == Breach(Bound.LEAST, 10, 3)
    assert breach(21, limits) == Breach(Bound.MOST, 20, 1)
    assert breach("", Limits()) is None


def test_one_step_up_or_down_and_no_further() -> None:
    assert moved(KEYS, "c", up=True) == ["a", "c", "b", "d", "e"]
    assert moved(KEYS, "c", up=False) == ["a", "b", "d", "c", "e"]
    assert moved(KEYS, "a", up=True) == moved(KEYS, "e", up=False) == KEYS


def test_a_question_follows_only_from_one_before_it() -> None:
    assert out_of_order(["a", "b", "c"], {"b": "a", "c": "b"}) == []
    assert out_of_order(["b", "a", "c"], {"b": "a", "c": "x"}) == ["b", "c"]
