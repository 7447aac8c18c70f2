"""What is done in oppfølgingsordningen: offered, answered, arranged, and gone through, milestone by milestone."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Organisation
from laget.base.audit.record import record
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.base.cycle.calendar import cancel_in_calendar, put_in_calendar
from laget.base.cycle.calendar_models import CalendarEntry, Days
from laget.base.cycle.models import Task
from laget.base.cycle.notices import notify
from laget.base.cycle.sentences import Sentence, told
from laget.base.cycle.whom import Whom, those
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.effect.oppfolging.models import Milestone, Oppfolging
from laget.effect.oppfolging.permissions import answers, offers_in, reaches
from laget.effect.oppfolging.queries import could_be_offered
from laget.effect.oppfolging.states import TRANSITIONS, Act, State
from laget.effect.oppfolging.track_file import shipped_track
from laget.rules.transitions import TransitionNotAllowed, state_after

STEP = "oppfolging"


@transaction.atomic
def offer(
    county: County,
    *,
    owner: Organisation,
    why: str,
    begins_on: date,
    earlier_because: str = "",
    actor: Actor,
    at: datetime,
) -> Oppfolging:
    """It begins today or later; or earlier, with a reason, for a municipality that was in it before it came here.

    Raises NotInOrder where the municipality is in it already, or an earlier day has no reason.
    """
    if not offers_in(actor, county.pk):
        raise PermissionDenied
    Organisation.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    if not could_be_offered(county.pk).filter(pk=owner.pk).exists():
        raise NotInOrder(_("%(name)s er allerede med, eller har et tilbud.") % {"name": owner.name})
    today = timezone.localdate(at)
    if begins_on < today and not earlier_because:
        raise NotInOrder(_("Skriv hvorfor kommunen begynte før i dag."))
    case = Oppfolging.objects.create(
        county=county, owner=owner, template=shipped_track().model_dump(mode="json"), why=why, begins_on=begins_on,
        earlier_because=earlier_because if begins_on < today else "", offered_by=actor.person, offered_at=at,
    )  # fmt: skip
    asked = gettext_noop("Svare på tilbudet om oppfølgingsordningen")
    open_tasks([_task(case, asked, Role.OWNER, about=case.pk, due=case.answer_by, at=at)])
    _tell(case, told("Dere er tilbudt oppfølgingsordningen."), those(Role.OWNER, at=owner.pk), actor=actor, at=at)
    detail = {"begins_on": begins_on.isoformat(), "earlier": bool(case.earlier_because)}  # why, stays with the case
    _record(Act.OFFER, case, "", actor=actor, at=at, **detail)
    return case


@transaction.atomic
def accept(pk: UUID, *, answer: str = "", actor: Actor, at: datetime) -> Oppfolging:
    """The milestones stand in both sides' calendars, and the first of each side is a task of theirs."""
    return _answer(pk, Act.ACCEPT, answer=answer, actor=actor, at=at)


@transaction.atomic
def decline(pk: UUID, *, answer: str, actor: Actor, at: datetime) -> Oppfolging:
    return _answer(pk, Act.DECLINE, answer=answer, actor=actor, at=at)


@transaction.atomic
def arrange(pk: UUID, *, guides: str, money: int | None, revision: int, actor: Actor, at: datetime) -> Oppfolging:
    """Who guides it, and what money it has. Raises ChangedMeanwhile."""
    case, before = _run(pk, Act.ARRANGE, actor=actor)
    if case.revision != revision:
        raise ChangedMeanwhile
    case.guides, case.money, case.revision = guides, money, revision + 1
    case.save(update_fields=["guides", "money", "revision"])
    _record(Act.ARRANGE, case, before, actor=actor, at=at, money=money)
    return case


@transaction.atomic
def reach(pk: UUID, *, text: str = "", actor: Actor, at: datetime) -> Milestone:
    """A milestone is done; with the last, so is all of it. Raises NotInOrder when it is done, or lacks its report."""
    case_pk = Milestone.objects.values_list("oppfolging", flat=True).get(pk=pk)
    case = _locked(case_pk)
    milestone = Milestone.objects.select_for_update().get(pk=pk)
    milestone.oppfolging = case
    if not reaches(actor, milestone):
        raise PermissionDenied
    if milestone.done_at:
        raise NotInOrder(_("Den er gjort ferdig fra før."))
    if milestone.step.report and not text:
        raise NotInOrder(_("Skriv rapporten før du sender den."))
    last = not case.milestones.filter(done_at=None).exclude(pk=pk).exists()
    act = Act.FINISH if last else Act.REACH
    before = _go(case, act)
    milestone.text, milestone.done_by, milestone.done_at = text, actor.person, at
    milestone.save(update_fields=["text", "done_by", "done_at"])
    close_tasks(about=pk, step=STEP, at=at)
    _open_next(case, at=at)
    news = told("%(name)s: «%(what)s» er ferdig.", name=case.owner.name, what=told(milestone.step.title))
    _tell(case, news, _both(case), actor=actor, at=at)
    _record(act, case, before, actor=actor, at=at, milestone=milestone.key)
    return milestone


