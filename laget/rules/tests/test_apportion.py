"""The division is exact, fair to within one krone, and refuses what it can't divide."""

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laget.rules.apportionment import (
    Apportionment,
    CannotApportion,
    Key,
    Post,
    apportion_grant,
    largest_remainder,
    share_of,
)

ONE = {"pupils": Fraction(1)}

GROUPS = ("children", "pupils", "apprentices")
OFF = ("bound", "set_asides", "fixed", "fellestiltak")

# The first draws fast, and says which seed it was; the second makes what fails as small as it can be.
QUICKLY = st.randoms(use_true_random=True)
SHRINKING = st.randoms(use_true_random=False)


def divisible(dice: Random) -> dict[str, Any]:
    """Any input that can be divided: someone has weight, and the grant covers what is taken off first."""
    weights = {group: Fraction(dice.randint(0, 500), 100) for group in GROUPS}
    weights["apprentices"] += Fraction(1, 100)
    key = Key(dice.randint(0, 500_000), weights, dice.choice([1, 1000]))
    rows = dice.randint(1, 12)
    counts = {f"N{n}": {group: dice.randint(0, dice.choice([3, 50_000])) for group in GROUPS} for n in range(rows)}
    counts["N0"]["apprentices"] += 1
    groups = {
        name: tuple(Post(name, dice.randint(0, dice.choice([3, 10**7]))) for _ in range(dice.randint(0, 4)))
        for name in OFF
    }
    taken = sum(post.amount for group in groups.values() for post in group)
    grant = taken + key.base * len(counts) + dice.randint(0, dice.choice([3, 10**9]))
    return {"grant": grant, "key": key, "counts": counts, **groups}


def adds_up(result: Apportionment) -> None:
    parts = (*result.bound, *result.set_asides, *result.fixed, *result.fellestiltak, *result.frames)
    assert sum(part.amount for part in parts) + result.left == result.grant
    assert 0 <= result.left < result.key.unit
    for share in result.shares:
        assert abs(share.amount - share.base - share.exact) < result.key.unit
        assert share.amount >= share.base
        if not share.weighted:
            assert share.amount == share.base


@settings(max_examples=20_000, deadline=None)
@given(QUICKLY)
def test_the_parts_add_up_and_each_share_is_within_one_unit_of_exact(dice: Random) -> None:
    adds_up(apportion_grant(**divisible(dice)))


@given(SHRINKING)
def test_what_does_not_add_up_is_made_small(dice: Random) -> None:
    adds_up(apportion_grant(**divisible(dice)))


@given(SHRINKING)
def test_the_order_of_the_networks_does_not_matter(dice: Random) -> None:
    case = divisible(dice)
    forwards = apportion_grant(**case)
    backwards = apportion_grant(**{**case, "counts": dict(reversed(case["counts"].items()))})
    assert set(forwards.frames) == set(backwards.frames)


def test_a_tie_goes_to_the_first_in_norwegian_order() -> None:
    three = {"Åfjord": Fraction(1), "Ørland": Fraction(1), "Zeta": Fraction(1)}
    assert [name for name, (_, _, one_more) in largest_remainder(2, three).items() if one_more] == ["Ørland", "Zeta"]


def test_an_unknown_count_without_weight_does_no_harm() -> None:
    key = Key(0, {"pupils": Fraction(1), "apprentices": Fraction(0)})
    result = apportion_grant(grant=10, key=key, counts={"Fosen": {"pupils": 1, "apprentices": None}})
    assert result.frames == (Post("Fosen", 10),)


def test_a_share_is_rounded_down() -> None:
    assert share_of(999, Fraction(1, 10)) == 99


NO_WEIGHTS = "Nøkkelen har ingen vekter. Gi minst én gruppe barn eller elever en vekt over 0."
UNKNOWN = "Antall elever mangler for Fosen. Det kan ikke leses som 0."
TOO_MUCH = "Det er 100 kr å fordele, men postene til og med faste tildelinger blir 101 kr. Det er 1 kr for mye."
NOBODY = "Ingen av nettverkene har barn eller elever å fordele etter. Legg inn tallene først."
BASE_TOO_HIGH = (
    "Grunntilskuddet på 101 kr til 1 nettverk blir 101 kr, men det er bare 100 kr igjen å fordele. "
    "Senk grunntilskuddet eller postene foran."
)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"counts": {"Fosen": {"pupils": -1}}}, "Fosen har -1 elever. Et antall kan ikke være under 0."),
        ({"counts": {"Fosen": {"pupils": None}}}, UNKNOWN),
        ({"counts": {"Fosen": {}}}, UNKNOWN),
        ({"counts": {"Fosen": {"pupils": 0}}}, NOBODY),
        ({"counts": {}}, "Det er ingen nettverk å fordele til."),
        ({"fixed": [Post("Møter", 101)]}, TOO_MUCH),
        ({"fixed": [Post("Møter", -1)]}, "«Møter» er satt til -1 kr. Et beløp kan ikke være under 0 kr."),
        ({"grant": -1}, "Fylkets tilskudd kan ikke være under 0 kr."),
        ({"key": Key(0, {})}, NO_WEIGHTS),
        ({"key": Key(0, {"pupils": Fraction(0)})}, NO_WEIGHTS),
        ({"key": Key(0, {"pupils": Fraction(-1)})}, "Vekt for elever er under 0. En vekt må være 0 eller mer."),
        ({"key": Key(-1, ONE)}, "Grunntilskuddet kan ikke være under 0 kr."),
        ({"key": Key(0, ONE, 0)}, "Rammene må rundes til hele kroner eller mer."),
        ({"key": Key(101, ONE)}, BASE_TOO_HIGH),
    ],
)  # fmt: skip
def test_what_cannot_be_divided_is_refused_with_the_reason(change: dict[str, object], reason: str) -> None:
    case = {"grant": 100, "key": Key(0, ONE), "counts": {"Fosen": {"pupils": 1}}, **change}
    with pytest.raises(CannotApportion) as refused:
        apportion_grant(**case)  # type: ignore[arg-type]
    assert str(refused.value).replace("\u00a0", " ") == reason


def test_a_share_above_the_whole_is_refused() -> None:
    with pytest.raises(CannotApportion, match="mellom 0 og 100 prosent"):
        share_of(100, Fraction(3, 2))
