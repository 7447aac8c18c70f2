"""A unit's own development: begun, thought about, moved on and back, rested on results, and finished."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Organisation
from laget.base.audit.record import By
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.base.cycle.models import Task
from laget.base.refusals import NotInOrder
from laget.effect.delivery.development_queries import results_for, units_led_by, visible_to
from laget.effect.delivery.library import ways
from laget.effect.delivery.models import Development, Ground, Joining, Note
from laget.effect.delivery.permissions import develops, guides, leads_development
from laget.effect.delivery.records import record_development
from laget.effect.delivery.spor_file import Way
from laget.effect.delivery.states import DEVELOPMENT, DevelopmentAct, DevelopmentState
from laget.rules.transitions import state_after

STEP = "development"


@transaction.atomic
def begin(unit: UUID, *, title: str, way: str, actor: Actor, at: datetime) -> Development:
    """Begin one of one's own, outside any pulje."""
    found = units_led_by(actor).filter(pk=unit).first()
    if found is None or way not in ways():
        raise PermissionDenied
    development = _begun(found, ways()[way], title=title, at=at)
    record_development(development, DevelopmentAct.BEGIN, by=actor.by(unit), at=at, way=way)
    return development


def begin_in_pulje(joining: Joining, unit: Organisation, *, at: datetime) -> Development:
    """For a unit in a pulje that begins, by the model of its spor. Part of that act. Its leader has it to do."""
    spor = joining.pulje.spor
    assert spor.way
    development = _begun(unit, ways()[spor.way], title=spor.title, joining=joining, at=at)
    open_tasks(
        [
            Task(
                county_id=development.county_id,
                step=STEP,
                title=gettext_noop("Komme i gang med utviklingsarbeidet"),
                party_id=unit.pk,
                role=Role.UNIT_LEADER,
                subject=str(joining.pulje)[:200],
                about=str(development.pk),
                address=development.get_absolute_url(),
                awaited_by_id=joining.party_id,
                opened_at=at,
            )
        ]
    )
    return development


@transaction.atomic
def note(pk: UUID, *, text: str, actor: Actor, at: datetime) -> Note:
    """Write what one thinks in the phase; what a guide writes is guidance."""
    development = _locked(pk, DevelopmentAct.NOTE, actor=actor)
    own = develops(actor, development)
    if not own and not guides(actor, development):
        raise PermissionDenied
    written = _noted(development, Note.Kind.OWN if own else Note.Kind.GUIDANCE, text, actor=actor, at=at)
    if own:
        close_tasks(about=pk, step=STEP, at=at)
    record_development(development, DevelopmentAct.NOTE, by=_by(actor), at=at, guidance=not own)
    return written


@transaction.atomic
def move(pk: UUID, *, phase: str, why: str = "", actor: Actor, at: datetime) -> Development:
    """Go to another phase, on or back. Raises NotInOrder when going back without saying why."""
    development = _led(pk, DevelopmentAct.MOVE, actor=actor)
    way, before = development.way, development.now
    if phase not in {each.key for each in way.phases} or phase == development.phase:
        raise PermissionDenied
    back = way.number(phase) < way.number(development.phase)
    if back and not why:
        raise NotInOrder(_("Skriv hvorfor dere går tilbake. Da husker dere det senere."))
    _noted(development, Note.Kind.BACK if back else Note.Kind.MOVED, why, actor=actor, at=at)
    development.phase = phase
    development.save(update_fields=["phase"])
    close_tasks(about=pk, step=STEP, at=at)
    detail = {"from": before.key, "to": phase}
    record_development(development, DevelopmentAct.MOVE, by=actor.by(development.unit_id), at=at, **detail)
    return development


@transaction.atomic
def rest_on(pk: UUID, *, group: int, actor: Actor, at: datetime) -> Ground:
    """Let it rest on a result in this phase, named by its hash: it can be found again however long after."""
    development = _locked(pk, DevelopmentAct.REST_ON, actor=actor)
    found = next((each for each in results_for(development, actor) if each.pk == group), None)
    if not develops(actor, development) or found is None:
        raise PermissionDenied
    ground, _new = Ground.objects.get_or_create(
        development=development,
        group=found,
        phase=development.now.title,
        defaults={"sha256": found.release.sha256, "at": at},
    )
    by = actor.by(development.unit_id)
    record_development(development, DevelopmentAct.REST_ON, by=by, at=at, group=group, sha256=found.release.sha256)
    return ground


@transaction.atomic
def choose_model(pk: UUID, *, way: str, why: str = "", actor: Actor, at: datetime) -> Development:
    """Go by another model from here, from its first phase. All that is written stays."""
    development = _led(pk, DevelopmentAct.CHOOSE, actor=actor)
    if way not in ways() or way == development.way.key:
        raise PermissionDenied
    chosen = ways()[way]
    words = _("%(before)s → %(after)s. %(why)s") % {"before": development.way.title, "after": chosen.title, "why": why}
    _noted(development, Note.Kind.MODEL, words.strip(), actor=actor, at=at)
    development.template, development.phase = chosen.model_dump(mode="json"), chosen.phases[0].key
    development.save(update_fields=["template", "phase"])
    record_development(development, DevelopmentAct.CHOOSE, by=actor.by(development.unit_id), at=at, way=way)
    return development


@transaction.atomic
def finish(pk: UUID, *, actor: Actor, at: datetime) -> Development:
    return _turn(pk, DevelopmentAct.FINISH, actor=actor, at=at)


@transaction.atomic
def take_up(pk: UUID, *, actor: Actor, at: datetime) -> Development:
    """Go on with one that was finished."""
    return _turn(pk, DevelopmentAct.TAKE_UP, actor=actor, at=at)


# -- Parts of them ------------------------------------------------------------------------------------


def _turn(pk: UUID, act: DevelopmentAct, *, actor: Actor, at: datetime) -> Development:
    development = _led(pk, act, actor=actor)
    before = DevelopmentState(development.state)
    development.state = state_after(DEVELOPMENT, before, act)
    development.finished_at = at if act is DevelopmentAct.FINISH else None
    development.save(update_fields=["state", "finished_at"])
    close_tasks(about=pk, step=STEP, at=at)
    record_development(development, act, by=actor.by(development.unit_id), at=at, before=before)
    return development


def _begun(unit: Organisation, way: Way, *, title: str, joining: Joining | None = None, at: datetime) -> Development:
    assert unit.county_id
    return Development.objects.create(
        county_id=unit.county_id,
        unit=unit,
        joining=joining,
        title=title,
        template=way.model_dump(mode="json"),
        phase=way.phases[0].key,
        begun_at=at,
    )


def _locked(pk: UUID, act: DevelopmentAct, *, actor: Actor) -> Development:
    """One that this person may read and that this may be done with, alone with it. Raises TransitionNotAllowed."""
    development = visible_to(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if development is None:
        raise PermissionDenied
    state_after(DEVELOPMENT, DevelopmentState(development.state), act)
    return development


def _led(pk: UUID, act: DevelopmentAct, *, actor: Actor) -> Development:
    development = _locked(pk, act, actor=actor)
    if not leads_development(actor, development):
        raise PermissionDenied
    return development


def _noted(development: Development, kind: Note.Kind, text: str, *, actor: Actor, at: datetime) -> Note:
    phase = f"{development.number}. {development.now.title}"
    return Note.objects.create(development=development, kind=kind, phase=phase, text=text, person=actor.person, at=at)


def _by(actor: Actor) -> By:
    """In every role they hold: which of them it was written in, follows from the development."""
    return actor.by(*actor.parties)
