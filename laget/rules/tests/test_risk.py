"""docs/rules/risk.md says what the code does: its tables are read, judged and put in order."""

from typing import cast

import pytest

from laget.rules.risk import Level, Limits, Risk, first_things_first
from testing.markdown import DOCS, sections, tables

PAGE = sections(DOCS / "rules/risk.md")
Row = dict[str, str]


@pytest.mark.parametrize("row", tables(PAGE["Worked examples"])[0], ids=lambda row: cast("Row", row)["What"])
def test_a_risk_is_as_high_as_the_page_says(row: Row) -> None:
    risk = Risk(int(row["Probability"]), int(row["Consequence"]))
    limits = Limits(int(row["Considered from"]), int(row["Done from"]))
    assert (risk.product, limits.level(risk)) == (int(row["Risk"]), Level(row["Level"]))


def test_what_is_done_first_is_as_the_page_says() -> None:
    rows: list[Row] = tables(PAGE["What is done first"])[0]
    found = first_things_first(rows, risk_of=_risk, limits_of=lambda _row: Limits(5, 15))
    assert [row["Place"] for row in found] == [str(n) for n in range(1, len(rows) + 1)]


def test_limits_that_are_not_set_are_the_usual_ones() -> None:
    assert (Limits.of(None, None), Limits.of(4, None), Limits.of(3, 9)) == (Limits(5, 15), Limits(4, 15), Limits(3, 9))


@pytest.mark.parametrize(("probability", "consequence"), [(0, 3), (3, 6)])
def test_a_degree_outside_the_matrix_is_refused(probability: int, consequence: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 5"):
        Risk(probability, consequence)


def _risk(row: Row) -> Risk | None:
    return Risk(int(row["Probability"]), int(row["Consequence"])) if row["Probability"] else None
