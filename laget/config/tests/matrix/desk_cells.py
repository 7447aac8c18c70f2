"""The cells of the koordinator's desk: one with someone late, one with nobody, another county's, and of no network."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from laget.base.cycle.models import Task
from laget.config.tests.matrix.cast import NETWORK_OF, OWNER_OF, PARTNERS_OF
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.desk import Desk
from laget.config.tests.matrix.stage import Stage

_NETWORKS = ("Innherred", "Fosen", "Oslos Innherred")


def of_desks(stage: Stage) -> Iterator[Cell]:
    for name in _NETWORKS:
        about = Desk(name, _has_late(stage, name))
        for route in ("insight:desk", "insight:remind"):
            yield Cell(route, reverse(route, args=[stage.world.parties[name].pk]), about)
    # A virksomhet has none, nor has what isn't there.
    for party in (stage.world.parties["Solbakken barnehage"].pk, UNKNOWN):
        for route in ("insight:desk", "insight:remind"):
            yield Cell(route, reverse(route, args=[party]))


def _has_late(stage: Stage, network: str) -> bool:
    """By name and day, whatever the task is: no other tasks there are late than of their own year."""
    owners = {owner for owner, where in NETWORK_OF.items() if where == network}
    units = {unit for unit, owner in OWNER_OF.items() if owner in owners}
    late = Task.objects.filter(due__lt=timezone.localdate(), done_at=None).select_related("party")
    pk = stage.world.parties[network].pk
    known = {"assessment", "behovsmelding"}
    names = {stage.world.parties[name].pk for name in owners | units}
    partners = {stage.world.parties[name].pk for name in PARTNERS_OF[network] if name in stage.world.parties}
    return any(
        (each.party_id in names and each.step in known) or (each.party_id in partners and each.awaited_by_id == pk)
        for each in late
    )
