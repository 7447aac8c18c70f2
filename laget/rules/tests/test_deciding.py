"""Seats are filled by those who are there and free; enough of them decide; and a vote is counted as the county says."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laget.rules.deciding import Choice, Seating, Tally, count, needed, seat

FOR, AGAINST, ABSTAINS = Choice.FOR, Choice.AGAINST, Choice.ABSTAINS
HALF = Fraction(1, 2)
SEATS = [("Inderøy", ["siri", "vera"]), ("Ørland", ["mons"]), ("Nord", ["ulla", "uno"])]
ALL = ["siri", "vera", "mons", "ulla", "uno"]


def test_the_member_sits_when_there_and_free() -> None:
    assert seat(SEATS, present=ALL, tied=[]) == [
        Seating("Inderøy", "siri", ()),
        Seating("Ørland", "mons", ()),
        Seating("Nord", "ulla", ()),
    ]


def test_a_deputy_steps_in_for_one_who_is_tied_and_for_one_who_is_away() -> None:
    assert seat(SEATS, present=["siri", "vera", "mons", "uno"], tied=["siri"]) == [
        Seating("Inderøy", "vera", ("siri",)),
        Seating("Ørland", "mons", ()),
        Seating("Nord", "uno", ()),
    ]


def test_a_seat_stands_empty_when_nobody_in_it_is_free() -> None:
    assert seat(SEATS, present=ALL, tied=["siri", "vera", "ulla"])[0] == Seating("Inderøy", None, ("siri", "vera"))


def test_nobody_sits_in_two_seats() -> None:
    seats = [("a", ["siri"]), ("b", ["siri", "vera"])]
    assert [each.person for each in seat(seats, present=["siri", "vera"], tied=[])] == ["siri", "vera"]


NAMES = st.sampled_from(ALL)


@given(
    seats=st.lists(st.lists(NAMES, unique=True, max_size=4), max_size=6),
    present=st.sets(NAMES),
    tied=st.sets(NAMES),
)
def test_who_is_tied_or_away_never_sits_and_nobody_sits_twice(
    seats: list[list[str]], present: set[str], tied: set[str]
) -> None:
    found = seat(list(enumerate(seats)), present=present, tied=tied)
    sitting = [each.person for each in found if each.person]
    assert len(sitting) == len(set(sitting))
    assert set(sitting) <= present - tied
    assert all(set(each.left) <= tied & present for each in found)


@pytest.mark.parametrize(
    ("seats", "share", "expected"),
    [(7, HALF, 4), (6, HALF, 3), (9, Fraction(2, 3), 6), (5, Fraction(0), 1), (5, Fraction(1), 5), (0, HALF, 1)],
)
def test_enough_is_the_share_rounded_up_and_never_none(seats: int, share: Fraction, expected: int) -> None:
    assert needed(seats, share) == expected


@pytest.mark.parametrize(
    ("votes", "chair", "casting", "expected"),
    [
        ({"a": FOR, "b": FOR, "c": AGAINST}, "c", True, Tally(2, 1, 0, False, True)),
        ({"a": FOR, "b": AGAINST, "c": AGAINST}, "a", True, Tally(1, 2, 0, False, False)),
        ({"a": FOR, "b": AGAINST}, "a", True, Tally(1, 1, 0, True, True)),
        ({"a": FOR, "b": AGAINST}, "b", True, Tally(1, 1, 0, True, False)),
        ({"a": FOR, "b": AGAINST}, "a", False, Tally(1, 1, 0, False, False)),  # no casting vote in this county
        ({"a": FOR, "b": AGAINST, "c": ABSTAINS}, "c", True, Tally(1, 1, 1, False, False)),  # the chair abstains
        ({"a": FOR, "b": AGAINST}, "d", True, Tally(1, 1, 0, False, False)),  # the chair has no vote here
        ({"a": FOR, "b": ABSTAINS, "c": ABSTAINS}, None, True, Tally(1, 0, 2, False, True)),
        ({"a": ABSTAINS}, "a", True, Tally(0, 0, 1, False, False)),
        ({}, None, True, Tally(0, 0, 0, False, False)),
    ],
)
def test_a_vote_is_counted(votes: dict[str, Choice], chair: str | None, casting: bool, expected: Tally) -> None:
    assert count(votes, chair=chair, majority=HALF, casting=casting) == expected


def test_a_county_may_ask_for_more_than_half() -> None:
    two_of_three = {"a": FOR, "b": FOR, "c": AGAINST}
    assert not count(two_of_three, chair=None, majority=Fraction(2, 3), casting=True).adopted
    equal = {"a": FOR, "b": AGAINST}  # and the chair's vote doesn't make it more than half
    assert count(equal, chair="a", majority=Fraction(2, 3), casting=True) == Tally(1, 1, 0, False, False)
    three_of_four = {**two_of_three, "d": FOR}
    assert count(three_of_four, chair=None, majority=Fraction(2, 3), casting=True).adopted
