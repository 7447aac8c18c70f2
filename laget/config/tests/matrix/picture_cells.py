"""The cells of the pictures: parties of every kind, with files, each figure of some, and those that aren't there."""

from collections.abc import Iterator

from django.urls import reverse

from laget.config.tests.matrix.cast import OSLO, TRONDELAG
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.picture import Figure
from laget.config.tests.matrix.stage import Stage
from laget.effect.insight.under_queries import FIGURES

_PARTIES = (
    *("Solbakken barnehage", "Havhesten barnehage", "Furuset barnehage"),
    *("Inderøy kommune", "Ørland kommune", "Oslo kommune", "Nord universitet", "HINN"),
    *("Innherred", "Fosen", "PPT-ledernettverket", "Oslos Innherred", TRONDELAG, OSLO),
)
_WITH_FIGURES = ("Solbakken barnehage", "Inderøy kommune", "Innherred", "HINN", TRONDELAG)
_PAGES = ("picture:party", "picture:money", "picture:together", "picture:coverage", "picture:steering")


def of_pictures(stage: Stage) -> Iterator[Cell]:
    for name in _PARTIES:
        pk = stage.world.parties[name].pk
        for route in _PAGES:
            yield Cell(route, reverse(route, args=[pk]), name)
    pk = stage.world.parties["HINN"].pk  # works in both counties
    yield Cell("picture:party", f"{reverse('picture:party', args=[pk])}?fylke=oslo", "HINN")
    for name in _WITH_FIGURES:
        pk = stage.world.parties[name].pk
        for figure in FIGURES:
            yield Cell("picture:under", reverse("picture:under", args=[pk, figure]), Figure(name))
        yield Cell("picture:under", f"{reverse('picture:under', args=[pk, 'tiltak'])}?som=xlsx", Figure(name))
        yield Cell("picture:under", reverse("picture:under", args=[pk, "alt"]), Figure(name, known=False))
    for name in (TRONDELAG, OSLO):
        for kind in ("xlsx", "json"):
            address = reverse("picture:steering", args=[stage.world.parties[name].pk])
            yield Cell("picture:steering", f"{address}?som={kind}", name)
    for route in _PAGES:
        yield Cell(route, reverse(route, args=[UNKNOWN]))
    yield Cell("picture:under", reverse("picture:under", args=[UNKNOWN, "tiltak"]))
    yield Cell("picture:overview", reverse("picture:overview"))
    yield Cell("picture:nation", reverse("picture:nation"))
    yield Cell("picture:nation", f"{reverse('picture:nation')}?som=xlsx")
