from collections.abc import Callable, Mapping
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
from laget.base.cycle.actions import close_tasks, open_tasks, task_for_county
from laget.base.cycle.models import Task
from laget.base.cycle.permissions import may_decide, may_withdraw
from laget.base.ui.seal import certificate
from laget.grant.corrections.letters import content_of
from laget.grant.corrections.models import Correction
from laget.grant.corrections.states import TRANSITIONS, Act, State
from laget.grant.corrections.texts import texts_in
from laget.grant.tilsagn.letters import make_letter
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.outbox import put_in_outbox
from laget.grant.tilsagn.permissions import may_correct
from laget.rules.transitions import state_after

DECIDED_WITHIN = timedelta(days=7)


class NothingToCorrect(Exception):
    """No text is changed, or someone is at it already. The message says so, in Norwegian."""


@transaction.atomic
def propose_correction(
    letter: Letter, *, what: str, texts: Mapping[str, str], actor: Actor, at: datetime
) -> Correction:
    """Put it before the one who decides. `texts` is by place; those as before are left out. Raises NothingToCorrect."""
    names = ("round__rule_set__stored", "recipient")
    letter = Letter.objects.select_for_update(of=("self",)).select_related(*names).get(pk=letter.pk)
    if not may_correct(actor, letter):
        raise PermissionDenied
    before = texts_in(letter.said)
    changed = {place: text for place, text in texts.items() if place in before and text != before[place]}
    if not changed:
        raise NothingToCorrect(_("Du har ikke endret noe. Rett teksten der feilen er."))
    if Correction.objects.filter(letter=letter, state=State.PROPOSED).exists():
        raise NothingToCorrect(_("En retting av dette brevet venter allerede på å bli vedtatt."))
    correction = Correction.objects.create(
        county_id=letter.round.county_id,
        letter=letter,
        what=what,
        texts=changed,
        proposed_by=actor.person,
        proposed_at=at,
    )
    open_tasks([_task(correction, at=at)])
    _record(correction, Act.PROPOSE, actor, at=at)
    return correction


@transaction.atomic
def decide_correction(pk: UUID, *, actor: Actor, at: datetime, wait: timedelta = timedelta(0)) -> Correction:
    """Make the letter that replaces the old one, and put it in the outbox. Raises TransitionNotAllowed, NoSeal."""
    correction = _decided(pk, Act.DECIDE, actor=actor, at=at)
    letter = _letter_of(correction, decided=actor.person.name, at=at)
    correction.becomes = letter
    correction.save(update_fields=["state", "decided_by", "decided_at", "becomes"])
    close_tasks(about=pk, at=at)
    old = correction.letter
    seals = {"letter": letter.sha256, "seal": certificate(), "replaces": old.sha256, "correction": str(pk)}
    chain, by = correction.county.code, actor.by(correction.county_id)
    _record(correction, Act.DECIDE, actor, at=at)
    # The new letter is about the same as the old: there the audit chain is asked for it.
    record("correct", chain=chain, kind=old.kind, about=old.about, by=by, at=at, detail=seals)
    put_in_outbox(letter, by=by, at=at, wait=wait)
    return correction


@transaction.atomic
def decline_correction(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> Correction:
    """Leave the letter as it is, and say why. Raises TransitionNotAllowed."""
    correction = _decided(pk, Act.DECLINE, actor=actor, at=at)
    correction.declined_because = reason
    correction.save(update_fields=["state", "decided_by", "decided_at", "declined_because"])
    close_tasks(about=pk, at=at)
    _record(correction, Act.DECLINE, actor, at=at)
    return correction


@transaction.atomic
def withdraw_correction(pk: UUID, *, actor: Actor, at: datetime) -> Correction:
    """Take back what one has proposed oneself; another may be proposed. Raises TransitionNotAllowed."""
    correction = _locked(pk, Act.WITHDRAW, may_withdraw, actor=actor)
    correction.save(update_fields=["state"])
    close_tasks(about=pk, at=at)
    _record(correction, Act.WITHDRAW, actor, at=at)
    return correction


def _decided(pk: UUID, act: Act, *, actor: Actor, at: datetime) -> Correction:
    correction = _locked(pk, act, may_decide, actor=actor)
    correction.decided_by, correction.decided_at = actor.person, at
    return correction


def _locked(pk: UUID, act: Act, may: Callable[[Actor, Correction], bool], *, actor: Actor) -> Correction:
    """The correction locked, moved to the state that the act leads to, and not saved yet."""
    names = ("county", "letter__round__rule_set__stored", "letter__recipient", "letter__tilsagn", "proposed_by")
    correction = Correction.objects.select_for_update(of=("self",)).select_related(*names).get(pk=pk)
    if not may(actor, correction):
        raise PermissionDenied
    correction.state = state_after(TRANSITIONS, State(correction.state), act)
    return correction


def _letter_of(correction: Correction, *, decided: str, at: datetime) -> Letter:
    old = correction.letter
    return make_letter(
        content_of(correction, decided=decided, on=timezone.localdate(at)),
        round=old.round,
        recipient=old.recipient,
        kind=old.kind,
        about=old.about,
        page=old.page,
        tilsagn=old.tilsagn,
        version=old.version,
        is_decision=old.is_decision,
        replaces=old,
        at=at,
    )


def _record(correction: Correction, act: Act, actor: Actor, *, at: datetime) -> None:
    record(
        act,
        chain=correction.county.code,
        kind="correction",
        about=correction.pk,
        by=actor.by(correction.county_id),
        at=at,
        before="" if act == Act.PROPOSE else State.PROPOSED,
        after=correction.state,
        detail={"replaces": correction.letter.sha256},
    )


def _task(correction: Correction, *, at: datetime) -> Task:
    return task_for_county(
        correction.county_id,
        "correction",
        gettext_noop("Vedta retting av brev"),
        role=Role.DECIDER,
        about=correction.pk,
        address=correction.get_absolute_url(),
        round=correction.letter.round,
        subject=correction.letter.recipient.name,
        due=(at + DECIDED_WITHIN).date(),
        at=at,
    )
