"""The cells of searching, and what there is to find: of each kind, in both counties."""

from collections import defaultdict
from collections.abc import Iterator

from django.urls import reverse

from laget.config.tests.matrix.cells import Cell
from laget.config.tests.matrix.stage import Stage
from laget.config.tests.matrix.telling_scene import READER
from laget.effect.search.models import Hit


def of_search(stage: Stage) -> Iterator[Cell]:
    for query in ("", "?ord=barn", "?ord=barn&som=xlsx"):
        yield Cell("search:page", f"{reverse('search:page')}{query}", query, {"name": "Praksis"})
    for pk, owner in ((stage.told.saved, READER), (0, None)):
        yield Cell("search:delete", reverse("search:delete", args=[pk]), owner)


def hits(*, thorough: bool) -> list[Hit]:
    """All that can be found; else one of each kind in each county."""
    found: dict[tuple[str, object], list[Hit]] = defaultdict(list)
    for hit in Hit.objects.order_by("title", "pk"):
        found[hit.kind, hit.county_id].append(hit)
    return [hit for each in found.values() for hit in (each if thorough else each[:1])]
