"""Plans: begun, written, laid before a body, taken back or adopted, and written anew."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Party
from laget.base.cycle.models import Round
from laget.base.questions.answers import NotReady
from laget.config.tests.lives.common import at_the, document, returning, round_of, simply
from laget.config.tests.lives.life import Life
from laget.config.tests.lives.move import Draw, Move, Thing
from laget.need.plans import actions
from laget.need.plans.models import Plan
from laget.need.plans.queries import beginnings
from laget.need.plans.states import TRANSITIONS
from testing.people import AUTUMN
from testing.plans import write_plan

FORM = "plan_project"


def _to_begin(actor: Actor, round: Round) -> list[Party]:
    return [each.party for each in beginnings(actor, round) if each.form == FORM]


def _those_with_one_to_begin(life: Life, thing: Thing) -> frozenset[str]:
    round = round_of(thing)
    return frozenset(name for name in life.world.people if _to_begin(life.actor(name), round))


def _someone_has_one_to_begin(life: Life, thing: Thing) -> bool:
    return bool(_those_with_one_to_begin(life, thing))


def _begin(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    round = round_of(thing)
    of_others = {party for name in life.world.people for party in _to_begin(life.actor(name), round)}
    party = draw("party", _to_begin(actor, round) or of_others)
    actions.begin_plan(round, party=party.pk, form=FORM, actor=actor, at=life.at)


@transaction.atomic
def _propose(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    plan = document(Plan, thing)
    if plan.writable:
        write_plan(plan, actor=actor, at=life.at)
    actions.propose_plan(plan.pk, revision=plan.revision, actor=actor, at=life.at)


def _adopt(pk: UUID, *, actor: Actor, at: datetime) -> None:
    actions.adopt_plan(pk, body="Kommunestyret", decided_on=at.date(), actor=actor, at=at)


_OWNERS = at_the("party", Plan, Role.OWNER)


class PlansLife(Life):
    begins = AUTUMN
    lasts = timedelta(days=1000)
    moves = (
        Move(
            "round",
            "open",
            _those_with_one_to_begin,
            _begin,
            during=frozenset({"open"}),
            makes=FORM,
            on=_someone_has_one_to_begin,
        ),
        Move(FORM, "propose", _OWNERS, _propose, TRANSITIONS, also={"save": 1}, refusals=(NotReady,), weight=4),
        Move(FORM, "return", _OWNERS, returning(actions.return_plan), TRANSITIONS),
        Move(FORM, "adopt", _OWNERS, simply(_adopt), TRANSITIONS, weight=3),
        Move(FORM, "revise", _OWNERS, simply(actions.revise_plan), TRANSITIONS),
        Move(FORM, "set_aside", _OWNERS, simply(actions.set_aside_plan), TRANSITIONS),
        Move(FORM, "take_up", _OWNERS, simply(actions.take_up_plan), TRANSITIONS, weight=2),
    )
