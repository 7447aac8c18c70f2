"""Oppfølgingsordningen: offered to a municipality, answered, and gone through milestone by milestone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.refusals import NotInOrder
from laget.config.tests.lives.common import WHY, simply
from laget.config.tests.lives.life import Life
from laget.config.tests.lives.move import Doing, Draw, Move, Thing
from laget.effect.oppfolging import actions
from laget.effect.oppfolging.models import Milestone, Oppfolging
from laget.effect.oppfolging.queries import could_be_offered
from laget.effect.oppfolging.states import TRANSITIONS
from testing.people import AUTUMN


def _officers(life: Life, _thing: Thing) -> frozenset[str]:
    return life.officers()


def _owners(life: Life, thing: Thing) -> frozenset[str]:
    return life.holders(Role.OWNER, at=Oppfolging.objects.get(pk=thing.pk).owner_id)


def _next(thing: Thing) -> Milestone | None:
    """The first that is left; when all are done, the last."""
    milestones = Milestone.objects.filter(oppfolging=thing.pk).select_related("oppfolging")
    return milestones.filter(done_at=None).first() or milestones.last()


def _those_whose_turn_it_is(life: Life, thing: Thing) -> frozenset[str]:
    milestone = _next(thing)
    assert milestone
    return _owners(life, thing) if milestone.side == "owner" else life.officers()


def _offer(life: Life, _thing: Thing, actor: Actor, draw: Draw) -> None:
    owner = draw("owner", sorted(could_be_offered(life.world.county.pk), key=str))
    begins = life.at.date() + timedelta(days=30)
    actions.offer(life.world.county, owner=owner, why=WHY, begins_on=begins, actor=actor, at=life.at)


def _someone_is_left(life: Life, _thing: Thing) -> bool:
    return could_be_offered(life.world.county.pk).exists()


def _reach(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    milestone = _next(thing)
    assert milestone
    text = draw("text", ("Vi er kommet langt.", "Vi er kommet langt.", ""))
    actions.reach(milestone.pk, text=text, actor=actor, at=life.at)


def _arrange(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    revision, money = Oppfolging.objects.get(pk=thing.pk).revision, draw("money", (None, 200_000))
    actions.arrange(thing.pk, guides="To fra UH", money=money, revision=revision, actor=actor, at=life.at)


def _on_case(act: str, who: Callable[[Life, Thing], frozenset[str]], do: Doing, **more: Any) -> Move:
    refusals = (NotInOrder,)
    return Move("oppfolging", act, who, do, TRANSITIONS, refusals=refusals, out_of_turn=refusals, **more)


class OppfolgingLife(Life):
    begins = AUTUMN
    lasts = timedelta(days=1000)
    moves = (
        Move("round", "offer", _officers, _offer, during=frozenset({"open"}), makes="oppfolging", on=_someone_is_left),
        _on_case("accept", _owners, simply(actions.accept), weight=4),
        _on_case("decline", _owners, simply(actions.decline, answer="Ikke nå."), weight=2),
        _on_case("arrange", _officers, _arrange),
        _on_case(
            "reach",
            _those_whose_turn_it_is,
            _reach,
            leads_to=("finish",),
            weight=12,
            on=lambda _life, thing: _next(thing) is not None,
        ),
        _on_case("end", _officers, simply(actions.end, reason=WHY)),
    )
