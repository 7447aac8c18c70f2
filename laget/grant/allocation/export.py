"""A division as a spreadsheet: the amounts, every step behind them, and the key."""

from collections.abc import Iterator, Mapping
from typing import Any

from laget.base.ui.spreadsheet import Sheet
from laget.rules.apportionment import GROUPS

_TAKEN_OFF = {
    "bound": "Bundet av tidligere år",
    "set_asides": "Satt av",
    "fixed": "Faste tildelinger",
    "fellestiltak": "Fellestiltak",
}


def sheets(result: Mapping[str, Any], inputs: Mapping[str, Any]) -> list[Sheet]:
    """`result` and `inputs` as an adopted division keeps them."""
    posts = Sheet("Fordeling", ["Post", "Navn", "Beløp"], _posts(result))
    if inputs["key"] is None:
        return [posts]
    return [
        posts,
        Sheet("Hvorfor dette beløpet", ["Nettverk", "Steg", "Regnestykke", "Beløp"], _steps(result)),
        Sheet("Nøkkel og tall", ["Hva", "Gruppe", "Verdi"], _key(inputs), plain=frozenset({2})),
    ]


def _posts(result: Mapping[str, Any]) -> Iterator[list[Any]]:
    yield ["Fylkets tilskudd", "", result["grant"]]
    for name, label in _TAKEN_OFF.items():
        yield from ([label, post["name"], post["amount"]] for post in result[name])
    yield from (["Ramme", post["name"], post["amount"]] for post in result["frames"])
    yield ["Ikke fordelt", "", result["left"]]
    parts = (post["amount"] for name in (*_TAKEN_OFF, "frames") for post in result[name])
    yield ["Sum av delene", "", sum(parts) + result["left"]]


def _steps(result: Mapping[str, Any]) -> Iterator[list[Any]]:
    for network in result["why"]:
        yield from ([network["name"], *step] for step in network["steps"])


def _key(inputs: Mapping[str, Any]) -> Iterator[list[Any]]:
    yield ["Grunntilskudd", "", inputs["key"]["base"]]
    yield from (["Vekt", GROUPS.get(group, group), weight] for group, weight in inputs["key"]["weights"].items())
    yield ["Rammene settes i hele kroner", "", inputs["key"]["unit"]]
    for network, groups in inputs["counts"].items():
        yield from ([network, GROUPS.get(group, group), number] for group, number in groups.items())
    yield ["Kilde", "", inputs["counts_are"]]