@transaction.atomic
def end(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> Oppfolging:
    """Statsforvalteren takes back the offer, or it stops before its time."""
    case, before = _run(pk, Act.END, actor=actor)
    case.reason = reason
    case.save(update_fields=["reason"])
    close_tasks(about=case.pk, step=STEP, at=at)
    for milestone in case.milestones.filter(done_at=None):
        close_tasks(about=milestone.pk, step=STEP, at=at)
        cancel_in_calendar(about=milestone.pk, at=at)
    news = told("Oppfølgingsordningen er avsluttet for %(name)s.", name=case.owner.name)
    _tell(case, news, _both(case), actor=actor, at=at)
    _record(Act.END, case, before, actor=actor, at=at)
    return case


def _locked(pk: UUID) -> Oppfolging:
    return Oppfolging.objects.select_for_update(of=("self",)).select_related("county", "owner").get(pk=pk)


def _run(pk: UUID, act: Act, *, actor: Actor) -> tuple[Oppfolging, str]:
    case = _locked(pk)
    if not offers_in(actor, case.county_id):
        raise PermissionDenied
    return case, _go(case, act)


def _answer(pk: UUID, act: Act, *, answer: str, actor: Actor, at: datetime) -> Oppfolging:
    case = _locked(pk)
    if not answers(actor, case):
        raise PermissionDenied
    case.answer, case.answered_by, case.answered_at = answer, actor.person, at
    before = _go(case, act)
    close_tasks(about=pk, step=STEP, at=at)
    if case.state == State.ONGOING:
        _begin(case, at=at)
    if act is Act.ACCEPT:
        news = told("%(name)s takket ja til oppfølgingsordningen.", name=case.owner.name)
    else:
        news = told("%(name)s takket nei til oppfølgingsordningen.", name=case.owner.name)
    _tell(case, news, those(Role.CASE_OFFICER, at=case.county_id), actor=actor, at=at)
    _record(act, case, before, actor=actor, at=at)
    return case


def _begin(case: Oppfolging, *, at: datetime) -> None:
    for milestone in Milestone.objects.bulk_create(case.planned()):
        put_in_calendar(
            about=milestone.pk, kind=CalendarEntry.Kind.DEADLINE, county=case.county_id,
            title=milestone.step.title, subject=case.owner.name, time=Days(milestone.due, milestone.due),
            address=case.get_absolute_url(), to=_both(case), at=at,
        )  # fmt: skip
    _open_next(case, at=at)


def _go(case: Oppfolging, act: Act) -> str:
    """To the state that the act leads to; the one before. Raises NotInOrder."""
    before = State(case.state)
    try:
        case.state = state_after(TRANSITIONS, before, act)
    except TransitionNotAllowed:
        raise NotInOrder(_("Det kan ikke gjøres nå. Status er «%(state)s».") % {"state": before.label}) from None
    case.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    return before.value


def _open_next(case: Oppfolging, *, at: datetime) -> None:
    """The next of each side is theirs to do: those after it have time."""
    left = list(case.milestones.filter(done_at=None))
    for side in ("owner", "state"):
        first = next((each for each in left if each.side == side), None)
        if first:
            first.oppfolging = case
            open_tasks([_task(case, first.step.title, first.role, about=first.pk, due=first.due, at=at)])


def _task(case: Oppfolging, title: str, role: Role, *, about: UUID, due: date, at: datetime) -> Task:
    theirs = role is Role.OWNER
    return Task(
        county_id=case.county_id, step=STEP, title=title, party_id=case.owner_id if theirs else case.county_id,
        role=role, subject="" if theirs else case.owner.name, about=str(about), address=case.get_absolute_url(),
        due=due, awaited_by_id=case.county_id if theirs else case.owner_id, opened_at=at,
    )  # fmt: skip


def _both(case: Oppfolging) -> list[Whom]:
    return [*those(Role.OWNER, at=case.owner_id), *those(Role.CASE_OFFICER, at=case.county_id)]


def _tell(case: Oppfolging, news: Sentence, to: list[Whom], *, actor: Actor, at: datetime) -> None:
    address = case.get_absolute_url()
    notify(news, address=address, about=case.pk, county=case.county_id, to=to, by=actor.person, at=at)


def _record(act: Act, case: Oppfolging, before: str, *, actor: Actor, at: datetime, **detail: object) -> None:
    by = actor.by(case.owner_id, case.county_id)
    record(
        act.value, chain=case.county.code, kind="oppfolging", about=case.pk, by=by, at=at, before=before,
        after=str(case.state), detail=detail,
    )  # fmt: skip
