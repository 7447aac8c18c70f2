"""The cells of what is open: awards whose letter has left and those whose hasn't, and everything made of them."""

from collections.abc import Iterator

from django.urls import reverse

from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.stage import Stage
from laget.grant.tilsagn.models import GrantedAmount, Letter

OPEN = "open to everyone"
_LEFT = ("sending", "sent", "failed")


def of_open(stage: Stage) -> Iterator[Cell]:
    """One that has been told, and one that hasn't: neither it nor what is made of it alone is there for anyone."""
    told = set(Letter.objects.filter(kind="tilsagn", delivery__in=_LEFT).values_list("tilsagn", flat=True))
    granted = list(GrantedAmount.objects.filter(amount__gt=0, award__tiltak__isnull=False).order_by("pk"))
    known = next(each.award for each in granted if each.tilsagn_id in told)
    silent = next((each.award for each in granted if each.tilsagn_id not in told), None)
    assert known
    for award, thing in ((known, OPEN), (silent, None)):
        if award:
            yield Cell("opened:award", reverse("opened:award", args=[award.pk]), thing)
            yield Cell("opened:tiltak", reverse("opened:tiltak", args=[award.tiltak_id]), thing)
    yield Cell("opened:party", reverse("opened:party", args=[known.recipient_id]), OPEN)
    for name in ("Solbakken barnehage", "Fjordgløtt SA"):
        yield Cell("opened:party", reverse("opened:party", args=[stage.world.parties[name].pk]))
    for slug, thing in (("trondelag", OPEN), ("ingen", None)):
        yield Cell("opened:year", reverse("opened:year", args=[slug]), thing)
        yield from (
            Cell("opened:catalogue", reverse("opened:catalogue", args=[slug, each]), thing)
            for each in ("ttl", "jsonld")
        )
    for slug, thing in (("tildelinger", OPEN), ("runder", OPEN), ("personer", None)):
        yield from (Cell("opened:file", reverse("opened:file", args=[slug, each]), thing) for each in ("csv", "json"))
        yield Cell("opened:schema", reverse("opened:schema", args=[slug]), thing)
    for name in ("award", "party", "tiltak"):
        yield Cell(f"opened:{name}", reverse(f"opened:{name}", args=[UNKNOWN]))
