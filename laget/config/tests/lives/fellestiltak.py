"""Fellestiltak: puljer that are opened, joined and gone through; and what each unit makes of it."""

from datetime import timedelta

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network, Party
from laget.base.cycle.calendar_models import When
from laget.base.refusals import NotInOrder
from laget.config.tests.lives.common import WHY, simply
from laget.config.tests.lives.life import Life
from laget.config.tests.lives.move import Draw, Move, Thing
from laget.effect.delivery import development_actions, pulje_actions
from laget.effect.delivery.development_queries import results_for
from laget.effect.delivery.library import all_spor, ways
from laget.effect.delivery.models import Development, Joining, Pulje, Question
from laget.effect.delivery.permissions import RUNS_FELLESTILTAK
from laget.effect.delivery.pulje_actions import Plan
from laget.effect.delivery.pulje_queries import units_below
from laget.effect.delivery.states import DEVELOPMENT, PULJE
from testing.delivery import MAY
from testing.people import World
from testing.surveys import frozen_survey

OPEN = frozenset({"open"})
UNIT = "Solbakken barnehage"


# -- The pulje ------------------------------------------------------------------------------------------


def _those_who_run_it(life: Life, _thing: Thing) -> frozenset[str]:
    return life.holders(*RUNS_FELLESTILTAK, at=life.world.forum.pk)


def _joined(thing: Thing) -> list[Joining]:
    return list(Joining.objects.filter(pulje=thing.pk, left_at=None).order_by("joined_at", "pk"))


def _not_in_it(life: Life, thing: Thing) -> frozenset[str]:
    """The koordinator of each network that may still come along."""
    inside = {each.party_id for each in _joined(thing)}
    outside = Network.objects.filter(county=life.world.county).exclude(pk__in=inside)
    return frozenset().union(*(life.holders(Role.COORDINATOR, at=each.pk) for each in outside))


def _open(life: Life, _thing: Thing, actor: Actor, draw: Draw) -> None:
    today = life.at.date()
    last = today + timedelta(days=draw("closes in days", (1, 30)))
    plan = Plan(draw("spor", all_spor()), f"Pulje {life.acts:03}", today, last, last + timedelta(days=1))
    pulje_actions.open_pulje(life.world.forum, plan=plan, actor=actor, at=life.at)


