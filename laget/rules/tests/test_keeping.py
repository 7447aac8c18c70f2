"""Names are kept as long as someone may have to answer for who was there, and no longer."""

from datetime import date

import pytest

from laget.rules.keeping import delete_on

HELD = date(2025, 5, 14)


@pytest.mark.parametrize(
    ("approved", "gone"),
    [
        (None, date(2026, 11, 13)),  # no report on its money: a year and a half
        (date(2026, 8, 1), date(2026, 10, 30)),  # 90 days after the report was approved
        (date(2025, 3, 1), date(2025, 8, 12)),  # approved before it was held
        (date(2026, 10, 1), date(2026, 11, 13)),  # late, and so no longer than it would have been
    ],
)
def test_names_go_after_the_report_and_never_later_than_a_year_and_a_half(approved: date | None, gone: date) -> None:
    assert delete_on(HELD, approved) == gone
