"""A tilsagn proposed, decided and sent, and its letter on the way."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Party
from laget.base.questions.answers import NotReady
from laget.base.questions.models import Edit, Version
from laget.config.sample.year import SampleYear
from laget.config.tests.lives.common import WHY, both_sides, document, officers, simply
from laget.config.tests.lives.complaints import CORRECTION_MOVES, KLAGE_MOVES
from laget.config.tests.lives.life import Life
from laget.config.tests.lives.move import Draw, Move, Thing
from laget.grant.tilsagn import states as of_tilsagn
from laget.grant.tilsagn.actions import give_tilsagn, prepare_tilsagn, propose_tilsagn, return_tilsagn
from laget.grant.tilsagn.models import Letter, Tilsagn
from laget.grant.tilsagn.outbox import deliver, resend_letter, send_letter, send_now, send_tilsagn, stop_letter
from testing.people import AUTUMN, World

RECIPIENTS = ("Innherred", "Fosen", "Nord universitet")


# -- Who ------------------------------------------------------------------------------------------------


def _deciders(life: Life, thing: Thing) -> frozenset[str]:
    """None of those who have ever written in it, or proposed it."""
    wrote = Edit.objects.filter(document=thing.pk).values_list("person", flat=True)
    proposed = Version.objects.filter(document=thing.pk).values_list("frozen_by", flat=True)
    return life.deciders(*wrote, *proposed)


# -- What -----------------------------------------------------------------------------------------------


@transaction.atomic
def _propose(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    """In full, in part, or nothing at all. Who writes less than was recommended has had a hand in it."""
    found = document(Tilsagn, thing)
    if found.writable:
        lines = found.given["items"]["lines"]
        line = draw("line", lines)
        answers: dict[str, Any] = {}
        match draw("how much", ("in full", "in part", "too much", "nothing")):
            case "in part":
                answers = _granting([line], line["amount"] // 3)
            case "too much":
                answers = _granting([line], line["amount"] + 1)
            case "nothing":
                answers = _granting(lines, 0)
        if answers:
            SampleYear(life.world.county, 2025).write(found, answers, actor, life.at)
    propose_tilsagn(found.pk, revision=found.revision, actor=actor, at=life.at)


def _granting(lines: list[Mapping[str, Any]], amount: int) -> dict[str, Any]:
    answers: dict[str, Any] = {f"lines.{line['id']}.amount": str(amount) for line in lines}
    answers["grounds"] = "Vi kan ikke følge innstillingen fullt ut."
    return answers | {f"lines.{line['id']}.reason": "Det er ikke nok penger." for line in lines}


def _give(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    give_tilsagn(thing.pk, revision=Tilsagn.objects.get(pk=thing.pk).revision, actor=actor, at=life.at)


def _send(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    send_tilsagn(thing.pk, actor=actor, at=life.at, wait=timedelta(0))


def _letter(act: Any) -> Any:
    return lambda life, thing, actor, _draw: act(int(thing.id), actor=actor, at=life.at)


# -- When -----------------------------------------------------------------------------------------------

D = Letter.Delivery


def _of_no_tilsagn(_life: Life, thing: Thing) -> bool:
    return not Letter.objects.get(pk=thing.id).grants


TILSAGN_MOVES = (
    Move(
        "tilsagn",
        "propose",
        officers,
        _propose,
        of_tilsagn.TRANSITIONS,
        also={"save": 1},
        refusals=(NotReady,),
        weight=2,
    ),
    Move(
        "tilsagn",
        "give",
        _deciders,
        _give,
        of_tilsagn.TRANSITIONS,
        refusals=(NotReady,),
        out_of_turn=(PermissionDenied,),
        weight=3,
    ),
    Move(
        "tilsagn",
        "return",
        _deciders,
        simply(return_tilsagn, reason=WHY),
        of_tilsagn.TRANSITIONS,
        out_of_turn=(PermissionDenied,),
    ),
    Move("tilsagn", "send", officers, _send, of_tilsagn.TRANSITIONS, weight=2),
)
LETTER_MOVES = (
    Move("letter", "stop", officers, _letter(stop_letter), during=frozenset({str(D.QUEUED)})),
    Move("letter", "send", officers, _letter(send_now), during=frozenset({str(D.QUEUED)})),
    Move("letter", "resend", officers, _letter(resend_letter), during=frozenset({str(D.FAILED)})),
    Move(
        "letter",
        "send",
        officers,
        _letter(send_letter),
        during=frozenset({str(D.READY), str(D.STOPPED)}),
        on=_of_no_tilsagn,
    ),
)


class DecisionsLife(Life):
    begins = AUTUMN + timedelta(days=160)
    lasts = timedelta(days=1_500)
    moves = (*TILSAGN_MOVES, *LETTER_MOVES, *KLAGE_MOVES, *CORRECTION_MOVES)

    @classmethod
    def prepare(cls, world: World) -> None:
        """The tilsagn are prepared. Eva and Dag both prepare and decide, so that either may turn up on either side."""
        world.carry("recommend")
        prepare_tilsagn(world.round, actor=world.act("eva", cls.begins), at=cls.begins)
        # Networks have no address of their own here: now their letters arrive, and the time to complain begins.
        Party.objects.filter(name__in=RECIPIENTS, email="").update(email="post@laget.example")
        _send_one(world, "Nord universitet", at=cls.begins)
        both_sides(world)
        mine = Tilsagn.objects.filter(subject__in=[world.parties[name].pk for name in RECIPIENTS])
        cls.about = frozenset(map(str, mine.values_list("pk", flat=True)))


def _send_one(world: World, name: str, *, at: datetime) -> None:
    """One letter has come, so that there is something to complain of from the start."""
    eva, dag = world.act("eva", at), world.act("dag", at)
    found = Tilsagn.objects.get(subject=world.parties[name])
    propose_tilsagn(found.pk, revision=found.revision, actor=eva, at=at)
    letter = give_tilsagn(found.pk, revision=found.revision, actor=dag, at=at)
    send_tilsagn(found.pk, actor=eva, at=at)
    deliver(letter.pk, at=at)
