"""The cells of who has been through what: parties of every kind, two lines, and those that aren't there."""

from collections.abc import Iterator

from django.urls import reverse

from laget.config.tests.matrix.cast import OSLO, TRONDELAG
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.stage import Stage
from laget.config.tests.matrix.uptake import ToldLine
from laget.effect.uptake.models import Told
from laget.need.catalogue.models import Entry

_OWNERS = ("Inderøy kommune", "Ørland kommune", "Oslo kommune")
_UNITS = ("Solbakken barnehage", "Havhesten barnehage", "Furuset barnehage")
_WIDE = ("Innherred", "Fosen", "Oslos Innherred", TRONDELAG, OSLO)


def of_uptake(stage: Stage) -> Iterator[Cell]:
    for name in (*_UNITS, *_OWNERS, *_WIDE):
        yield Cell("uptake:party", reverse("uptake:party", args=[stage.world.parties[name].pk]), name)
        yield Cell("uptake:party", f"{reverse('uptake:party', args=[stage.world.parties[name].pk])}?som=xlsx", name)
    for name in (*_UNITS, _OWNERS[0]):
        party = stage.world.parties[name]
        entry = Entry.objects.filter(county=party.county_id).first()
        posted = {"entry": entry.pk if entry else "", "year": 2020, "level": "all", "number": 7}
        yield Cell("uptake:tell", reverse("uptake:tell", args=[party.pk]), name, posted)
    names = {party.pk: name for name, party in stage.world.parties.items()}
    for line in Told.objects.order_by("pk"):
        about = ToldLine(names[line.unit_id], names[line.party_id])
        yield Cell("uptake:strike", reverse("uptake:strike", args=[line.pk]), about)
    yield Cell("uptake:party", reverse("uptake:party", args=[UNKNOWN]))
    yield Cell("uptake:tell", reverse("uptake:tell", args=[UNKNOWN]))
    yield Cell("uptake:strike", reverse("uptake:strike", args=[0]))
