from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from stdnum.no import kontonr

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.files import BadFile, Fault
from laget.base.actors.models import County, Party, is_organisation_number
from laget.base.audit.record import record
from laget.base.cycle.actions import close_tasks, open_tasks, task_for_county
from laget.base.cycle.models import Task
from laget.base.questions.actions import content_hash
from laget.base.ui.templatetags.ui import kr
from laget.grant.changes.queries import withheld_in
from laget.grant.ledger import actions as ledger_actions
from laget.grant.ledger.models import Award
from laget.grant.payments.asking import keep_asking
from laget.grant.payments.models import Account, Agreement, Payment, PaymentList
from laget.grant.payments.permissions import handles, may_approve, may_withdraw
from laget.grant.payments.queries import Payable, accounts_in, lines_of, payable_in
from laget.grant.payments.receipt_file import Receipt
from laget.grant.payments.states import FOLLOWS, TRANSITIONS, Act, PaymentState, State
from laget.grant.payments.telling import tell_recipients
from laget.rules.accounts import is_account_number
from laget.rules.ledger import CannotBook, Entry, Kind
from laget.rules.transitions import state_after


class NotAnAccount(Exception):
    """Numbers that can't be right. The message says which, in Norwegian."""


@transaction.atomic
def register_account(
    recipient: Party, *, county: County, holder: str, organisation_number: str, number: str, actor: Actor, at: datetime
) -> Account:
    """Where a recipient's money goes from now on. Raises NotAnAccount when a check digit doesn't fit."""
    if not handles(actor, county.pk):
        raise PermissionDenied
    number, organisation_number = kontonr.compact(number).strip(), organisation_number.replace(" ", "")
    if not is_account_number(number):
        raise NotAnAccount(
            _("«%(number)s» er ikke et kontonummer. Det har 11 siffer. Se etter en skrivefeil.") % {"number": number}
        )
    if not is_organisation_number(organisation_number):
        text = _("«%(number)s» er ikke et organisasjonsnummer. Det har 9 siffer. Se etter en skrivefeil.")
        raise NotAnAccount(text % {"number": organisation_number})
    account = Account.objects.create(
        county=county,
        recipient=recipient,
        holder=holder,
        organisation_number=organisation_number,
        number=number,
        registered_by=actor.person,
        registered_at=at,
    )
    keep_asking(county, at=at)
    _record(Act.REGISTER, "account", account.pk, county, actor, at=at, recipient=str(recipient.pk))
    return account


@transaction.atomic
def register_agreement(award: Award, *, signed_on: date, actor: Actor, at: datetime) -> Agreement:
    """That the agreement is signed, so that what waits for it may be paid. Once is enough."""
    if not handles(actor, award.county_id):
        raise PermissionDenied
    ledger_actions.lock([award.pk])
    agreement, is_new = Agreement.objects.get_or_create(
        award=award, defaults={"signed_on": signed_on, "registered_by": actor.person, "registered_at": at}
    )
    if is_new:
        keep_asking(award.county, at=at)
        _record(Act.REGISTER, "agreement", award.pk, award.county, actor, at=at, signed_on=signed_on.isoformat())
    return agreement


@transaction.atomic
def prepare_list(county: County, *, chosen: Collection[str] | None = None, actor: Actor, at: datetime) -> PaymentList:
    """Put what is due on a list for another to approve: all of it, or those whose `Payable.key` is chosen.

    Raises CannotBook when nothing is due.
    """
    if not handles(actor, county.pk):
        raise PermissionDenied
    county = County.objects.select_for_update(of=("self",)).get(pk=county.pk)  # one list at a time
    found = [each for each in payable_in(county.pk, day=at.date()) if each.is_ready]
    ready = [each for each in found if chosen is None or each.key in chosen]
    if not ready:
        raise CannotBook(_("Ingenting av det du valgte, kan betales ut nå."))
    last = PaymentList.objects.filter(county=county).order_by("-number").values_list("number", flat=True).first()
    payments = PaymentList(county=county, number=(last or 0) + 1, prepared_by=actor.person, prepared_at=at)
    lines = [_line(payments, n, each) for n, each in enumerate(ready, start=1)]
    payments.sha256 = content_hash({"lines": [_content(line) for line in lines]})
    payments.save(force_insert=True)
    Payment.objects.bulk_create(lines)
    open_tasks([_task(payments, at=at)])
    keep_asking(county, at=at)
    after, sha256, amount = payments.state, payments.sha256, _sum(lines)
    _record(Act.PREPARE, "payments", payments.pk, county, actor, at=at, after=after, sha256=sha256, amount=amount)
    return payments


