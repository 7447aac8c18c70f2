"""The cells of syntheses: every address of each, of those for whom they are made, and of those that aren't there."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from laget.config.tests.matrix.cast import FORUM, OSLO, TRONDELAG
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.stage import Stage
from laget.config.tests.matrix.summed import MAKERS
from laget.config.tests.matrix.synthesis import Summed
from laget.effect.synthesis.models import Synthesis
from laget.effect.synthesis.picture import picture_of
from laget.effect.synthesis.queries import visible_to

_FOR = ("Innherred", FORUM[TRONDELAG], TRONDELAG, OSLO)
_OF_ONE = ("case", "choose", "themes", "freeze", "open")
_OF_SECTION = ("write", "quotations")


def of_syntheses(stage: Stage) -> Iterator[Cell]:
    for party in _FOR:
        address = reverse("synthesis:make", args=[stage.world.parties[party].pk, "behovsmelding"])
        yield Cell("synthesis:make", address, party, {"title": "Ny"})
    yield Cell("synthesis:make", reverse("synthesis:make", args=[UNKNOWN, "behovsmelding"]), None, {"title": "Ny"})
    for synthesis in Synthesis.objects.select_related("party", "county", "frozen").order_by("made_at", "pk"):
        yield from _of_one(stage, synthesis)
    for name in _OF_ONE:
        yield Cell(f"synthesis:{name}", reverse(f"synthesis:{name}", args=[UNKNOWN]))
    for name in _OF_SECTION:
        yield Cell(f"synthesis:{name}", reverse(f"synthesis:{name}", args=[UNKNOWN, "need"]))
    yield Cell("synthesis:take_out", reverse("synthesis:take_out", args=[UNKNOWN, 0]))


def _of_one(stage: Stage, synthesis: Synthesis) -> Iterator[Cell]:
    frozen = getattr(synthesis, "frozen", None)
    about = Summed(synthesis.party.name, synthesis.county.name, frozen.audience if frozen else "")
    posted = _posted(stage, synthesis)
    for name in _OF_ONE:
        address = reverse(f"synthesis:{name}", args=[synthesis.pk])
        yield Cell(f"synthesis:{name}", address, about, posted)
        if name in ("case", "open"):
            yield Cell(f"synthesis:{name}", f"{address}?som=xlsx", about)
    for name in _OF_SECTION:
        yield Cell(f"synthesis:{name}", reverse(f"synthesis:{name}", args=[synthesis.pk, "need"]), about, posted)
    for each in synthesis.quotations.all():
        yield Cell("synthesis:take_out", reverse("synthesis:take_out", args=[synthesis.pk, each.pk]), about)


def _posted(stage: Stage, synthesis: Synthesis) -> dict[str, Any]:
    """What the forms on its pages hold between them: none minds what belongs to another."""
    maker = stage.act(MAKERS[synthesis.party.name])
    seen = picture_of(visible_to(maker).get(pk=synthesis.pk), maker)
    posted = {"title": "Et annet navn", "themes": "Språk: språk", "for": "own", "seen": seen.sha256, "opened": ""}
    for quotation in synthesis.quotations.all():
        posted |= {"version": str(quotation.version_id), "question": quotation.question, "text": quotation.text}
    return posted
