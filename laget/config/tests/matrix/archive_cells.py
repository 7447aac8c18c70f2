"""The cells of the archive: the journal and cases of both counties, and those that aren't there."""

from collections.abc import Iterator

from django.urls import reverse

from laget.base.actors.models import County
from laget.config.tests.matrix.cells import Cell
from laget.config.tests.matrix.stage import Stage
from laget.effect.archive.models import CaseFile, Entry

_EXEMPT = {"parts": ["hides_title"], "basis": "offl. § 15"}


def of_archive(_stage: Stage) -> Iterator[Cell]:
    for slug, name in (*County.objects.values_list("slug", "name"), ("ingen", None)):
        for route in ("archive:journal", "archive:cases", "archive:keep"):
            yield Cell(route, reverse(route, args=[slug]), name)
    for county in County.objects.all():
        cases = CaseFile.objects.filter(county=county).order_by("pk")
        for case in cases[:2]:
            for route in ("archive:case", "archive:package"):
                yield Cell(route, reverse(route, args=[case.pk]), county.name)
        for entry in Entry.objects.filter(county=county).order_by("pk")[:2]:
            yield Cell("archive:entry", reverse("archive:entry", args=[entry.pk]), county.name, _EXEMPT)
        year = 2025 if cases.exists() else 1999
        address = reverse("archive:journal_file", args=[county.slug, year])
        yield Cell("archive:journal_file", address, county.name if cases.exists() else None)
    for route in ("archive:case", "archive:package", "archive:entry"):
        yield Cell(route, reverse(route, args=[0]))
