"""The outbox: a letter waits a while, when it can be stopped; then it leaves, and is tried until it has arrived.

While it waits, what it says is decided but not told, and the recipient sees nothing. When it leaves, a tilsagn is
sent; what becomes of the mail after that changes nothing about the decision.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from procrastinate.contrib.django import app

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import Person
from laget.base.audit.record import SYSTEM, By, record
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.base.cycle.notices import notify
from laget.base.cycle.sentences import told
from laget.base.mail import Refused, TryAgain
from laget.base.questions import actions
from laget.base.questions.models import Reach
from laget.base.questions.states import Act, State
from laget.base.questions.telling import those_granted
from laget.grant.ledger.actions import make_known
from laget.grant.tilsagn import tasks
from laget.grant.tilsagn.models import CAN_LEAVE, Letter, Tilsagn
from laget.grant.tilsagn.outgoing import mail
from laget.grant.tilsagn.permissions import may_prepare
from laget.grant.tilsagn.queries import letter_of
from laget.grant.tilsagn.states import TRANSITIONS
from laget.rules.transitions import TransitionNotAllowed, state_after

MOST_ATTEMPTS = 8
PAUSE = 4  # seconds after the first attempt, and four times as long after each: six hours in all
JOB = "send_letter"


def send_tilsagn(pk: UUID, *, actor: Actor, at: datetime, wait: timedelta = timedelta(0)) -> None:
    """Put the letter of a tilsagn in the outbox. Raises TransitionNotAllowed when there is none that is ready."""
    tilsagn = Tilsagn.objects.get(pk=pk)
    letter = letter_of(tilsagn)
    if letter is None:
        if not may_prepare(actor, tilsagn.county_id):
            raise PermissionDenied
        raise TransitionNotAllowed(tilsagn.state, Act.SEND)
    send_letter(letter.pk, actor=actor, at=at, wait=wait)


@transaction.atomic
def send_letter(pk: int, *, actor: Actor, at: datetime, wait: timedelta = timedelta(0)) -> None:
    """Put a letter in the outbox, to leave after a while; with no wait it leaves at once.

    Raises TransitionNotAllowed when it isn't ready.
    """
    letter = _locked(pk, actor)
    _refuse_unless(letter, *CAN_LEAVE, act=Act.SEND)
    put_in_outbox(letter, by=actor.by(letter.round.county_id), at=at, wait=wait)


def put_in_outbox(letter: Letter, *, by: By, at: datetime, wait: timedelta = timedelta(0)) -> None:
    """The same, as part of the act that has just made the letter, or has locked it."""
    if wait:
        letter.leaves_at = at + wait
        _change(letter, Letter.Delivery.QUEUED, "leaves_at")
        _defer(letter, wait=wait)
    close_tasks(about=UUID(letter.about) if letter.grants else letter.pk, step=tasks.to_send(letter, at=at).step, at=at)
    if wait:
        assert letter.leaves_at
        _record(Act.QUEUE, letter, by=by, at=at, leaves=letter.leaves_at.isoformat())
    else:
        _leave(letter, by=by, at=at)


@transaction.atomic
def stop_letter(pk: int, *, actor: Actor, at: datetime) -> None:
    """Take it back while it waits. The recipient has seen nothing. Raises TransitionNotAllowed once it has left."""
    letter = _locked(pk, actor)
    _refuse_unless(letter, Letter.Delivery.QUEUED, act=Act.STOP)
    letter.leaves_at = None
    _change(letter, Letter.Delivery.STOPPED, "leaves_at")
    open_tasks([tasks.to_send(letter, at=at)])
    _record(Act.STOP, letter, by=actor.by(letter.round.county_id), at=at)


@transaction.atomic
def send_now(pk: int, *, actor: Actor, at: datetime) -> None:
    """Let it leave without waiting longer. Raises TransitionNotAllowed unless it waits."""
    letter = _locked(pk, actor)
    _refuse_unless(letter, Letter.Delivery.QUEUED, act=Act.SEND)
    _leave(letter, by=actor.by(letter.round.county_id), at=at)


@transaction.atomic
def resend_letter(pk: int, *, actor: Actor, at: datetime) -> None:
    """Try again what has not arrived, to the address the recipient has now. Raises TransitionNotAllowed otherwise.

    One that waits for another attempt needn't. The job that waits finds it arrived, or is one attempt more.
    """
    letter = _locked(pk, actor)
    if not letter.has_not_arrived:
        raise TransitionNotAllowed(letter.delivery, Act.RESEND)
    letter.attempts, letter.problem, letter.again_at = 0, "", None
    _change(letter, Letter.Delivery.SENDING, "attempts", "problem", "again_at")
    close_tasks(about=pk, step=tasks.UNDELIVERED, at=at)
    _defer(letter)
    _record(Act.RESEND, letter, by=actor.by(letter.round.county_id), at=at)


def deliver(pk: int, *, at: datetime, leaves: int = 0) -> TryAgain | None:
    """The worker's part: let it leave if it waits, then mail it. Returns what went wrong if it is to be tried again.

    `leaves` is when it was to leave, in seconds: one that was stopped and put there again waits until its new time.

    Safe to do again: one that has arrived or was stopped is left as it is. If the mail server took it and we could
    not say so afterwards, it is sent again with the same Message-ID, so that the receiver can tell that it is the same.
    """
    with transaction.atomic():
        letter = _lock(pk)
        if letter.delivery == Letter.Delivery.QUEUED and leaves in (0, _seconds(letter.leaves_at)):
            _leave(letter, by=SYSTEM, at=at, defer=False)
    with transaction.atomic():
        letter = Letter.objects.select_for_update(of=("self",)).select_related(*_NAMES).get(pk=pk)
        return _attempt(letter, at=at) if letter.delivery == Letter.Delivery.SENDING else None


def _attempt(letter: Letter, *, at: datetime) -> TryAgain | None:
    """Mail it once, and keep on the letter how it went."""
    letter.attempts += 1
    again, letter.again_at = None, None
    try:
        letter.sent_to = mail(letter)
    except (Refused, TryAgain) as problem:
        again = problem if isinstance(problem, TryAgain) and letter.attempts < MOST_ATTEMPTS else None
        letter.problem = str(problem)
        letter.delivery = Letter.Delivery.SENDING if again else Letter.Delivery.FAILED
        if again:
            letter.again_at = at + timedelta(seconds=PAUSE**letter.attempts)
        else:
            open_tasks([tasks.to_send_again(letter, at=at)])
    else:
        letter.delivery, letter.sent_at, letter.problem = Letter.Delivery.SENT, at, ""
    letter.save(update_fields=["attempts", "problem", "delivery", "sent_to", "sent_at", "again_at"])
    return again


def _leave(letter: Letter, *, by: By, at: datetime, defer: bool = True) -> None:
    """From here the recipient sees it, and what it says counts. The mail is deferred in the same transaction."""
    if not letter.replaces_id:  # what a corrected letter says, counts since the other left
        make_known(UUID(letter.about), until=letter.made_at, at=at)
    if letter.grants:
        _tell(letter, by=by, at=at)
    letter.leaves_at = at
    _change(letter, Letter.Delivery.SENDING, "leaves_at")
    if letter.replaces_id:  # it comes instead of the other, which need not arrive any longer
        close_tasks(about=letter.replaces_id, step=tasks.UNDELIVERED, at=at)
    if defer:
        _defer(letter)
    if not letter.grants:
        _tell_recipient(letter, by=by, at=at)
        _record(Act.SEND, letter, by=by, at=at)


def _tell(letter: Letter, *, by: By, at: datetime) -> None:
    """With its letter a tilsagn is sent, and what it grants is known."""
    tilsagn = letter.tilsagn
    assert tilsagn is not None
    assert letter.version is not None
    before, after = actions.move(tilsagn, Act.SEND, TRANSITIONS, reach=Reach.NETWORK, at=at)
    actions.send_out(letter.version, at=at)
    open_tasks([*tasks.to_carry_out(tilsagn, at=at), *tasks.to_pay_now(tilsagn, at=at)])
    if not Tilsagn.objects.filter(round=tilsagn.round).exclude(state=State.SENT).exists():
        open_tasks([tasks.to_ask_for_reports(tilsagn, at=at)])
    actions.record_act(tilsagn, Act.SEND, by=by, at=at, before=before, after=after, detail={"letter": letter.sha256})


def _tell_recipient(letter: Letter, *, by: By, at: datetime) -> None:
    """Of a change, a klage or a correction. A tilsagn and a report tell of themselves."""
    if letter.kind != Letter.Kind.REPORT:
        news = told("Dere har fått brev: %(letter)s.", letter=str(letter))
        to, county = those_granted(letter.recipient_id), letter.round.county_id
        person = Person(pk=UUID(by.id)) if by.id else None
        notify(
            news, address=letter.get_absolute_url(), about=UUID(letter.about), county=county, to=to, by=person, at=at
        )


def _locked(pk: int, actor: Actor) -> Letter:
    """The letter, for the one who may send it. Raises PermissionDenied."""
    letter = _lock(pk)
    if not may_prepare(actor, letter.round.county_id):
        raise PermissionDenied
    return letter


def _lock(pk: int) -> Letter:
    """The tilsagn first, where it is of one: everything that acts on both locks them in that order."""
    tilsagn = Tilsagn.objects.select_for_update(of=("self",)).select_related("subject", "party").filter(letters=pk)
    of = tilsagn.first()
    letter = Letter.objects.select_for_update(of=("self",)).select_related(*_NAMES, "version").get(pk=pk)
    letter.tilsagn = of
    return letter


_NAMES = ("round__rule_set", "recipient")


def _refuse_unless(letter: Letter, *allowed: Letter.Delivery, act: Act) -> None:
    if letter.tilsagn and letter.grants and act is Act.SEND:
        state_after(TRANSITIONS, State(letter.tilsagn.state), Act.SEND)
    if letter.delivery not in allowed:
        raise TransitionNotAllowed(letter.delivery, act)


def _change(letter: Letter, delivery: Letter.Delivery, *more: str) -> None:
    letter.delivery = delivery
    letter.save(update_fields=["delivery", *more])


def _defer(letter: Letter, *, wait: timedelta = timedelta(0)) -> None:
    """By its name, since the job itself stands below us."""
    job = app.configure_task(JOB, schedule_in={"seconds": int(wait.total_seconds())} if wait else None)
    job.defer(letter=letter.pk, leaves=_seconds(letter.leaves_at) if wait else 0)


def _seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0


def _record(act: Act, letter: Letter, *, by: By, at: datetime, **more: str) -> None:
    chain, detail = letter.round.file.county.code, {"letter": letter.sha256, **more}
    record(act, chain=chain, kind=letter.kind, about=letter.about, by=by, at=at, detail=detail)
