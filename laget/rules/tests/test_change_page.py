"""docs/rules/change.md says what the code does: its table is read, tried and compared."""

from typing import cast

import pytest

from laget.rules.change import Mean, has_changed
from testing.markdown import DOCS, sections, tables

ROWS = tables(sections(DOCS / "rules/change.md")["Worked examples"])[0]


def _mean(row: dict[str, str], when: str) -> Mean:
    return Mean(int(row[f"Number {when}"]), float(row[f"Mean {when}"]), float(row[f"Spread {when}"]))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: cast("dict[str, str]", row)["What"])
def test_what_counts_as_change_is_as_the_page_says(row: dict[str, str]) -> None:
    changed = has_changed(_mean(row, "before"), _mean(row, "after"), low=1, high=5)
    assert changed == {"yes": True, "no": False}[row["Changed"]]


def test_when_everyone_said_the_same_twice_nothing_has_changed() -> None:
    assert not has_changed(Mean(9, 3.0, 0.0), Mean(9, 3.0, 0.0), low=1, high=5)
