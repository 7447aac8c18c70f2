"""Awards that are paid, reported and changed, for the tests of money."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.config.sample.money import register_accounts
from laget.grant.changes.actions import decide_change, decline_change, propose_change, withdraw_change
from laget.grant.changes.models import Change
from laget.grant.corrections.actions import (
    decide_correction,
    decline_correction,
    propose_correction,
    withdraw_correction,
)
from laget.grant.klage.actions import (
    Proposal,
    complain,
    decide_klage,
    propose_answer,
    register_answer,
    withdraw_klage,
)
from laget.grant.klage.models import Klage
from laget.grant.klage.states import Answer, Outcome
from laget.grant.ledger.actions import book, make_known, open_award
from laget.grant.ledger.models import Award
from laget.grant.payments.actions import approve_list, decline_list, prepare_list, take_receipts, withdraw_list
from laget.grant.payments.models import PaymentList
from laget.grant.payments.queries import lines_of, payable_in
from laget.grant.payments.receipt_file import Receipt
from laget.grant.payments.states import PaymentState
from laget.grant.tilsagn.models import Letter
from laget.rules.ledger import Entry, Kind
from testing.people import AUTUMN, OSLO, SINCE, World

MAY = datetime(2025, 5, 2, 10, 30, tzinfo=OSLO)
JUNE = datetime(2026, 6, 20, 10, 30, tzinfo=OSLO)


@transaction.atomic
def award_to(world: World, recipient: str, amounts: dict[int, int] | None = None, *, name: str = "Språk") -> Award:
    """An award that is given and known, by year: 300 000 kr for this year unless it says otherwise."""
    made = open_award(world.round, recipient=world.parties[recipient], name=name)
    granted = [Entry(made.pk, year, Kind.GRANTED, amount) for year, amount in (amounts or {2025: 300_000}).items()]
    book(granted, round=world.round, about=made.pk, at=AUTUMN)
    make_known(made.pk, at=AUTUMN)
    return Award.objects.select_related("county", "given_in__rule_set__stored", "recipient").get(pk=made.pk)


def with_accounts(world: World) -> None:
    register_accounts(world.county, actor=world.act("eva", MAY), at=MAY)


def make_list(world: World, *awards: Award, at: datetime = MAY) -> PaymentList:
    """Eva puts what is due on a list: all of it, or what is due of some awards this year."""
    chosen = {f"{award.pk}/{at.year}" for award in awards} or None
    return prepare_list(world.county, chosen=chosen, actor=world.act("eva", at), at=at)


def ready(world: World, award: Award, day: date | None = None) -> list[tuple[int, str, int]]:
    """What of an award can be paid that day, by year and instalment: in May unless it says otherwise."""
    found = payable_in(world.county.pk, day=day or MAY.date())
    return [(each.year, each.due.name, each.due.amount) for each in found if each.award == award and each.due]


def pay_all(world: World, *, at: datetime = MAY) -> PaymentList:
    """All that is due is sent, and the bank says that it got there."""
    made = send_all(world, at=at)
    _arrives(made, world, at=at)
    return made


def _arrives(made: PaymentList, world: World, *, at: datetime) -> None:
    receipts = [
        Receipt(n, each.reference, each.amount, at.date(), PaymentState.PAID)
        for n, each in enumerate(lines_of(made), start=2)
    ]
    take_receipts(world.county, receipts, actor=world.act("eva", at), at=at)


def send_all(world: World, *, at: datetime = MAY) -> PaymentList:
    with_accounts(world)
    return approve_list(make_list(world, at=at).pk, actor=world.act("dag", at), at=at)


def report_on(award: Award, *, used: int, year: int = 2025) -> None:
    """As if the report on it were approved."""
    book([Entry(award.pk, year, Kind.USED, used)], round=award.given_in, about=award.pk, at=JUNE)


def also(world: World, name: str, role: Role) -> None:
    HeldRole.objects.create(person=world.people[name], role=role, party=world.county, valid_from=SINCE)


def _leave_letters(world: World, award: Award) -> None:
    """Letters of small supplements: one that waits, one that was stopped, one that did not arrive."""
    eva, dag, wait = world.act("eva", MAY), world.act("dag", MAY), timedelta(minutes=30)
    for place in (Letter.Delivery.QUEUED, Letter.Delivery.STOPPED, Letter.Delivery.FAILED):
        change = propose_change(
            award, year=2025, kind=Change.Kind.SUPPLEMENT, amount=1, reason="Mer.", actor=eva, at=MAY
        )
        decide_change(change.pk, actor=dag, at=MAY, wait=wait)
        Letter.objects.filter(about=str(change.pk)).update(delivery=place)


def pay_and_change(world: World) -> None:
    """Awards of their own, with a list of payments and a change in every state; one of them owes money."""
    made = [
        award_to(world, name, name=f"Penger til {name}") for name in ("Innherred", "DMMH", "Nord universitet", "Fosen")
    ]
    with_accounts(world)
    eva, dag = world.act("eva", MAY), world.act("dag", MAY)
    withdraw_list(make_list(world, made[0]).pk, actor=eva, at=MAY)
    for award, act in zip(made, ("approve", "decline", ""), strict=False):
        found = make_list(world, award)
        if act == "approve":
            _arrives(approve_list(found.pk, actor=dag, at=MAY), world, at=MAY)
        elif act:
            decline_list(found.pk, reason="Feil konto.", actor=dag, at=MAY)
    owed = Entry(made[0].pk, 2025, Kind.RETURNED, 100, in_hand=100)
    book([owed], round=world.round, about=made[0].pk, at=MAY)
    make_known(made[0].pk, at=MAY)
    _leave_letters(world, made[3])
    for award, act in zip((*made[:3], made[2]), ("decide", "decline", "withdraw", ""), strict=True):
        change = propose_change(
            award, year=2025, kind=Change.Kind.SUPPLEMENT, amount=1, reason="Mer.", actor=eva, at=MAY
        )
        if act == "decide":
            decide_change(change.pk, actor=dag, at=MAY)
        elif act == "decline":
            decline_change(change.pk, reason="Vent.", actor=dag, at=MAY)
        elif act:
            withdraw_change(change.pk, actor=eva, at=MAY)
    _complain(world, made[0])
    _correct(world)


def _correct(world: World) -> None:
    """Three letters with an error of writing: one is corrected, one is not, and one waits, after it was taken back."""
    eva, dag = world.act("eva", MAY), world.act("dag", MAY)
    first, second, third = Letter.objects.filter(kind=Letter.Kind.KLAGE, is_decision=False).order_by("pk")[:3]
    for letter, settle in (
        (first, partial(decide_correction, actor=dag)),
        (second, partial(decline_correction, reason="Nei.", actor=dag)),
        (third, partial(withdraw_correction, actor=eva)),
        (third, None),
    ):
        found = propose_correction(letter, what="Navnet.", texts={"recipient": "Et navn"}, actor=eva, at=MAY)
        if settle:
            settle(found.pk, at=MAY)


def _complain(world: World, award: Award) -> None:
    """Innherred complains in every way there is; and Fosen, of the letter that did not arrive."""
    nina, paal, eva, dag = (world.act(name, MAY) for name in ("nina", "pål", "eva", "dag"))
    letter = Letter.objects.get(recipient=award.recipient, kind=Letter.Kind.CHANGE)
    words: dict[str, Any] = {"wants": "Mer.", "grounds": "Fordi.", "at": MAY}
    withdraw_klage(complain(letter, actor=nina, **words).pk, actor=nina, at=MAY)
    for outcome in (Outcome.UPHOLD, Outcome.FORWARD, Outcome.FORWARD):
        klage = complain(letter, actor=nina, **words)
        propose_answer(klage.pk, Proposal(outcome, "Slik ser vi det."), actor=eva, at=MAY)
        decide_klage(klage.pk, proposed_at=MAY, actor=dag, at=MAY)
        if outcome == Outcome.FORWARD and not Klage.objects.filter(state="confirmed").exists():
            register_answer(klage.pk, answer=Answer.CONFIRM, on=MAY.date(), file=b"%PDF-", actor=eva, at=MAY)
    complain(Letter.objects.get(kind=Letter.Kind.KLAGE, is_decision=True), actor=nina, **words)
    failed = Letter.objects.get(kind=Letter.Kind.CHANGE, delivery=Letter.Delivery.FAILED)
    klage = complain(failed, actor=paal, **words)
    propose_answer(klage.pk, Proposal(Outcome.FORWARD, "Slik ser vi det."), actor=eva, at=MAY)
