"""The catalogue in the last scene: Trøndelag's, one entry in Oslo, what some have been through; and some keys."""

from datetime import timedelta

from django.utils import timezone

from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.effect.opened.actions import Wanted, make_token
from laget.effect.opened.models import Scope
from laget.effect.uptake.actions import Line, count_county, tell
from laget.need.catalogue import actions
from laget.need.catalogue.actions import Details
from laget.need.catalogue.models import Entry
from testing.people import AUTUMN, World

IN_OSLO = Details("tool", "Oslos verktøy", "Et verktøy.", "Oslo", "", ["inclusion"], ["school"], ["all"], ["nb"])


def offer(world: World) -> None:
    actions.take_in_shipped(world.county, actor=world.act("eva"), at=AUTUMN)
    oslo = County.objects.get(name="Oslo")
    actions.add_entry(oslo, details=IN_OSLO, actor=world.act("olga"), at=AUTUMN)
    _go_through(world)
    _make_keys(world)


def _go_through(world: World) -> None:
    """One line is told by the unit's leader, and one by its owner."""
    entry = Entry.objects.filter(county=world.county)[0]
    for name, year in (("kari", 2023), ("ola", 2024)):
        line, unit = Line(entry, year, "all", 12), world.organisation("Solbakken barnehage")
        tell(unit, line=line, actor=world.act(name), at=AUTUMN)
    count_county(world.county.pk, at=AUTUMN)


def _make_keys(world: World) -> None:
    now = timezone.localtime()
    for who, role, party in (("ola", Role.OWNER, "Inderøy kommune"), ("nina", Role.COORDINATOR, "Innherred")):
        wanted = Wanted("Prøve", role, world.parties[party].pk, [Scope.AWARDS], now.date() + timedelta(days=20))
        make_token(wanted, actor=world.act(who, now), at=now)