def _join(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    network = next((h.party for h in actor.holdings if h.role is Role.COORDINATOR), life.world.parties["Innherred"].pk)
    units = units_below(Party.objects.get(pk=network), day=actor.day)
    pulje_actions.join(thing.pk, party=network, units=units.values_list("pk", flat=True), actor=actor, at=life.at)


def _those_who_may_leave(life: Life, thing: Thing) -> frozenset[str]:
    first = _joined(thing)[0]
    return life.holders(Role.COORDINATOR, Role.OWNER, at=first.party_id) | _those_who_run_it(life, thing)


def _leave(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    pulje_actions.leave(_joined(thing)[0].pk, actor=actor, at=life.at)


def _plan(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    steps = Pulje.objects.get(pk=thing.pk).spor.steps
    held = [number for number, step in enumerate(steps) if step.is_held]
    begins = life.at + timedelta(days=20)
    when = When(begins, begins + timedelta(hours=3), "Steinkjer")
    step, last = draw("step", held), (begins - timedelta(days=1)).date()
    pulje_actions.plan_samling(thing.pk, step=step, when=when, sign_up_by=last, actor=actor, at=life.at)


def _those_in_it(life: Life, thing: Thing) -> frozenset[str]:
    return life.holders(Role.COORDINATOR, at=_joined(thing)[0].party_id)


def _ask(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    pulje_actions.ask(thing.pk, party=_joined(thing)[0].party_id, text="Hva gjør vi nå?", actor=actor, at=life.at)


def _answer(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    asked = Question.objects.filter(pulje=thing.pk).latest("pk")
    pulje_actions.answer(asked.pk, text="Prøv.", actor=actor, at=life.at)


def _cancel(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    pulje_actions.cancel(thing.pk, reason=WHY, actor=actor, at=life.at)


def _has_members(_life: Life, thing: Thing) -> bool:
    return bool(_joined(thing))


def _is_asked(_life: Life, thing: Thing) -> bool:
    return Question.objects.filter(pulje=thing.pk).exists()


# -- A unit's own development -----------------------------------------------------------------------------


def _leaders(life: Life, thing: Thing) -> frozenset[str]:
    return life.holders(Role.UNIT_LEADER, at=Development.objects.values_list("unit", flat=True).get(pk=thing.pk))


def _those_who_work_there(life: Life, thing: Thing) -> frozenset[str]:
    unit = Development.objects.values_list("unit", flat=True).get(pk=thing.pk)
    return life.holders(Role.UNIT_LEADER, Role.UNIT_STAFF, at=unit)


def _those_who_write(life: Life, thing: Thing) -> frozenset[str]:
    """And in a pulje those who guide them."""
    found = Development.objects.select_related("joining").get(pk=thing.pk)
    guides = life.holders(Role.COORDINATOR, at=found.joining.network_id) if found.joining else frozenset()
    return _those_who_work_there(life, thing) | guides


def _begin(life: Life, _thing: Thing, actor: Actor, draw: Draw) -> None:
    way = draw("way", ways())
    unit = life.world.parties[UNIT].pk
    development_actions.begin(unit, title=f"Uteleken {life.acts:03}", way=way, actor=actor, at=life.at)


def _note(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    development_actions.note(thing.pk, text="Vi har spurt barna.", actor=actor, at=life.at)


def _to_another_phase(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    found = Development.objects.get(pk=thing.pk)
    others = [each.key for each in found.way.phases if each.key != found.phase]
    why = draw("why", ("", "Vi hørte ikke de yngste."))
    development_actions.move(thing.pk, phase=draw("phase", others), why=why, actor=actor, at=life.at)


def _rest_on(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    """Whoever has no results to choose among, tries with one that the leader has."""
    found = Development.objects.get(pk=thing.pk)
    groups = results_for(found, life.actor("kari"))
    development_actions.rest_on(thing.pk, group=draw("result", groups).pk, actor=actor, at=life.at)


def _choose(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    now = Development.objects.get(pk=thing.pk).way.key
    way = draw("way", [each for each in ways() if each != now])
    development_actions.choose_model(thing.pk, way=way, actor=actor, at=life.at)


def _is_of_the_unit(life: Life, thing: Thing) -> bool:
    return Development.objects.filter(pk=thing.pk, unit=life.world.parties[UNIT].pk).exists()


# -- The acts ---------------------------------------------------------------------------------------------


FELLESTILTAK_MOVES = (
    Move("round", "open", _those_who_run_it, _open, during=OPEN, makes="pulje"),
    Move("pulje", "join", _not_in_it, _join, PULJE, refusals=(NotInOrder,), weight=4),
    Move("pulje", "leave", _those_who_may_leave, _leave, PULJE, on=_has_members, weight=2),
    Move("pulje", "start", _those_who_run_it, simply(pulje_actions.start), PULJE, refusals=(NotInOrder,), weight=6),
    # What doesn't fit gives way to the next: an answer to a question, and that to a samling, rather than to the end.
    Move("pulje", "answer", _those_who_run_it, _answer, PULJE, on=_is_asked, weight=4),
    Move("pulje", "ask", _those_in_it, _ask, PULJE, on=_has_members, weight=4),
    Move(
        "pulje", "plan", _those_who_run_it, _plan, PULJE, also={"plan": 1, "open": 1}, refusals=(NotInOrder,), weight=2
    ),
    Move("pulje", "finish", _those_who_run_it, simply(pulje_actions.finish), PULJE, weight=3),
    Move("pulje", "cancel", _those_who_run_it, _cancel, PULJE, also={"cancel": 6}),
    Move(
        "round",
        "begin",
        lambda life, _thing: life.holders(Role.UNIT_LEADER, at=life.world.parties[UNIT].pk),
        _begin,
        during=OPEN,
        makes="development",
    ),
    Move("development", "note", _those_who_write, _note, DEVELOPMENT),
    Move("development", "move", _leaders, _to_another_phase, DEVELOPMENT, refusals=(NotInOrder,)),
    Move("development", "rest_on", _those_who_work_there, _rest_on, DEVELOPMENT, on=_is_of_the_unit),
    Move("development", "choose", _leaders, _choose, DEVELOPMENT),
    Move("development", "finish", _leaders, simply(development_actions.finish), DEVELOPMENT),
    Move("development", "take_up", _leaders, simply(development_actions.take_up), DEVELOPMENT),
)


class FellestiltakLife(Life):
    begins = MAY
    lasts = timedelta(days=300)
    moves = FELLESTILTAK_MOVES

    @classmethod
    def prepare(cls, world: World) -> None:
        """The unit has asked its people, and knows the result."""
        frozen_survey(world)
