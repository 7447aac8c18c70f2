"""The sample's money: accounts that nobody has, payments made and acknowledged, and what was not used decided on."""

import random
from collections.abc import Hashable
from datetime import datetime

from stdnum.no import kontonr, orgnr

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County, Organisation, Party
from laget.base.cycle.models import Round
from laget.grant.changes.actions import decide_change, propose_change
from laget.grant.changes.models import Change
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balances_of
from laget.grant.payments.actions import approve_list, prepare_list, register_account, take_receipts
from laget.grant.payments.models import PaymentList
from laget.grant.payments.queries import accounts_in, lines_of, payable_in
from laget.grant.payments.receipt_file import Receipt
from laget.grant.payments.states import PaymentState


def register_accounts(county: County, *, actor: Actor, at: datetime) -> None:
    """An invented account for everyone that is to be paid, and has none."""
    known = accounts_in(county.pk)
    recipients = {each.award.recipient.pk: each.award.recipient for each in payable_in(county.pk, day=at.date())}
    organisations = Organisation.objects.in_bulk(list(recipients))
    for n, (pk, recipient) in enumerate(recipients.items(), start=len(known)):
        if pk not in known:
            organisation = organisations.get(pk)
            register_account(
                recipient,
                county=county,
                holder=_holder(recipient),
                organisation_number=organisation.number if organisation else invented_organisation(n),
                number=invented_account(n),
                actor=actor,
                at=at,
            )


def pay(county: County, *, officer: Actor, decider: Actor, at: datetime) -> PaymentList | None:
    """Everything that is due: one prepares the list, another approves it, and the bank says that it is paid."""
    register_accounts(county, actor=officer, at=at)
    if not any(each.is_ready for each in payable_in(county.pk, day=at.date())):
        return None
    payments = prepare_list(county, actor=officer, at=at)
    approve_list(payments.pk, actor=decider, at=at)
    receipts = [
        Receipt(n, line.reference, line.amount, at.date(), PaymentState.PAID)
        for n, line in enumerate(lines_of(payments), start=2)
    ]
    take_receipts(county, receipts, actor=officer, at=at)
    return payments


def settle(round: Round, *, officer: Actor, decider: Actor, reasons: dict[str, str], at: datetime) -> list[Change]:
    """Decide on everything that was not used: most of it is carried over, some goes back."""
    awards = Award.objects.filter(county=round.county_id, known_since__isnull=False).select_related("recipient")
    by_pk: dict[Hashable, Award] = {award.pk: award for award in awards}
    dice, made = random.Random(round.year), []
    for (pk, year), balance in balances_of(awards).items():
        if year == round.year and balance.is_reported and balance.left:
            kind = dice.choice([Change.Kind.CARRY_OVER, Change.Kind.CARRY_OVER, Change.Kind.RETURN])
            change = propose_change(
                by_pk[pk],
                year=year, kind=kind, amount=balance.left, reason=reasons[kind], actor=officer, at=at,
            )  # fmt: skip
            made.append(decide_change(change.pk, actor=decider, at=at))
    return made


def invented_account(n: int) -> str:
    """An account number with a valid check digit, in a bank that is not there."""
    numbers = (f"0001{n:05d}{tens}{digit}" for tens in range(10) for digit in range(10))
    return next(number for number in numbers if kontonr.is_valid(number))


def invented_organisation(n: int) -> str:
    """An organisation number that Enhetsregisteret does not give out."""
    return next(str(number) for number in range(390_000_000 + n * 100, 399_999_999) if orgnr.is_valid(str(number)))


def _holder(recipient: Party) -> str:
    return recipient.name if Organisation.objects.filter(pk=recipient.pk).exists() else f"Vertskommunen for {recipient}"
