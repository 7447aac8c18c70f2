"""What is done with a county's forms: changed in a draft, copied from last year, published, thrown away."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.audit.record import record
from laget.base.county_forms.models import FormDraft
from laget.base.county_forms.queries import Current, current, last_years
from laget.base.cycle.actions import lock_round
from laget.base.cycle.form_checks import Fault
from laget.base.cycle.form_shape import Form
from laget.base.cycle.models import FormVersion, Round
from laget.base.cycle.permissions import may_change_forms
from laget.base.cycle.publishing import keep

Edit = Callable[[Form], Form]


class FormProblem(Exception):
    """It can't be done as things stand. The message says why, and what to do."""


class HasFaults(Exception):
    """The form can't be used as it is: `faults` say where, and what."""

    def __init__(self, form: Form, faults: list[Fault]) -> None:
        super().__init__("; ".join(text for _where, text in faults))
        self.form, self.faults = form, faults


@transaction.atomic
def change(round: Round, kind: str, edit: Edit, *, revision: str, actor: Actor, at: datetime) -> FormDraft:
    """Change the draft, which begins as what is published. Raises FormProblem when someone else has changed it since.

    Raises HasFaults for a fault that wasn't there before. Those that were, may be mended one by one.
    """
    found = _locked(round, kind, actor=actor)
    _refuse_unless_seen(found, revision)
    try:
        changed = edit(found.form)
    except KeyError:
        raise FormProblem(_("Det du ville endre, er ikke i skjemaet lenger.")) from None
    before = found.faults()
    new = [fault for fault in _with_form(found, changed).faults() if fault not in before]
    if new:
        raise HasFaults(changed, new)
    return _save(found, changed, "change", actor=actor, at=at)


@transaction.atomic
def copy_from_last_year(
    round: Round, kind: str, *, revision: str, earlier: int | None = None, actor: Actor, at: datetime
) -> FormDraft:
    """Let the draft be what was asked last year, in place of what stands there. Raises FormProblem without any.

    `earlier` is the round to copy from, where this one took over several.
    """
    found = _locked(round, kind, actor=actor)
    _refuse_unless_seen(found, revision)
    copied = next((each for each in last_years(round, kind) if earlier in (None, each.round_id)), None)
    if copied is None:
        raise FormProblem(_("Det er ikke noe skjema fra året før å kopiere."))
    return _save(found, copied.stored.form, "copy", actor=actor, at=at, copied=copied.stored_id)


@transaction.atomic
def discard(round: Round, kind: str, *, revision: str, actor: Actor, at: datetime) -> None:
    """Throw the draft away: what is published stays as it is. Raises FormProblem when it has been changed since."""
    found = _locked(round, kind, actor=actor)
    if found.draft is None:
        raise FormProblem(_("Det er ikke noe utkast å forkaste."))
    _refuse_unless_seen(found, revision)
    found.draft.delete()
    _record(found, "discard", actor=actor, at=at)


@transaction.atomic
def publish(round: Round, kind: str, *, revision: str, actor: Actor, at: datetime) -> FormVersion:
    """Let the draft be what documents opened from now on ask. Those that are opened, keep theirs. Raises HasFaults."""
    found = _locked(round, kind, actor=actor)
    if found.draft is None:
        raise FormProblem(_("Det er ikke noe utkast å publisere."))
    _refuse_unless_seen(found, revision)
    if faults := found.faults():
        raise HasFaults(found.form, faults)
    stored, number = keep(found.form), found.published.number + 1
    version = FormVersion.objects.create(
        round=round, kind=kind, number=number, stored=stored, published_at=at, published_by=actor.person.name
    )
    found.draft.delete()
    _record(found, "publish", actor=actor, at=at, number=number, sha256=stored.sha256)
    return version


def _locked(round: Round, kind: str, *, actor: Actor) -> Current:
    """One at a time changes the forms of a round."""
    if not may_change_forms(actor, round):
        raise PermissionDenied
    lock_round(round)
    found = current(round, kind)
    if found is None:
        raise PermissionDenied
    return found


def _refuse_unless_seen(found: Current, revision: str) -> None:
    if found.revision != revision:
        raise FormProblem(
            _("Skjemaet er endret siden du åpnet siden. Ingenting av ditt er lagret. Se hvordan det er nå.")
        )


def _with_form(found: Current, form: Form) -> Current:
    return Current(found.round, found.kind, form, found.published, found.draft)


def _save(found: Current, form: Form, act: str, *, actor: Actor, at: datetime, **detail: Any) -> FormDraft:
    content = form.model_dump(mode="json", by_alias=True)
    draft = found.draft or FormDraft(round=found.round, kind=found.kind)
    draft.content, draft.revision = content, draft.revision + 1
    draft.changed_at, draft.changed_by = at, actor.person
    draft.save()
    said = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    _record(found, act, actor=actor, at=at, revision=draft.revision, sha256=said, **detail)
    return draft


def _record(found: Current, act: str, *, actor: Actor, at: datetime, **detail: Any) -> None:
    county = found.round.county_id
    chain = found.round.file.county.code
    about = f"{found.round.pk}:{found.kind}"
    record(act, chain=chain, kind="form", about=about, by=actor.by(county), at=at, detail=detail)
