"""How acts are usually done, and by whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.cycle.models import Round
from laget.config.sample.year import SampleYear
from laget.config.tests.lives.life import Life
from laget.config.tests.lives.move import Draw, Thing
from testing.money import also
from testing.people import World

WHY = "Si litt mer om dette."
WAIT = timedelta(minutes=30)
LEAVES = {"send": 1, "queue": 1}  # what an act leaves in the log of the letter that tells of it, at once or later
NAMES = ("round__rule_set__stored", "party", "subject", "network", "owner")


# -- Who ------------------------------------------------------------------------------------------------


def both_sides(world: World) -> None:
    also(world, "eva", Role.DECIDER)
    also(world, "dag", Role.CASE_OFFICER)
    also(world, "ada", Role.DECIDER)  # the administrator: now and then someone is


def officers(life: Life, _thing: Thing) -> frozenset[str]:
    return life.officers()


def at_the(place: str, kind: type[Any], *roles: Role) -> Callable[[Life, Thing], frozenset[str]]:
    """Those who hold a role at the party that the document names so."""

    def who(life: Life, thing: Thing) -> frozenset[str]:
        return life.holders(*roles, at=kind.objects.values_list(place, flat=True).get(pk=thing.pk))

    return who


# -- What -----------------------------------------------------------------------------------------------


def document(kind: type[Any], thing: Thing) -> Any:
    return kind.objects.select_related(*NAMES).get(pk=thing.pk)


def round_of(thing: Thing) -> Round:
    return Round.objects.select_related("rule_set__stored", "county").get(pk=int(thing.id))


def sending(kind: type[Any], answers: Callable[[SampleYear, Any], dict[str, Any]], submit: Callable[..., Any]) -> Any:
    """Write it as the sample does, and send it: both are undone when it is refused."""

    @transaction.atomic
    def do(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
        found = document(kind, thing)
        if found.writable:
            found.given.setdefault("sources", [])
            sample = SampleYear(life.world.county, found.round.year)
            sample.write(found, answers(sample, found), actor, life.at)
        submit(found.pk, revision=found.revision, actor=actor, at=life.at)

    return do


def returning(act: Callable[..., Any]) -> Any:
    return lambda life, thing, actor, _draw: act(thing.pk, reason=WHY, actor=actor, at=life.at)


def wait(draw: Draw) -> timedelta:
    return timedelta(0) if draw("leaves", ("at once", "later")) == "at once" else WAIT


def simply(act: Any, **more: Any) -> Any:
    return lambda life, thing, actor, _draw: act(thing.pk, actor=actor, at=life.at, **more)
