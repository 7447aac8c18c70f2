"""What may come after a letter: a klage, and an error of writing."""

from typing import Any

from django.core.exceptions import PermissionDenied

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.config.tests.lives.common import LEAVES, WHY, officers, simply, wait
from laget.config.tests.lives.life import Life
from laget.config.tests.lives.move import Draw, Move, Thing
from laget.grant.corrections import states as of_corrections
from laget.grant.corrections.actions import (
    NothingToCorrect,
    decide_correction,
    decline_correction,
    propose_correction,
    withdraw_correction,
)
from laget.grant.corrections.models import Correction
from laget.grant.klage import states as of_klage
from laget.grant.klage.actions import (
    CannotAnswer,
    Proposal,
    complain,
    decide_klage,
    propose_answer,
    register_answer,
    return_answer,
    withdraw_klage,
)
from laget.grant.klage.models import Klage
from laget.grant.klage.queries import lines_of
from laget.grant.klage.states import Answer, Outcome
from laget.grant.tilsagn.models import Letter
from laget.rules.ledger import CannotBook

D = Letter.Delivery
HAS_LEFT = frozenset({str(D.SENDING), str(D.SENT), str(D.FAILED)})


# -- Who ----------------------------------------------------------------------------------------------


def _recipient(life: Life, letter: int) -> frozenset[str]:
    party = Letter.objects.values_list("recipient", flat=True).get(pk=letter)
    forum = (Role.FORUM_LEADER, Role.FORUM_SECRETARY)  # which is given money too
    return life.holders(Role.COORDINATOR, Role.PARTNER, Role.OWNER, *forum, at=party)


def _correctors(life: Life, thing: Thing) -> frozenset[str]:
    return life.deciders(Correction.objects.values_list("proposed_by", flat=True).get(pk=thing.pk))


def _who_proposed(life: Life, thing: Thing) -> frozenset[str]:
    return life.officers(Correction.objects.values_list("proposed_by", flat=True).get(pk=thing.pk))


def _klage(thing: Thing) -> Klage:
    return Klage.objects.select_related("letter").get(pk=thing.pk)


def _klage_officers(life: Life, thing: Thing) -> frozenset[str]:
    complained = _klage(thing).complained_by_id
    return frozenset(name for name in life.officers() if life.world.people[name].pk != complained)


def _klage_deciders(life: Life, thing: Thing) -> frozenset[str]:
    klage = _klage(thing)
    return life.deciders(klage.proposed_by_id, klage.complained_by_id)


# -- What ---------------------------------------------------------------------------------------------


def _complain(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    complain(Letter.objects.get(pk=thing.id), wants="Mer.", grounds="Fordi.", actor=actor, at=life.at)


def _answer(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    klage = _klage(thing)
    outcome = draw("outcome", list(Outcome))
    late = draw("why a late one is taken", ("", "Dere hadde ferie."))
    lines = lines_of(klage.letter)
    more = {}
    if lines and draw("gives more", (False, True)):
        line = draw("line", lines)
        more = {line.key: draw("kroner", (1, 5_000, 40_000_000))}
    propose_answer(thing.pk, Proposal(outcome, "Slik ser vi det.", late, more), actor=actor, at=life.at)


def _decide(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    proposed_at = _klage(thing).proposed_at
    decide_klage(thing.pk, proposed_at=proposed_at, actor=actor, at=life.at, wait=wait(draw))


def _registering(answer: Answer) -> Any:
    """What Udir has answered."""
    return lambda life, thing, actor, _draw: register_answer(
        thing.pk, answer=answer, on=life.at.date(), file=b"%PDF-", actor=actor, at=life.at
    )


def _correct(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    texts = {"recipient": f"Et navn {life.at:%d%H%M}"}
    propose_correction(Letter.objects.get(pk=thing.id), what="Navnet.", texts=texts, actor=actor, at=life.at)


# -- When ---------------------------------------------------------------------------------------------


def _may_be_complained_of(_life: Life, thing: Thing) -> bool:
    letter = Letter.objects.select_related("replaced_by").get(pk=thing.id)
    return letter.is_decision and (letter.later is None)


def _not_replaced(_life: Life, thing: Thing) -> bool:
    return not Letter.objects.filter(replaces=int(thing.id)).exists()


def _complainers(life: Life, thing: Thing) -> frozenset[str]:
    return _recipient(life, int(thing.id))


def _withdrawers(life: Life, thing: Thing) -> frozenset[str]:
    return _recipient(life, _klage(thing).letter_id)


KLAGE_MOVES = (
    Move(
        "letter",
        "complain",
        _complainers,
        _complain,
        during=HAS_LEFT,
        makes="klage",
        also={"send": 1},
        refusals=(CannotAnswer,),
        out_of_turn=(PermissionDenied,),
        on=_may_be_complained_of,
        weight=4,
    ),
    Move("klage", "withdraw", _withdrawers, simply(withdraw_klage), of_klage.TRANSITIONS, also=LEAVES, weight=2),
    Move(
        "klage",
        "propose",
        _klage_officers,
        _answer,
        of_klage.TRANSITIONS,
        refusals=(CannotAnswer, CannotBook),
        weight=4,
    ),
    Move("klage", "return", _klage_deciders, simply(return_answer, reason=WHY), of_klage.TRANSITIONS),
    Move(
        "klage",
        "uphold",
        _klage_deciders,
        _decide,
        of_klage.TRANSITIONS,
        leads_to=("forward", "dismiss"),
        also=LEAVES,
        refusals=(CannotBook,),
        weight=5,
    ),
    *(
        Move("klage", str(answer), _klage_officers, _registering(answer), of_klage.TRANSITIONS, also=LEAVES, weight=3)
        for answer in Answer
    ),
)
CORRECTION_MOVES = (
    Move(
        "letter",
        "propose",
        officers,
        _correct,
        during=HAS_LEFT,
        makes="correction",
        refusals=(NothingToCorrect,),
        out_of_turn=(PermissionDenied,),
        on=_not_replaced,
    ),
    Move(
        "correction",
        "decide",
        _correctors,
        lambda life, thing, actor, draw: decide_correction(thing.pk, actor=actor, at=life.at, wait=wait(draw)),
        of_corrections.TRANSITIONS,
        also={"correct": 1, **LEAVES},
        weight=2,
    ),
    Move("correction", "decline", _correctors, simply(decline_correction, reason="Nei."), of_corrections.TRANSITIONS),
    Move("correction", "withdraw", _who_proposed, simply(withdraw_correction), of_corrections.TRANSITIONS),
)
