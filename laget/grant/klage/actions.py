import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.audit.record import By, record
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.base.refusals import ChangedMeanwhile
from laget.base.ui.seal import NoSeal, certificate
from laget.grant.changes.withheld import ask_after_klage
from laget.grant.klage import booking, tasks
from laget.grant.klage.letters import notice_of
from laget.grant.klage.models import Klage
from laget.grant.klage.permissions import may_decide, may_prepare, may_withdraw, outcomes_for
from laget.grant.klage.queries import case_of
from laget.grant.klage.states import OPEN, TRANSITIONS, Act, Answer, Outcome, State
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.notices import write
from laget.grant.tilsagn.outbox import put_in_outbox
from laget.grant.tilsagn.permissions import may_complain
from laget.rules.complaining import is_late
from laget.rules.transitions import state_after


class CannotAnswer(Exception):
    """The answer lacks something. The message says what, in Norwegian."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a klage is to be answered. `more` is kroner more by the key of each line."""

    outcome: Outcome
    assessment: str
    late_because: str = ""
    more: Mapping[str, int] | None = None


@transaction.atomic
def complain(letter: Letter, *, wants: str, grounds: str, actor: Actor, at: datetime) -> Klage:
    """Complain of a decision. One that is late is taken in too, and marked. Raises PermissionDenied, CannotAnswer.

    That it has come is told by letter; should that fail to be sealed, the klage is in just the same.
    """
    letter = (
        Letter.objects.select_for_update(of=("self",)).select_related("round__rule_set", "recipient").get(pk=letter.pk)
    )
    if not may_complain(actor, letter):
        raise PermissionDenied
    if Klage.objects.filter(letter__about=letter.about, state__in=OPEN).exists():
        raise CannotAnswer(_("Det er allerede klaget på dette vedtaket. Klagen er under behandling."))
    klage = Klage.objects.create(
        county_id=letter.round.county_id,
        letter=letter,
        wants=wants,
        grounds=grounds,
        complained_by=actor.person,
        received_at=at,
        due=letter.complain_by,
        is_late=is_late(timezone.localdate(at), by=letter.complain_by),
    )
    open_tasks([tasks.to_prepare(klage, at=at)])
    _tell(klage, Act.COMPLAIN, by=actor.by(letter.recipient_id), before="", at=at)
    return klage


@transaction.atomic
def propose_answer(pk: UUID, proposal: Proposal, *, actor: Actor, at: datetime) -> Klage:
    """Put an answer before the one who decides. Raises TransitionNotAllowed, CannotAnswer, CannotBook."""
    klage = case_of(pk)
    if not may_prepare(actor, klage):
        raise PermissionDenied
    before, after = _move(klage, Act.PROPOSE)
    if proposal.outcome not in outcomes_for(klage):
        raise CannotAnswer(_("Klagen kan ikke besvares slik."))
    if klage.is_late and proposal.outcome != Outcome.DISMISS and not proposal.late_because:
        raise CannotAnswer(_("Klagen kom etter fristen. Skriv hvorfor den likevel tas til behandling."))
    klage.outcome, klage.assessment = proposal.outcome, proposal.assessment
    klage.late_because = "" if proposal.outcome == Outcome.DISMISS else proposal.late_because
    klage.more = dict(proposal.more or {}) if proposal.outcome == Outcome.UPHOLD else {}
    klage.proposed_by, klage.proposed_at, klage.returned_because = actor.person, at, ""
    klage.decided_by = klage.decided_at = None
    booking.check(klage)
    klage.save()
    close_tasks(about=pk, at=at)
    open_tasks([tasks.to_decide(klage, at=at)])
    detail = {"outcome": klage.outcome, "more": sum(klage.more.values())}
    _record(klage, Act.PROPOSE, by=actor.by(klage.county_id), at=at, before=before, after=after, detail=detail)
    return klage


