"""Divide a county's grant: what is taken off first, and what each network gets of the rest.

    grant - bound - set-asides - fixed items - fellestiltak = rest
    frame = base grant + a share of (rest - all base grants) by weighted counts

Amounts are whole kroner. Shares are exact fractions until the last step, the largest remainder,
so the parts always add up to the whole. Source: Langsiktig plan for Kompetanseløftet i Trøndelag
2024-2026, part 4. Worked tables: docs/rules/apportionment.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from laget.rules.names import sort_key
from laget.rules.numbers import kr

GROUPS: Mapping[str, str] = {"children": "barn", "pupils": "elever", "apprentices": "lærlinger"}


class CannotApportion(Exception):
    """The input can't be divided. The message says why, in Norwegian, to the person who set the key."""


@dataclass(frozen=True, slots=True)
class Post:
    """An amount with a name: something taken off the grant before the networks share the rest."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Key:
    """Fordelingsnøkkel (allocation key): what every network gets, and what each child or pupil weighs."""

    base: int
    weights: Mapping[str, Fraction]  # count group, such as "children" or "pupils": weight
    unit: int = 1  # frames are whole multiples of this many kroner


@dataclass(frozen=True, slots=True)
class Share:
    """One network's frame, with every number it came from."""

    name: str
    counts: Mapping[str, int]
    weighted: Fraction  # the counts times their weights, summed
    base: int
    exact: Fraction  # the pro rata part before rounding, in kroner
    rounded_down: int  # the same in whole units, in kroner
    rounded_up: bool  # whether it also got one of the units left over
    unit: int

    @property
    def amount(self) -> int:
        return self.base + self.rounded_down + (self.unit if self.rounded_up else 0)


@dataclass(frozen=True, slots=True)
class Apportionment:
    """A whole division. The parts and `left` add up to `grant`, to the krone."""

    grant: int
    bound: tuple[Post, ...]
    set_asides: tuple[Post, ...]
    fixed: tuple[Post, ...]
    fellestiltak: tuple[Post, ...]
    key: Key
    shares: tuple[Share, ...]  # none where nothing is divided beforehand: applications are ranked against what is left

    @property
    def taken_off(self) -> int:
        return sum(post.amount for post in (*self.bound, *self.set_asides, *self.fixed, *self.fellestiltak))

    @property
    def rest(self) -> int:
        """What the networks share."""
        return self.grant - self.taken_off

    @property
    def pro_rata(self) -> int:
        """What they share by counts, after the base grants."""
        return self.rest - self.key.base * len(self.shares)

    @property
    def total_weighted(self) -> Fraction:
        return sum((share.weighted for share in self.shares), Fraction())

    @property
    def frames(self) -> tuple[Post, ...]:
        return tuple(Post(share.name, share.amount) for share in self.shares)

    @property
    def left(self) -> int:
        """What the unit of the key leaves undivided: 0 when frames are set to the krone, and all without a key."""
        return self.rest - sum(share.amount for share in self.shares)


def apportion_grant(
    *,
    grant: int,
    bound: Iterable[Post] = (),
    set_asides: Iterable[Post] = (),
    fixed: Iterable[Post] = (),
    fellestiltak: Iterable[Post] = (),
    key: Key | None,
    counts: Mapping[str, Mapping[str, int | None]],
) -> Apportionment:
    """Divide `grant` among the networks that `counts` names, in the order it names them. Without a key, take off only.

    A count of None is one we don't know; it is refused where the key gives it weight, never read as 0.
    Raises CannotApportion.
    """
    posts = [tuple(each) for each in (bound, set_asides, fixed, fellestiltak)]
    _check_posts(grant, posts)
    taken_off = dict(zip(("bound", "set_asides", "fixed", "fellestiltak"), posts, strict=True))
    if key is None:
        return Apportionment(grant=grant, **taken_off, key=Key(0, {}), shares=())
    _check_key(key)
    known = _check_counts(key, counts)

    rest = grant - sum(post.amount for group in posts for post in group)
    pro_rata = rest - key.base * len(known)
    if pro_rata < 0:
        raise CannotApportion(
            f"Grunntilskuddet på {kr(key.base)} til {len(known)} nettverk blir {kr(key.base * len(known))}, "
            f"men det er bare {kr(rest)} igjen å fordele. Senk grunntilskuddet eller postene foran."
        )
    shares = _share_out(pro_rata, key, known)
    return Apportionment(grant=grant, **taken_off, key=key, shares=shares)


