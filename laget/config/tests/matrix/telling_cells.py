"""The cells of being told: notices, what one chooses, and the addresses of one's calendar."""

from collections.abc import Iterator

from django.urls import reverse

from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.stage import Stage
from laget.config.tests.matrix.telling_scene import READER


def of_telling(stage: Stage) -> Iterator[Cell]:
    for pk, note in stage.told.notices.items():
        yield Cell("telling:open", reverse("telling:open", args=[pk]), note)
    yield Cell("telling:open", reverse("telling:open", args=[0]))
    for pk, owner in ((stage.told.address, READER), (0, None)):
        yield Cell("telling:stop_address", reverse("telling:stop_address", args=[pk]), owner)
    for secret, owner in ((stage.told.secret, READER), (stage.told.secret[:-1], None)):
        yield Cell("calendar:feed", reverse("calendar:feed", args=[secret]), owner)
    written = {"kind": "samling", "title": "Samling 2", "first": "2025-03-12", "sequence": 0}
    for name in ("Innherred", "Fosen", "Oslos Innherred"):
        address = reverse("calendar:network", args=[stage.world.parties[name].pk])
        yield Cell("calendar:network", address, name, written)
    for route in ("calendar:entry", "calendar:call_off"):
        yield Cell(route, reverse(route, args=[stage.told.entry]), "Innherred", written)
        yield Cell(route, reverse(route, args=[UNKNOWN]), None, written)
    yield Cell("calendar:network", reverse("calendar:network", args=[UNKNOWN]), None, written)
    chosen = {"by_mail": "on", "at": "16:00", "days": ["3"], "language": "nn"}
    yield Cell("telling:wishes", reverse("telling:wishes"), "own", chosen)
    yield Cell("telling:make_address", reverse("telling:make_address"), "own", {"name": "Outlook"})
