"""A klage for the tests: Tom complains of a decision, Eva prepares the answer, and Dag decides it."""

from datetime import datetime, timedelta

from laget.grant.changes.actions import decide_change, propose_change
from laget.grant.changes.models import Change
from laget.grant.klage.actions import Proposal, complain, decide_klage, propose_answer
from laget.grant.klage.models import Klage
from laget.grant.klage.states import Outcome
from laget.grant.ledger.models import Award
from laget.grant.tilsagn.models import Letter
from testing.money import MAY
from testing.people import World

WANTS, WHY = "Vi vil ha hele beløpet.", "Behovet er større enn dere har lagt til grunn."


def tom_complains(world: World, letter: Letter, *, at: datetime = MAY - timedelta(days=1)) -> Klage:
    return complain(letter, wants=WANTS, grounds=WHY, actor=world.act("tom", at), at=at)


def answered(
    world: World, klage: Klage, outcome: Outcome, *, more: dict[str, int] | None = None, late: str = ""
) -> Klage:
    proposal = Proposal(outcome, "Vi har sett på saken igjen.", late, more)
    propose_answer(klage.pk, proposal, actor=world.act("eva", MAY), at=MAY)
    return decide_klage(klage.pk, proposed_at=MAY, actor=world.act("dag", MAY), at=MAY)


def changed(world: World, award: Award, kind: Change.Kind, amount: int = 0, *, year: int = 2025) -> Letter:
    """The letter of a change of an award, which has left: something to complain of."""
    eva, dag = world.act("eva", MAY), world.act("dag", MAY)
    made = propose_change(award, year=year, kind=kind, amount=amount, reason="Slik ble det.", actor=eva, at=MAY)
    decide_change(made.pk, actor=dag, at=MAY)
    return Letter.objects.get(about=str(made.pk))
