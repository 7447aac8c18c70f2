"""The cells of the forms: one with a draft, one without, one that isn't changed in pages, and none."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from laget.base.cycle.models import Round
from laget.config.tests.matrix.cast import OSLO, TRONDELAG
from laget.config.tests.matrix.cells import Cell
from laget.config.tests.matrix.forms import Asking
from laget.config.tests.matrix.route import On
from laget.config.tests.matrix.routes import ROUTES
from laget.config.tests.matrix.stage import Stage
from testing.county_forms import revision_of

_NAMES = [name for name, route in ROUTES.items() if route.on is On.FORM]
# A section of each that Laget reads nothing in, and its second question.
_PARTS = {"behovsmelding": ("cooperation", "statped"), "report": ("done", "deviations")}
_EXTRA: dict[str, tuple[str | int, ...]] = {"version": (1,), "section": ("part",), "add_question": ("part",)}
_EXTRA |= {f"{act}_section": ("part",) for act in ("move", "remove")}
_EXTRA |= dict.fromkeys(("question", "move_question", "remove_question"), ("part", "key"))


def of_forms(stage: Stage) -> Iterator[Cell]:
    yield Cell("form:round", reverse("form:round", args=[0]))
    for round, county in ((stage.round, TRONDELAG), (stage.oslo_round, OSLO)):
        yield Cell("form:round", reverse("form:round", args=[round.pk]), Asking(county, draft=False))
        for kind in _PARTS:
            drafted = kind == "behovsmelding" and county == TRONDELAG
            yield from _of_form(round, kind, Asking(county, draft=drafted))
    yield from _of_form(stage.round, "tilsagn", None)
    yield from _of_form(stage.round, "ukjent", None)


def _of_form(round: Round, kind: str, known: Asking | None) -> Iterator[Cell]:
    posted: dict[str, Any] = {"title": "Mer", "label": "Hva?", "type": "text", "way": "up"}
    posted["revision"] = revision_of(round, kind)
    part, key = _PARTS.get(kind, ("need", "need"))
    for name in _NAMES:
        extra = ({"part": part, "key": key}.get(str(each), each) for each in _EXTRA.get(name.partition(":")[2], ()))
        yield Cell(name, reverse(name, args=[round.pk, kind, *extra]), known, posted)
    for name in ("form:question", "form:move_question", "form:remove_question"):
        yield Cell(name, reverse(name, args=[round.pk, kind, part, "ingen"]), None, posted)
    yield Cell("form:version", reverse("form:version", args=[round.pk, kind, 9]))