def share_of(total: int, share: Fraction) -> int:
    """A share of an amount in whole kroner, rounded down. Raises CannotApportion unless 0 <= share <= 1."""
    if not 0 <= share <= 1:
        raise CannotApportion("En andel må være mellom 0 og 100 prosent.")
    return int(total * share)


def largest_remainder(units: int, weights: Mapping[str, Fraction]) -> dict[str, tuple[Fraction, int, bool]]:
    """Divide whole units by weight: {name: (exact share, rounded down, got one more)}.

    Each first gets its exact share rounded down. Those that lost most in the rounding get one
    more, until all units are given. When two lost the same, the first in Norwegian alphabetical
    order gets it: an order that everyone can check and that no one can influence.
    """
    total = sum(weights.values(), Fraction())
    exact = {name: units * weight / total for name, weight in weights.items()}
    down = {name: int(share) for name, share in exact.items()}
    left_over = units - sum(down.values())
    by_loss = sorted(exact, key=lambda name: (down[name] - exact[name], sort_key(name), name))
    lucky = set(by_loss[:left_over])
    return {name: (exact[name], down[name], name in lucky) for name in weights}


def _share_out(pro_rata: int, key: Key, counts: Mapping[str, Mapping[str, int]]) -> tuple[Share, ...]:
    weighted = {
        name: sum((key.weights[group] * number for group, number in groups.items()), Fraction())
        for name, groups in counts.items()
    }
    if not any(weighted.values()):
        raise CannotApportion("Ingen av nettverkene har barn eller elever å fordele etter. Legg inn tallene først.")
    shared = largest_remainder(pro_rata // key.unit, weighted)
    return tuple(
        Share(
            name=name,
            counts=counts[name],
            weighted=weighted[name],
            base=key.base,
            exact=exact * key.unit,
            rounded_down=down * key.unit,
            rounded_up=one_more,
            unit=key.unit,
        )
        for name, (exact, down, one_more) in shared.items()
    )


def _check_posts(grant: int, groups: Sequence[Sequence[Post]]) -> None:
    if grant < 0:
        raise CannotApportion("Fylkets tilskudd kan ikke være under 0 kr.")
    for post in (post for group in groups for post in group):
        if post.amount < 0:
            raise CannotApportion(f"«{post.name}» er satt til {kr(post.amount)}. Et beløp kan ikke være under 0 kr.")
    names = ("bundet av tidligere år", "avsatt", "faste tildelinger", "fellestiltak")
    taken = 0
    for name, group in zip(names, groups, strict=True):
        amount = sum(post.amount for post in group)
        taken += amount
        if taken > grant:
            raise CannotApportion(
                f"Det er {kr(grant)} å fordele, men postene til og med {name} blir {kr(taken)}. "
                f"Det er {kr(taken - grant)} for mye."
            )


def _check_key(key: Key) -> None:
    if key.base < 0:
        raise CannotApportion("Grunntilskuddet kan ikke være under 0 kr.")
    if key.unit < 1:
        raise CannotApportion("Rammene må rundes til hele kroner eller mer.")
    if not key.weights or not any(key.weights.values()):
        raise CannotApportion("Nøkkelen har ingen vekter. Gi minst én gruppe barn eller elever en vekt over 0.")
    for group, weight in key.weights.items():
        if weight < 0:
            raise CannotApportion(f"Vekt for {_called(group)} er under 0. En vekt må være 0 eller mer.")


def _check_counts(key: Key, counts: Mapping[str, Mapping[str, int | None]]) -> dict[str, dict[str, int]]:
    if not counts:
        raise CannotApportion("Det er ingen nettverk å fordele til.")
    known: dict[str, dict[str, int]] = {}
    for name, groups in counts.items():
        known[name] = {}
        for group, weight in key.weights.items():
            number = groups.get(group)
            if number is None:
                if weight:
                    raise CannotApportion(f"Antall {_called(group)} mangler for {name}. Det kan ikke leses som 0.")
                continue
            if number < 0:
                raise CannotApportion(f"{name} har {number} {_called(group)}. Et antall kan ikke være under 0.")
            known[name][group] = number
    return known


def _called(group: str) -> str:
    return GROUPS.get(group, f"«{group}»")
