"""docs/rules/scores.md says what the code does: its tables are read, scored and compared."""

from fractions import Fraction
from typing import cast

import pytest

from laget.rules.scores import ScaleRule, mean_and_deviation, score
from testing.markdown import DOCS, sections, tables

PAGE = sections(DOCS / "rules/scores.md")
# An example is a section with the rule in its first table, and the people in its second.
EXAMPLES = {heading: tables(text) for heading, text in PAGE.items() if "| method |" in text}


def _rule(given: dict[str, str], columns: list[str]) -> ScaleRule:
    items = tuple((_key(column), "↔" in column) for column in columns)
    method = given["method"]
    assert method in {"mean", "sum"}
    share = Fraction(given["share"])
    return ScaleRule(items, int(given["low"]), int(given["high"]), share, "sum" if method == "sum" else "mean")


def _key(column: str) -> str:
    return column.removesuffix("↔").strip()


def _number(text: str) -> Fraction | None:
    return None if text == "none" else Fraction(text)


def test_the_page_has_examples_of_all_that_the_rule_says() -> None:
    assert list(EXAMPLES) == [
        "Reversed items",
        "Missing items",
        "Exactly three quarters",
        "A lower share",
        "The same answer to everything",
        "The first version of an instrument",
        "The second version, where b is turned",
    ]


@pytest.mark.parametrize("heading", EXAMPLES)
def test_the_scores_come_out_as_the_page_says(heading: str) -> None:
    [given], people = EXAMPLES[heading]
    columns = [column for column in people[0] if column not in {"Who", "Score"}]
    rule = _rule(given, columns)
    found = {
        row["Who"]: score(rule, {_key(column): int(row[column]) for column in columns if row[column] != "–"})
        for row in people
    }
    assert found == {row["Who"]: _number(row["Score"]) for row in people}


@pytest.mark.parametrize("row", tables(PAGE["Many people"])[0], ids=lambda row: cast("dict[str, str]", row)["Scores"])
def test_the_mean_and_the_deviation_are_those_of_the_page(row: dict[str, str]) -> None:
    scores = [float(Fraction(each)) for each in row["Scores"].split(", ")]
    found = mean_and_deviation(len(scores), sum(scores), sum(each * each for each in scores))
    assert [f"{each:.3f}" for each in found] == [row["Mean"], row["Deviation"]]
