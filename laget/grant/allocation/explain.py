"""Why this amount: every step of a network's frame, in words and numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from laget.rules.apportionment import GROUPS, Apportionment, Post, Share
from laget.rules.numbers import spaced


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it says, the reckoning, and the amount it comes to (None where it isn't kroner)."""

    says: str
    reckoning: str
    amount: int | None


def explain(result: Apportionment, share: Share) -> list[Step]:
    return [*_down_to_the_rest(result), *_the_share(result, share)]


def _down_to_the_rest(result: Apportionment) -> Iterator[Step]:
    yield Step("Fylkets tilskudd", "", result.grant)
    taken: tuple[tuple[str, tuple[Post, ...]], ...] = (
        ("Bundet av tidligere år", result.bound),
        ("Satt av til andre formål", result.set_asides),
        ("Faste tildelinger", result.fixed),
        ("Fellestiltak", result.fellestiltak),
    )
    for says, posts in taken:
        if posts:
            yield Step(says, " + ".join(spaced(post.amount) for post in posts), -sum(post.amount for post in posts))
    yield Step("Igjen til nettverkene", "", result.rest)


def _the_share(result: Apportionment, share: Share) -> Iterator[Step]:
    key, networks = result.key, len(result.shares)
    yield Step("Grunntilskudd til alle", f"{networks} nettverk × {spaced(key.base)}", -key.base * networks)
    yield Step("Fordeles etter barn og elever", "", result.pro_rata)
    counted = " + ".join(
        f"{spaced(number)} {GROUPS.get(group, group)} × {written(key.weights[group])}"
        for group, number in share.counts.items()
    )
    yield Step(f"{share.name} teller", f"{counted} = {written(share.weighted)}", None)
    yield Step("Alle nettverkene teller", written(result.total_weighted), None)
    divided = result.pro_rata // key.unit * key.unit
    reckoning = (
        f"{spaced(divided)} × {written(share.weighted)} / {written(result.total_weighted)} = {written(share.exact)}"
    )
    yield Step("Andel etter antall", reckoning, None)
    yield Step("Rundet ned til hele " + _unit(key.unit), "", share.rounded_down)
    if share.rounded_up:
        yield Step("Lagt til, fordi avrundingen tok mest her", "", key.unit)
    yield Step("Grunntilskudd", "", share.base)
    yield Step(f"Ramme for {share.name}", "", share.amount)


def _unit(unit: int) -> str:
    return "kroner" if unit == 1 else f"{spaced(unit)} kroner"


def written(value: Fraction) -> str:
    """As people write it: whole, or with a comma and at most three decimals."""
    if value.denominator == 1:
        return spaced(int(value))
    whole, decimals = f"{float(value):.3f}".split(".")
    return f"{spaced(int(whole))},{decimals.rstrip('0') or '0'}"
