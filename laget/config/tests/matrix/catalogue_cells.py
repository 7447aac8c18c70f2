"""The cells of the catalogue: the counties', two of their entries, and those that aren't there."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from laget.base.actors.models import County
from laget.config.tests.matrix.catalogue import Offered
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.route import On
from laget.config.tests.matrix.routes import ROUTES
from laget.config.tests.matrix.stage import Stage
from laget.need.catalogue.models import Entry

_OF_A_COUNTY = [name for name, route in ROUTES.items() if route.on is On.CATALOGUE]
_OF_AN_ENTRY = [name for name, route in ROUTES.items() if route.on is On.ENTRY]
_POSTED: dict[str, Any] = {
    "kind": "tool",
    "title": "Nytt",
    "about": "Noe nytt.",
    "provider": "Oss",
    "themes": ["inclusion"],
    "target_groups": ["school"],
    "levels": ["all"],
    "languages": ["nb"],
    "revision": 0,
}


def of_catalogue(stage: Stage) -> Iterator[Cell]:
    counties = {county.pk: county.name for county in County.objects.all()}
    for name in _OF_A_COUNTY:
        for pk, county in counties.items():
            yield Cell(name, reverse(name, args=[pk]), county, _POSTED)
        yield Cell(name, reverse(name, args=[UNKNOWN]), None, _POSTED)
    for county_pk, county in counties.items():
        entry = Entry.objects.filter(county=county_pk).first()
        assert entry
        for name in _OF_AN_ENTRY:
            yield Cell(name, reverse(name, args=[entry.pk]), Offered(county), _POSTED)
    for name in _OF_AN_ENTRY:
        yield Cell(name, reverse(name, args=[UNKNOWN]), None, _POSTED)
