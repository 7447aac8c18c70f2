"""docs/rules/apportionment.md says what the code does: its tables are read, divided and compared."""

import json
import re
import tomllib
from fractions import Fraction
from typing import Any

import pytest

from laget.base.cycle.county_file import recipients
from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.config.cli import main
from laget.rules.apportionment import CannotApportion, Key, Post, apportion_grant, share_of
from testing.markdown import DOCS, number, quote, sections, tables

PAGE = sections(DOCS / "rules/apportionment.md")
TAKEN_OFF = {"bound": "bound", "set aside": "set_asides", "fixed": "fixed", "fellestiltak": "fellestiltak"}
OUTCOMES = ("Network", "Exact", "Frame")
# An example is a section with what is given in its first table, and the networks in its second.
EXAMPLES = {heading: text for heading, text in PAGE.items() if tables(text) and "Given" in tables(text)[0][0]}
REFUSED = tables(PAGE["What is refused"])[0]


def test_the_page_has_examples_of_all_that_the_rule_says() -> None:
    assert list(EXAMPLES) == [
        "Everything taken off first",
        "The largest remainder",
        "A tie",
        "Whole thousands",
        "Groups that weigh differently",
        "A masked count",
        "A masked count that weighs nothing",
    ]


@pytest.mark.parametrize("heading", EXAMPLES)
def test_the_example_comes_out_as_the_page_says(heading: str) -> None:
    given, networks = tables(EXAMPLES[heading])
    if refusal := quote(EXAMPLES[heading]):
        with pytest.raises(CannotApportion) as refused:
            apportion_grant(**_read(given, networks))
        assert str(refused.value) == refusal
        return
    result = apportion_grant(**_read(given, networks))
    said = {row["Network"]: (_mixed(row["Exact"]), number(row["Frame"])) for row in networks}
    assert {share.name: (share.exact, share.amount) for share in result.shares} == said
    rest_and_left = re.search(r"^Rest: ([\d ]+)\. Not divided: ([\d ]+)\.$", EXAMPLES[heading], re.MULTILINE)
    assert rest_and_left
    assert [result.rest, result.left] == [number(text) for text in rest_and_left.groups()]


@pytest.mark.parametrize("row", REFUSED, ids=[row["Changed"] for row in REFUSED])
def test_what_is_wrong_is_refused_in_the_words_of_the_page(row: dict[str, str]) -> None:
    plain = {"grant": 100, "base": 0, "unit": 1, "weights": {"pupils": 1}, "counts": {"Fosen": {"pupils": 1}}}
    case: dict[str, Any] = plain | tomllib.loads(row["Changed"].strip("`"))
    weights = {group: Fraction(weight) for group, weight in case["weights"].items()}
    posts = {name: [Post(*item) for item in case.get(name, {}).items()] for name in TAKEN_OFF.values()}
    with pytest.raises(CannotApportion) as refused:
        apportion_grant(
            grant=case["grant"], key=Key(case["base"], weights, case["unit"]), counts=case["counts"], **posts
        )
    assert str(refused.value).replace("\u00a0", " ") == row["Refused with"]


@pytest.mark.parametrize("share", [Fraction(-1, 100), Fraction(101, 100)])
def test_a_share_that_is_none_is_refused_in_the_words_of_the_page(share: Fraction) -> None:
    with pytest.raises(CannotApportion) as refused:
        share_of(100, share)
    assert str(refused.value) == quote(PAGE["What is refused"])


def test_the_fixed_items_of_trondelag_are_those_of_the_page() -> None:
    file = read_county_file(COUNTIES / "trondelag.toml")
    *said, total = tables(PAGE["Trøndelag"])[0]
    items = [(item.name, item.amount, len(list(recipients(file, item.to)))) for item in file.money.fixed]
    assert items == [(row["Fixed item"], number(row["Each"]), number(row["To how many"])) for row in said]
    assert [each * many for _name, each, many in items] == [number(row["Together"]) for row in said]
    assert sum(each * many for _name, each, many in items) == number(total["Together"]) == 2_400_000


def test_the_command_divides_trondelag_as_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["allocate", "trondelag", "--round", "2025", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    fixed, fellestiltak = (sum(post["amount"] for post in result[name]) for name in ("fixed", "fellestiltak"))
    rest = sum(post["amount"] for post in result["frames"]) + result["left"]
    amounts = {"Grant": result["grant"], "Fixed items": fixed, "Fellestiltak": fellestiltak, "Rest": rest}
    amounts |= {post["name"]: post["amount"] for post in result["frames"]} | {"Not divided": result["left"]}
    assert amounts == {row["Post"]: number(row["Amount"]) for row in tables(PAGE["Trøndelag in 2025"])[0]}
    assert rest == result["grant"] - fixed - fellestiltak


def _read(given: list[dict[str, str]], networks: list[dict[str, str]]) -> dict[str, Any]:
    """What `apportion_grant` takes, out of the two tables of an example."""
    values = {row["Given"]: row["Value"] for row in given}
    weights = {name.removeprefix("weight: "): Fraction(v) for name, v in values.items() if name.startswith("weight")}
    posts: dict[str, list[Post]] = {name: [] for name in TAKEN_OFF.values()}
    for name, amount in values.items():
        kind, _colon, item = name.partition(": ")
        if kind in TAKEN_OFF:
            posts[TAKEN_OFF[kind]].append(Post(item, number(amount)))
    counts = {
        row["Network"]: {
            group: None if count == "–" else number(count) for group, count in row.items() if group not in OUTCOMES
        }
        for row in networks
    }
    key = Key(number(values["base"]), weights, number(values.get("unit", "1")))
    return {"grant": number(values["grant"]), "key": key, "counts": counts, **posts}


def _mixed(text: str) -> Fraction:
    """ "26 666 2/3" as a fraction: the whole kroner, and what is left."""
    *whole, last = text.split(" ")
    return number("".join(whole)) + Fraction(last) if "/" in last else Fraction(number(text))
