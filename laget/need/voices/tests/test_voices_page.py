"""The tables of docs/privacy/voices.md, tried."""

import pytest
from django.conf import settings
from django.utils.translation import override

from laget.need.voices.comparing import children_banded
from laget.need.voices.figures import K, by_theme, read, release
from laget.need.voices.said import Said
from testing.markdown import DOCS, sections, tables

PAGE = DOCS / "privacy/voices.md"
ROWS = tables(sections(PAGE)["What leaves the virksomhet"])[0]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(list(row.values())[:3]))
def test_others_see_what_the_page_says(row: dict[str, str]) -> None:
    good, mixed, hard = (int(row[answer]) for answer in ("Godt", "Litt av hvert", "Ikke godt"))
    said = Said(good + mixed + hard, good, mixed, hard)
    with override("nb"):
        shown = children_banded(read(release(by_theme([("access", said)]))))
    assert shown["access"].words == row["Others see"]


def test_the_page_says_how_many_and_how_long() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert K == 5
    assert "fewer than **five** children" in text
    assert f"{settings.VOICE_DAYS} days after its last day" in text
