"""What a division starts from: a county file alone, or a county file with what the database knows.

Needs no Django, so that anyone can check a county file by hand: `laget allocate FILE --round YEAR`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from laget.base.cycle.county_file import CountyFile, recipients
from laget.base.cycle.money_shape import FixedItem, KeyRule
from laget.base.cycle.problems import CountyFileProblem
from laget.rules.apportionment import Apportionment, Key, Post, apportion_grant, share_of


@dataclass(frozen=True, slots=True)
class Given:
    """An amount to a named recipient: `key` is what the county file calls them."""

    name: str
    amount: int
    key: str
    purpose: str = ""

    @property
    def post(self) -> Post:
        return Post(self.name, self.amount)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that decides a division. Amounts in kroner; counts by network name and group."""

    grant: int
    bound: tuple[Post, ...]
    set_asides: tuple[Post, ...]
    fixed: tuple[Given, ...]
    fellestiltak: tuple[Given, ...]
    key: Key | None  # None where applications are ranked against the money instead
    counts: Mapping[str, Mapping[str, int | None]]
    counts_are: str = ""
    unknown: Mapping[str, list[str]] = field(default_factory=dict)  # virksomheter without a number, by network

    def divide(self) -> Apportionment:
        """Raises CannotApportion."""
        return apportion_grant(
            grant=self.grant,
            bound=self.bound,
            set_asides=self.set_asides,
            fixed=[given.post for given in self.fixed],
            fellestiltak=[given.post for given in self.fellestiltak],
            key=self.key,
            counts=self.counts,
        )


def inputs_from_file(file: CountyFile, year: int) -> Inputs:
    """What the county file says of a year. Raises CountyFileProblem when it says nothing."""
    if year not in file.years:
        known = ", ".join(str(each) for each in sorted(file.years)) or "ingen"
        raise CountyFileProblem([f"Fila sier ikke noe om {year}. Årene i fila: {known}."])
    decided = file.years[year]
    competence = {key: network.name for key, network in file.networks.items() if network.purpose == "competence"}
    return Inputs(
        grant=decided.grant,
        bound=tuple(Post(each.name, each.amount) for each in decided.bound),
        set_asides=tuple(
            Post(each.name, share_of(decided.grant, each.share) if each.share is not None else each.amount or 0)
            for each in decided.set_asides
        ),
        fixed=tuple(_expanded(file, file.money.fixed)),
        fellestiltak=tuple(_expanded(file, decided.fellestiltak)),
        key=None if file.competitive else key_of(decided.key or file.money.key),
        counts={name: decided.counts.get(key, {}) for key, name in competence.items()},
        counts_are=decided.counts_are,
    )


def key_of(rule: KeyRule | None) -> Key:
    assert rule is not None  # a file with frames has one
    return Key(rule.base, dict(rule.weights), rule.unit)


def as_json(result: Apportionment) -> dict[str, Any]:
    """The division as data: amounts in kroner, lists of {"name", "amount"}."""

    def posts(each: Iterable[Post]) -> list[dict[str, Any]]:
        return [{"name": post.name, "amount": post.amount} for post in each]

    return {
        "grant": result.grant,
        "bound": posts(result.bound),
        "set_asides": posts(result.set_asides),
        "fixed": posts(result.fixed),
        "fellestiltak": posts(result.fellestiltak),
        "frames": posts(result.frames),
        "left": result.left,
    }


def frozen(inputs: Inputs) -> dict[str, Any]:
    """The inputs as data, to be kept with the decision. Weights are exact fractions, as text."""
    return {
        "grant": inputs.grant,
        "bound": [[post.name, post.amount] for post in inputs.bound],
        "set_asides": [[post.name, post.amount] for post in inputs.set_asides],
        "fixed": [[given.name, given.amount, given.key] for given in inputs.fixed],
        "fellestiltak": [[given.name, given.amount, given.key] for given in inputs.fellestiltak],
        "key": inputs.key
        and {
            "base": inputs.key.base,
            "weights": {group: str(weight) for group, weight in inputs.key.weights.items()},
            "unit": inputs.key.unit,
        },
        "counts": {name: dict(groups) for name, groups in inputs.counts.items()},
        "counts_are": inputs.counts_are,
    }


def _expanded(file: CountyFile, items: Iterable[FixedItem]) -> Iterable[Given]:
    """Each item once for every recipient; the name says whose it is, so that no two are called the same."""
    for item in items:
        found = list(recipients(file, item.to))
        for key, name in found:
            yield Given(
                item.name if item.to == "forum" or item.name == name else f"{item.name}, {name}",
                item.amount,
                key,
                item.purpose,
            )