@transaction.atomic
def approve_list(pk: UUID, *, actor: Actor, at: datetime) -> PaymentList:
    """Let it be paid: from here it counts as paid, and the list goes to the bank.

    Raises PermissionDenied for anyone who had a hand in it, TransitionNotAllowed, and CannotBook when the
    money has gone elsewhere since the list was made, or an account has been replaced.
    """
    payments, lines = _move(pk, Act.APPROVE, may_approve, actor=actor, at=at)
    payments.approved_by, payments.approved_at = actor.person, at
    _refuse_what_is_withheld(payments, lines)
    _refuse_replaced_accounts(payments, lines)
    for line in lines:
        ledger_actions.book(
            [Entry(line.award_id, line.year, Kind.PAID, line.amount)], round=line.award.given_in, about=line.pk, at=at
        )
    payments.save(update_fields=["state", "approved_by", "approved_at"])
    _record_decision(payments, Act.APPROVE, actor, at=at, amount=_sum(lines))
    return payments


@transaction.atomic
def decline_list(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> PaymentList:
    """Nothing of it is paid; what was due may be put on a new list. Raises TransitionNotAllowed."""
    payments, _lines = _move(pk, Act.DECLINE, may_approve, actor=actor, at=at)
    payments.approved_by, payments.approved_at = actor.person, at
    payments.declined_because = reason
    payments.save(update_fields=["state", "approved_by", "approved_at", "declined_because"])
    keep_asking(payments.county, at=at)
    _record_decision(payments, Act.DECLINE, actor, at=at)
    return payments


@transaction.atomic
def withdraw_list(pk: UUID, *, actor: Actor, at: datetime) -> PaymentList:
    """Take back what one has made oneself; what was due may be put on a new list. Raises TransitionNotAllowed."""
    payments, _lines = _move(pk, Act.WITHDRAW, may_withdraw, actor=actor, at=at)
    payments.save(update_fields=["state"])
    keep_asking(payments.county, at=at)
    _record_decision(payments, Act.WITHDRAW, actor, at=at)
    return payments


@transaction.atomic
def take_receipts(county: County, receipts: Sequence[Receipt], *, actor: Actor, at: datetime) -> int:
    """Note what the bank says of each payment, and return how many. All of them, or none: raises BadFile."""
    if not handles(actor, county.pk):
        raise PermissionDenied
    ordered = Payment.objects.select_for_update(of=("self",)).filter(
        in_list__county=county, in_list__state=State.APPROVED
    )
    payments = {each.reference: each for each in ordered.select_related("in_list", "award__given_in").order_by("pk")}
    faults = [fault for each in receipts for fault in _wrong_with(each, payments.get(each.reference), at.date())]
    if faults:
        raise BadFile(faults)
    tell_recipients([payments[each.reference] for each in receipts if each.state == PaymentState.PAID], county, at=at)
    for receipt in receipts:
        _settle(payments[receipt.reference], receipt, at=at)
    keep_asking(county, at=at)
    _record(Act.RECEIVE, "payments", county.pk, county, actor, at=at, receipts=len(receipts))
    return len(receipts)


@transaction.atomic
def register_repayment(award: Award, *, year: int, amount: int, about: UUID, actor: Actor, at: datetime) -> None:
    """Money that was to be paid back has come. `about` tells one repayment from another: the same is noted once.

    Raises CannotBook when it is more than what is owed.
    """
    if not handles(actor, award.county_id):
        raise PermissionDenied
    ledger_actions.lock([award.pk])
    if award.entries.filter(kind=Kind.REPAID, about=str(about)).exists():
        return
    entry = Entry(award.pk, year, Kind.REPAID, amount)
    ledger_actions.book([entry], round=award.given_in, about=about, at=at)
    _record(Act.REGISTER, "repayment", award.pk, award.county, actor, at=at, year=year, amount=amount)


@transaction.atomic
def ask_for_payments(pk: UUID, *, at: datetime) -> None:
    """Of a county by itself, since parts fall due without anyone doing anything."""
    keep_asking(County.objects.get(pk=pk), at=at)


def _move(
    pk: UUID, act: Act, may: Callable[[Actor, PaymentList], bool], *, actor: Actor, at: datetime
) -> tuple[PaymentList, list[Payment]]:
    """The list locked and moved, not saved yet, with its payments moved along."""
    payments = PaymentList.objects.select_for_update(of=("self",)).select_related("county").get(pk=pk)
    if not may(actor, payments):
        raise PermissionDenied
    payments.state = state_after(TRANSITIONS, State(payments.state), act)
    lines = list(lines_of(payments))
    Payment.objects.filter(in_list=payments).update(state=FOLLOWS[State(payments.state)])
    close_tasks(about=pk, at=at)
    return payments, lines


def _refuse_what_is_withheld(payments: PaymentList, lines: Sequence[Payment]) -> None:
    withheld = withheld_in(payments.county_id)
    for line in lines:
        if (line.award_id, line.year) in withheld:
            words = {"name": line.award.recipient.name, "year": line.year}
            raise CannotBook(_("Pengene til %(name)s for %(year)d holdes tilbake.") % words)


def _refuse_replaced_accounts(payments: PaymentList, lines: Sequence[Payment]) -> None:
    """The account that was registered last counts, and a list never changes: it has to be made anew."""
    now = accounts_in(payments.county_id)
    replaced = (line.award.recipient for line in lines if line.account != now[line.award.recipient_id])
    if names := ", ".join(dict.fromkeys(each.name for each in replaced)):
        text = _("%(names)s har fått ny konto siden lista ble laget. Velg «Ikke godkjenn» på denne lista.")
        raise CannotBook(text % {"names": names})


def _line(payments: PaymentList, number: int, payable: Payable) -> Payment:
    assert payable.due
    return Payment(
        in_list=payments,
        line=number,
        award=payable.award,
        year=payable.year,
        name=payable.due.name,
        amount=payable.due.amount,
        account=payable.account,
    )


def _content(line: Payment) -> list[object]:
    account = line.account
    return [str(line.award_id), line.year, line.name, line.amount, account.organisation_number, account.number]


def _sum(lines: Sequence[Payment]) -> int:
    return sum(line.amount for line in lines)


def _wrong_with(receipt: Receipt, payment: Payment | None, today: date) -> list[Fault]:
    if payment is None:
        return [Fault(receipt.line, "referanse", _("Ingen betaling her heter «%(ref)s».") % {"ref": receipt.reference})]
    if payment.state != PaymentState.ORDERED:
        text = _("Betalingen har alt fått kvittering: %(state)s.") % {"state": payment.get_state_display().lower()}
        return [Fault(receipt.line, "referanse", text)]
    faults = []
    if receipt.amount != payment.amount:
        text = _("Beløpet er %(got)s, men vi sendte %(sent)s.") % {
            "got": kr(receipt.amount),
            "sent": kr(payment.amount),
        }
        faults.append(Fault(receipt.line, "beløp", text))
    if receipt.day > today:
        faults.append(Fault(receipt.line, "dato", _("Dagen har ikke vært ennå.")))
    if payment.in_list.approved_at and receipt.day < timezone.localdate(payment.in_list.approved_at):
        faults.append(Fault(receipt.line, "dato", _("Dagen er før betalingen ble godkjent.")))
    return faults


def _settle(payment: Payment, receipt: Receipt, *, at: datetime) -> None:
    payment.state, payment.settled_on = receipt.state, receipt.day
    payment.save(update_fields=["state", "settled_on"])
    kind = Kind.BOUNCED if receipt.state == PaymentState.BOUNCED else Kind.ARRIVED
    entry = Entry(payment.award_id, payment.year, kind, payment.amount)
    ledger_actions.book([entry], round=payment.award.given_in, about=payment.pk, at=at)


def _record_decision(payments: PaymentList, act: Act, actor: Actor, *, at: datetime, **detail: object) -> None:
    before, after, county = State.PREPARED, payments.state, payments.county
    sha256 = payments.sha256
    _record(act, "payments", payments.pk, county, actor, at=at, before=before, after=after, sha256=sha256, **detail)


def _record(
    act: Act,
    kind: str,
    about: object,
    county: County,
    actor: Actor,
    *,
    at: datetime,
    before: str = "",
    after: str = "",
    **detail: object,
) -> None:
    by = actor.by(county.pk)
    record(act, chain=county.code, kind=kind, about=about, by=by, at=at, before=before, after=after, detail=detail)


def _task(payments: PaymentList, *, at: datetime) -> Task:
    return task_for_county(
        payments.county_id,
        "payments",
        gettext_noop("Godkjenne utbetaling"),
        role=Role.DECIDER,
        about=payments.pk,
        address=payments.get_absolute_url(),
        subject=str(payments),
        at=at,
    )
