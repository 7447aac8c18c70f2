"""docs/rules/scoring.md says what the code does: its tables are read, scored, ranked and compared."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laget.rules.names import sort_key
from laget.rules.scoring import Asked, Standing, cut, departs, in_order, part_of, places, score, share_out, steps
from laget.rules.scoring import weighted as weigh
from testing.markdown import DOCS, number, sections, tables

PAGE = sections(DOCS / "rules/scoring.md")
ONE = ("Weights", "One is tied, and one has not scored", "Nobody is left", "Weights that are no whole numbers")
ORDERS = ("Ties", "Networks alone")
LINES = ("Nobody gets the rest", "The one on the line gets the rest", "It fits to the krone")


@pytest.mark.parametrize("heading", ONE)
def test_an_application_scores_as_the_page_says(heading: str) -> None:
    said, members = tables(PAGE[heading])
    weights = {row["Given"].removeprefix("weight: "): Fraction(row["Value"]) for row in said}
    points = {row["Member"]: {key: int(row[key]) for key in weights} for row in members if row["Score"] != "–"}
    tied = {row["Member"] for row in members if "tied" in row.values()}
    assert {name: weigh(each, weights) for name, each in points.items()} == {
        row["Member"]: Fraction(row["Score"]) for row in members if row["Score"] != "–"
    }
    found = score(points, weights, members=[row["Member"] for row in members], tied=tied)
    shown = "none" if found.value is None else str(found.value)
    says = f"Score: {shown}. Counted: {found.counted}. Missing: {found.missing}. Tied: {found.recused}."
    assert says in PAGE[heading]


def test_what_someone_tied_has_given_is_left_out() -> None:
    points = {"Berit": {"need": 5}, "Jon": {"need": 1}}
    assert score(points, {"need": Fraction(1)}, members=["Berit", "Jon"], tied={"Jon"}).value == 5


@pytest.mark.parametrize("heading", ORDERS)
def test_the_order_is_that_of_the_page(heading: str) -> None:
    rows = tables(PAGE[heading])[0]
    ordered = in_order(reversed(_standings(heading)))
    assert [each.id for each in ordered] == [row["Application"] for row in rows]
    assert places(ordered) == {row["Application"]: int(row["Place"]) for row in rows}


@pytest.mark.parametrize("row", tables(PAGE["A move and its reason"])[0], ids=lambda row: f"{row['Moved']} {row['To']}")
def test_a_move_needs_a_reason_when_the_page_says_so(row: dict[str, str]) -> None:
    ordered = _standings("Ties")
    before, after = int(row["From"]) - 1, int(row["To"]) - 1
    assert ordered[before].id == row["Moved"]
    up = after < before
    passed = ordered[after:before] if up else ordered[before + 1 : after + 1]
    assert departs(passed, ordered[before], up=up) is (row["Reason"] == "needed")


@pytest.mark.parametrize("heading", LINES)
def test_the_line_is_drawn_where_the_page_draws_it(heading: str) -> None:
    found = re.search(r"^Money: ([\d ]+)\. The rest goes to: (\w+)\.$", PAGE[heading], re.MULTILINE)
    assert found
    money, rest_to = number(found[1]), None if found[2] == "nobody" else found[2]
    rows = tables(PAGE[heading])[0]
    ranked = [Asked(row["Application"], number(row["Applied"])) for row in rows]
    drawn = cut(ranked, money, rest_to=rest_to)
    assert drawn.sums == [number(row["Running sum"]) for row in rows]
    assert drawn.granted == [number(row["Granted"]) for row in rows]
    costs = [f"{step.lower} / {step.upper}" for step in steps(ranked, money, rest_to=rest_to)]
    assert costs == [row["Up"].replace(" ", "").replace("/", " / ") for row in rows[1:]]
    left = re.search(r"^Left: ([\d ]+)\.$", PAGE[heading], re.MULTILINE)
    assert left
    assert drawn.left == number(left[1])


def test_less_than_applied_for_is_shared_as_the_page_says() -> None:
    rows = tables(PAGE["Less than applied for"])[0]
    this_year = {row["Recipient"]: number(row["Applied"]) for row in rows if row["Year"] == "2025"}
    shared = share_out(this_year, 300_000)
    assert shared == {row["Recipient"]: number(row["Recommended"]) for row in rows if row["Year"] == "2025"}
    (later,) = [row for row in rows if row["Year"] == "2026"]
    assert part_of(number(later["Applied"]), 300_000, sum(this_year.values())) == number(later["Recommended"])


amounts = st.lists(st.integers(0, 50), min_size=1, max_size=8)


@given(amounts, st.integers(0, 150), st.integers(0, 7))
def test_a_step_costs_what_taking_it_shows(asked: list[int], money: int, rest: int) -> None:
    ranked, rest_to = [Asked(n, amount) for n, amount in enumerate(asked)], rest % len(asked)
    now = cut(ranked, money, rest_to=rest_to)
    assert sum(now.granted) + now.left == money
    before = dict(zip(range(len(asked)), now.granted, strict=True))
    for n, step in enumerate(steps(ranked, money, rest_to=rest_to)):
        turned = [*ranked[:n], ranked[n + 1], ranked[n], *ranked[n + 2 :]]
        granted = cut(turned, money, rest_to=rest_to).granted
        after = {each.id: amount for each, amount in zip(turned, granted, strict=True)}
        changed = {id: after[id] - before[id] for id in after}
        assert changed == {**dict.fromkeys(after, 0), n: step.upper, n + 1: step.lower}


@given(
    st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 1000), min_size=1, max_size=5), st.integers(0, 99)
)
def test_what_is_shared_out_is_all_of_it_and_never_more_than_applied_for(lines: dict[str, int], percent: int) -> None:
    total = sum(lines.values()) * percent // 100
    shared = share_out(lines, total)
    assert sum(shared.values()) == total
    assert all(shared[name] <= lines[name] for name in lines)


def _standings(heading: str) -> list[Standing[str]]:
    return [
        Standing(
            row["Application"],
            None if row["Score"] == "–" else Fraction(row["Score"]),
            None if row["Network's place"] == "–" else int(row["Network's place"]),
            sort_key(row["Application"]),
        )
        for row in tables(PAGE[heading])[0]
    ]