@transaction.atomic
def return_answer(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> Klage:
    """Ask for another answer, and say why. Raises TransitionNotAllowed."""
    klage = case_of(pk)
    if not may_decide(actor, klage):
        raise PermissionDenied
    before, after = _move(klage, Act.RETURN)
    klage.returned_because = reason
    klage.save()
    close_tasks(about=pk, at=at)
    open_tasks([tasks.to_prepare(klage, at=at)])
    _record(klage, Act.RETURN, by=actor.by(klage.county_id), at=at, before=before, after=after, detail={})
    return klage


@transaction.atomic
def decide_klage(
    pk: UUID, *, proposed_at: datetime | None, actor: Actor, at: datetime, wait: timedelta = timedelta(0)
) -> Klage:
    """Decide as it was proposed: the ledger follows, and the letter is put in the outbox. `proposed_at` is the answer's
    that was read.

    Raises TransitionNotAllowed, ChangedMeanwhile when another is proposed since, NoSeal, and CannotBook when the money
    has gone since.
    """
    klage = case_of(pk)
    if not may_decide(actor, klage):
        raise PermissionDenied
    act = Act(klage.outcome) if klage.outcome else Act.FORWARD
    before, _after = _move(klage, act)
    if proposed_at != klage.proposed_at:
        raise ChangedMeanwhile(_("Et annet svar er foreslått siden du åpnet siden. Les det, og avgjør klagen på nytt."))
    klage.decided_by, klage.decided_at = actor.person, at
    klage.save()
    if act == Act.UPHOLD:
        booking.book(klage, at=at)
        ask_after_klage(klage.letter, at=at)
    close_tasks(about=pk, at=at)
    if act == Act.FORWARD:
        open_tasks([tasks.to_register_answer(klage, at=at)])
    assert klage.proposed_by
    names = (klage.proposed_by.name, actor.person.name)
    _tell(klage, act, by=actor.by(klage.county_id), before=before, names=names, wait=wait, at=at)
    return klage


@transaction.atomic
def register_answer(
    pk: UUID, *, answer: Answer, on: date, file: bytes, actor: Actor, at: datetime, wait: timedelta = timedelta(0)
) -> Klage:
    """What the klageinstans came to, with its letter. What it changes comes back for a new decision, by two.

    Raises TransitionNotAllowed.
    """
    klage = case_of(pk)
    if not may_prepare(actor, klage):
        raise PermissionDenied
    act = Act(answer)
    before, _after = _move(klage, act)
    digest = hashlib.sha256(file).hexdigest()
    name = f"letters/{digest}.pdf"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(file))
    klage.answer, klage.answered_on = answer, on
    klage.answer_file, klage.answer_registered_by = name, actor.person
    klage.save()
    close_tasks(about=pk, at=at)
    if klage.state == State.RECEIVED:
        open_tasks([tasks.to_prepare(klage, at=at)])
    names = (actor.person.name, "")
    _tell(klage, act, by=actor.by(klage.county_id), before=before, names=names, wait=wait, at=at, answer=digest)
    return klage


@transaction.atomic
def withdraw_klage(pk: UUID, *, actor: Actor, at: datetime) -> Klage:
    """Let the decision stand after all. Raises TransitionNotAllowed."""
    klage = case_of(pk)
    if not may_withdraw(actor, klage):
        raise PermissionDenied
    before, _after = _move(klage, Act.WITHDRAW)
    klage.save()
    close_tasks(about=pk, at=at)
    _tell(klage, Act.WITHDRAW, by=actor.by(klage.letter.recipient_id), before=before, at=at)
    return klage


def _move(klage: Klage, act: Act) -> tuple[State, State]:
    before = State(klage.state)
    klage.state = state_after(TRANSITIONS, before, act)
    return before, State(klage.state)


def _tell(
    klage: Klage,
    act: Act,
    *,
    by: By,
    before: str,
    at: datetime,
    names: tuple[str, str] = ("", ""),
    wait: timedelta = timedelta(0),
    **detail: str,
) -> None:
    """The audit entry of the act, and the letter that tells of it on its way."""
    prepared, decided = names
    try:
        letter = write(notice_of(klage, act), prepared=prepared, decided=decided, at=at)
    except NoSeal:
        if decided:
            raise
        _record(klage, act, by=by, at=at, before=before, after=klage.state, detail=detail)
        return
    detail |= {"letter": letter.sha256, "seal": certificate()}
    _record(klage, act, by=by, at=at, before=before, after=klage.state, detail=detail)
    put_in_outbox(letter, by=by, at=at, wait=wait)


def _record(
    klage: Klage, act: Act, *, by: By, at: datetime, before: str, after: str, detail: Mapping[str, object]
) -> None:
    chain = klage.county.code
    record(act, chain=chain, kind="klage", about=klage.pk, by=by, at=at, before=before, after=after, detail=detail)
