from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.cycle.permissions import may_decide, may_withdraw
from laget.grant.changes.models import Change
from laget.grant.changes.states import TRANSITIONS, Act, State
from laget.grant.ledger.models import Award
from laget.grant.tilsagn.permissions import follows_letters
from laget.rules.ledger import Balance
from laget.rules.transitions import allows


def may_propose(actor: Actor, award: Award) -> bool:
    return actor.holds(Role.CASE_OFFICER, at=award.county_id)


def may_preview(actor: Actor, change: Change) -> bool:
    """The letter as it will look, while it is proposed."""
    return follows_letters(actor, change.county_id) and change.state == State.PROPOSED


def can_decide(actor: Actor, change: Change) -> bool:
    return may_decide(actor, change) and allows(TRANSITIONS, State(change.state), Act.DECIDE)


def can_withdraw(actor: Actor, change: Change) -> bool:
    return may_withdraw(actor, change) and allows(TRANSITIONS, State(change.state), Act.WITHDRAW)


def kinds_for(balance: Balance, *, withheld: bool = False) -> list[Change.Kind]:
    """What may be done with the money of an award in a year as it stands.

    While the year runs it may grow, go on to the next year or to another purpose when its own has fallen away, or go
    back. When the report on it is approved, something has to be decided on what is left. What is not paid may be
    withheld, and what is owed may be written off.
    """
    found: list[Change.Kind] = []
    if balance.is_reported and balance.left:
        found += [Change.Kind.CARRY_OVER, Change.Kind.REPURPOSE, Change.Kind.RETURN]
    elif not balance.is_reported and balance.right:
        found += [Change.Kind.SUPPLEMENT, Change.Kind.CARRY_OVER, Change.Kind.REPURPOSE, Change.Kind.RETURN]
    if withheld:
        found.append(Change.Kind.RELEASE)
    elif balance.unpaid > 0:
        found.append(Change.Kind.WITHHOLD)
    if balance.owed:
        found.append(Change.Kind.WRITE_OFF)
    return found
