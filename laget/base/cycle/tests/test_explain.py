"""What a county calls its documents, the pages can explain."""

from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.base.ui.terms import TERMS


def test_every_kind_of_document_is_explained() -> None:
    for path in COUNTIES.glob("*.toml"):
        assert set(read_county_file(path).forms) <= set(TERMS)
