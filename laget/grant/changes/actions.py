from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.audit.record import record
from laget.base.cycle.actions import close_tasks, lock_round, open_tasks, task_for_county
from laget.base.cycle.models import Task
from laget.base.cycle.permissions import may_decide, may_withdraw
from laget.base.refusals import ChangedMeanwhile
from laget.base.ui.seal import certificate
from laget.grant.allocation.actions import refuse_more_than_is_free
from laget.grant.changes.letters import notice_of
from laget.grant.changes.models import Change
from laget.grant.changes.permissions import kinds_for, may_propose
from laget.grant.changes.queries import is_withheld
from laget.grant.changes.states import TRANSITIONS, Act, State
from laget.grant.changes.unused import keep_asking
from laget.grant.changes.withheld import ask_again_whether_to_release, release_is_proposed
from laget.grant.ledger import actions as ledger_actions
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balance_of, round_of, standing_in
from laget.grant.tilsagn.notices import write
from laget.grant.tilsagn.outbox import put_in_outbox
from laget.rules import ledger
from laget.rules.ledger import CannotBook, Entry, Kind
from laget.rules.transitions import state_after

# These are about all that is not paid, whatever it comes to.
WHOLE = frozenset({Change.Kind.WITHHOLD, Change.Kind.RELEASE})


@dataclass(frozen=True, slots=True)
class Target:
    """Where money that is re-purposed goes: another award of the recipient, or a purpose that has no award yet."""

    award: Award | None
    year: int
    name: str = ""


@transaction.atomic
def propose_change(
    award: Award,
    *,
    year: int,
    kind: Change.Kind,
    amount: int,
    reason: str,
    to: Target | None = None,
    actor: Actor,
    at: datetime,
) -> Change:
    """Put it before the one who decides. Raises CannotBook when it could not be decided as things stand."""
    if not may_propose(actor, award):
        raise PermissionDenied
    _lock(kind, award, year, [award])
    if Change.objects.filter(award=award, year=year, state=State.PROPOSED).exists():
        raise CannotBook(_("En endring av disse pengene venter allerede på å bli vedtatt."))
    to = Target(award, year + 1) if kind == Change.Kind.CARRY_OVER else to
    if kind in WHOLE:
        amount = balance_of(award, year).unpaid or 1  # one that is released may have been paid meanwhile
    change = Change(
        county_id=award.county_id,
        award=award,
        year=year,
        kind=kind,
        amount=amount,
        to_award=to.award if to else None,
        to_year=to.year if to else None,
        to_name=to.name if to else "",
        reason=reason,
        proposed_by=actor.person,
        proposed_at=at,
    )
    _check(change)
    change.save(force_insert=True)
    open_tasks([_task(change, at=at)])
    keep_asking(award, year, at=at)
    if kind == Change.Kind.RELEASE:
        release_is_proposed(award, year, at=at)
    _record(change, Act.PROPOSE, actor, at=at)
    return change


@transaction.atomic
def decide_change(
    pk: UUID, *, claim: int | None = None, actor: Actor, at: datetime, wait: timedelta = timedelta(0)
) -> Change:
    """Decide it as it was proposed, and put its letter in the outbox, to leave after a while. `claim` is how much of it
    would be demanded back, as the page had it.

    Raises TransitionNotAllowed, NoSeal, CannotBook when the money has gone since, and ChangedMeanwhile when the claim
    is another.
    """
    change = _decided(pk, Act.DECIDE, actor=actor, at=at)
    _check(change)
    entries = _entries(change)
    paid, amount = sum(entry.in_hand for entry in entries), amount_now(change)
    if claim is not None and change.kind == Change.Kind.RETURN and claim != paid:
        raise ChangedMeanwhile(
            _("Det som er betalt ut, er endret siden du åpnet siden. Se hva brevet vil kreve tilbake, og vedta igjen.")
        )
    ledger_actions.book(entries, round=round_of(change.award, change.year), about=change.pk, at=at)
    change.save(update_fields=["state", "decided_by", "decided_at"])
    close_tasks(about=pk, at=at)
    keep_asking(change.award, change.year, at=at)
    notice = notice_of(change, amount=amount, in_hand=paid, on=timezone.localdate(at))
    letter = write(notice, prepared=change.proposed_by.name, decided=actor.person.name, at=at)
    _record(change, Act.DECIDE, actor, at=at, letter=letter.sha256, seal=certificate())
    put_in_outbox(letter, by=actor.by(change.county_id), at=at, wait=wait)
    return change


