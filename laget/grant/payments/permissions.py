from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.grant.payments.models import Payment, PaymentList
from laget.grant.payments.states import TRANSITIONS, Act, State
from laget.rules.transitions import allows


def handles(actor: Actor, county: UUID) -> bool:
    """Prepares payments, and keeps accounts, agreements and receipts in order."""
    return actor.holds(Role.CASE_OFFICER, at=county)


def sees_payments(actor: Actor, county: UUID) -> bool:
    return actor.holds(Role.CASE_OFFICER, Role.DECIDER, at=county)


def may_approve(actor: Actor, payments: PaymentList) -> bool:
    """A decision-maker who has had no hand in it: neither prepared the list, nor registered an account it pays to.

    The database refuses as well.
    """
    if not actor.holds(Role.DECIDER, at=payments.county_id) or payments.prepared_by_id == actor.person.pk:
        return False
    return not Payment.objects.filter(in_list=payments, account__registered_by=actor.person).exists()


def may_withdraw(actor: Actor, payments: PaymentList) -> bool:
    """The case officer who made the list."""
    return handles(actor, payments.county_id) and payments.prepared_by_id == actor.person.pk


def can_approve(actor: Actor, payments: PaymentList) -> bool:
    return allows(TRANSITIONS, State(payments.state), Act.APPROVE) and may_approve(actor, payments)


def can_withdraw(actor: Actor, payments: PaymentList) -> bool:
    return allows(TRANSITIONS, State(payments.state), Act.WITHDRAW) and may_withdraw(actor, payments)