@transaction.atomic
def decline_change(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> Change:
    """Leave things as they are, and say why. Raises TransitionNotAllowed."""
    change = _decided(pk, Act.DECLINE, actor=actor, at=at)
    change.declined_because = reason
    change.save(update_fields=["state", "decided_by", "decided_at", "declined_because"])
    close_tasks(about=pk, at=at)
    keep_asking(change.award, change.year, at=at)
    _record(change, Act.DECLINE, actor, at=at)
    return change


@transaction.atomic
def withdraw_change(pk: UUID, *, actor: Actor, at: datetime) -> Change:
    """Take back what one has proposed oneself; another may be proposed. Raises TransitionNotAllowed."""
    change = _locked(pk, Act.WITHDRAW, may_withdraw, actor=actor)
    change.save(update_fields=["state"])
    close_tasks(about=pk, at=at)
    keep_asking(change.award, change.year, at=at)
    if change.kind == Change.Kind.RELEASE:
        ask_again_whether_to_release(change.award, change.year, at=at)
    _record(change, Act.WITHDRAW, actor, at=at)
    return change


def _decided(pk: UUID, act: Act, *, actor: Actor, at: datetime) -> Change:
    change = _locked(pk, act, may_decide, actor=actor)
    change.decided_by, change.decided_at = actor.person, at
    return change


def _locked(pk: UUID, act: Act, may: Callable[[Actor, Change], bool], *, actor: Actor) -> Change:
    """The change and its awards locked, moved to the state that the act leads to, and not saved yet."""
    change = Change.objects.select_for_update(of=("self",)).select_related(*_NAMES).get(pk=pk)
    if not may(actor, change):
        raise PermissionDenied
    change.state = state_after(TRANSITIONS, State(change.state), act)
    _lock(change.kind, change.award, change.year, [each for each in (change.award, change.to_award) if each])
    return change


def _lock(kind: str, award: Award, year: int, awards: list[Award]) -> None:
    """What it is about. More is granted one at a time in a round, which is locked before any award."""
    if kind == Change.Kind.SUPPLEMENT:
        lock_round(round_of(award, year))
    ledger_actions.lock([each.pk for each in awards])


_APPLICANTS = ("award__tiltak__applicant", "to_award__tiltak__applicant")
_NAMES = ("county", "award__given_in__rule_set__stored", "award__recipient", *_APPLICANTS, "proposed_by")


def _check(change: Change) -> None:
    """Raises CannotBook unless it could be decided now."""
    balance, waiting = standing_in(change.award, change.year)
    if change.kind not in kinds_for(balance, withheld=is_withheld(change.award, change.year)):
        raise CannotBook(_("Dette kan ikke gjøres med pengene slik de står nå. Se over tildelingen."))
    if change.kind == Change.Kind.SUPPLEMENT:
        refuse_more_than_is_free(round_of(change.award, change.year), change.amount)
    elif change.kind == Change.Kind.WRITE_OFF:
        ledger.check(balance, waiting, new=[_written_off(change)])
    elif change.kind in _GIVEN_UP_AS:
        _given_up(change, Kind.RETURNED)
    if change.kind == Change.Kind.REPURPOSE and not _goes_somewhere(change):
        raise CannotBook(_("Velg hva pengene skal gå til: en annen tildeling til samme mottaker, eller noe nytt."))
    if change.to_award and change.to_year and balance_of(change.to_award, change.to_year).is_reported:
        words = {"name": change.to_award.full_name, "year": change.to_year}
        raise CannotBook(_("%(name)s er allerede rapportert for %(year)d. Velg et senere år.") % words)


def _goes_somewhere(change: Change) -> bool:
    """To another award of the same recipient, or to a purpose with a name."""
    if change.to_year is None or change.to_year < change.year:
        return False
    if change.to_award is None:
        return bool(change.to_name)
    return change.to_award.recipient_id == change.award.recipient_id and change.to_award.county_id == change.county_id


def _entries(change: Change) -> list[Entry]:
    award, year = change.award, change.year
    if change.kind == Change.Kind.SUPPLEMENT:
        return [Entry(award.pk, year, Kind.SUPPLEMENT, change.amount)]
    if change.kind == Change.Kind.WRITE_OFF:
        return [_written_off(change)]
    if change.kind not in _GIVEN_UP_AS:
        return []
    out = _given_up(change, _GIVEN_UP_AS[Change.Kind(change.kind)])
    if change.to_year is None:
        return [out]
    to = change.to_award or _new_award(change)
    return [out, ledger.arrival(out, award=to.pk, year=change.to_year)]


_GIVEN_UP_AS = {
    Change.Kind.CARRY_OVER: Kind.CARRIED_OUT,
    Change.Kind.REPURPOSE: Kind.MOVED_OUT,
    Change.Kind.RETURN: Kind.RETURNED,
}


def _given_up(change: Change, kind: Kind) -> Entry:
    """Of what no letter on its way has taken already. Raises CannotBook."""
    award, year = change.award, change.year
    balance, waiting = standing_in(award, year)
    return ledger.give_up(balance, kind, change.amount, award=award.pk, year=year, waiting=waiting)


def amount_now(change: Change) -> int:
    """What it is about: of what is withheld, and paid after all, all that isn't paid, whatever that has come to."""
    return balance_of(change.award, change.year).unpaid if change.kind in WHOLE else change.amount


def would_claim(change: Change) -> int:
    """How much of what goes back has been paid, so that the letter would demand it. Asked before it is decided."""
    if change.kind != Change.Kind.RETURN or change.state != State.PROPOSED:
        return 0
    try:
        return _given_up(change, Kind.RETURNED).in_hand
    except CannotBook:
        return 0


def _written_off(change: Change) -> Entry:
    return Entry(change.award.pk, change.year, Kind.WRITTEN_OFF, change.amount)


def _new_award(change: Change) -> Award:
    """For a purpose that has no award yet. It goes on under the rules that the money was given under."""
    award = change.award
    return ledger_actions.open_award(award.given_in, recipient=award.recipient, name=change.to_name)


def _record(change: Change, act: Act, actor: Actor, *, at: datetime, **more: str) -> None:
    after = change.state
    detail = {"kind": change.kind, "award": str(change.award_id), "year": change.year, "amount": change.amount, **more}
    record(
        act,
        chain=change.county.code,
        kind="change",
        about=change.pk,
        by=actor.by(change.county_id),
        at=at,
        before="" if act == Act.PROPOSE else State.PROPOSED,
        after=after,
        detail=detail,
    )


def _task(change: Change, *, at: datetime) -> Task:
    return task_for_county(
        change.county_id,
        "change",
        gettext_noop("Vedta endring av tildeling"),
        role=Role.DECIDER,
        about=change.pk,
        address=change.get_absolute_url(),
        subject=change.award.recipient.name,
        at=at,
    )
