"""What is done with a pulje: opened by the forum, joined by networks, held samling by samling, and asked about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Forum, Organisation, Party
from laget.base.actors.queries import network_of
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.base.cycle.calendar_models import When
from laget.base.cycle.models import Task
from laget.base.cycle.notices import notify
from laget.base.cycle.sentences import Sentence, told
from laget.base.cycle.whom import Whom, one, those
from laget.base.refusals import NotInOrder
from laget.effect.delivery.development_actions import begin_in_pulje
from laget.effect.delivery.library import all_spor
from laget.effect.delivery.models import Capacity, Joining, Pulje, Question, Samling
from laget.effect.delivery.permissions import runs, runs_fellestiltak, signs_up
from laget.effect.delivery.pulje_queries import (
    could_join,
    joinings_in,
    may_join,
    room_in,
    takes_part,
    to_come,
    units_below,
    visible_to,
    wishes_for,
)
from laget.effect.delivery.records import record_pulje
from laget.effect.delivery.states import PULJE, PuljeAct, PuljeState
from laget.effect.events import actions as events
from laget.effect.events.actions import Details
from laget.effect.events.models import Event
from laget.effect.events.states import State as EventState
from laget.rules.transitions import state_after

STEP = "pulje"
EVENT_KINDS = {
    "webinar": Event.Kind.WEBINAR,
    "samling": Event.Kind.SAMLING,
    "guidance": Event.Kind.DIALOGUE,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a pulje is, before anyone has signed up. `capacity` is how many units each UH takes."""

    spor: str
    name: str
    opens_on: date
    closes_on: date
    begins_on: date
    capacity: Mapping[UUID, int] = field(default_factory=dict)


@transaction.atomic
def open_pulje(forum: Forum, *, plan: Plan, actor: Actor, at: datetime) -> Pulje:
    """Let networks sign up. All that may are told, and those that have wished for this spor have it to do.

    Raises NotInOrder.
    """
    if not runs_fellestiltak(actor, forum.pk) or plan.spor not in all_spor():
        raise PermissionDenied
    if not plan.opens_on <= plan.closes_on <= plan.begins_on:
        raise NotInOrder(_("Påmeldingen må åpne før den stenger, og stenge før puljen begynner."))
    assert forum.county_id
    Forum.objects.select_for_update(of=("self",), no_key=True).get(pk=forum.pk)  # two at once don't both take the name
    if Pulje.objects.filter(county=forum.county_id, key=plan.spor, name=plan.name).exists():
        raise NotInOrder(_("Dette sporet har allerede en pulje med det navnet."))
    template = all_spor()[plan.spor].model_dump(mode="json")
    pulje = Pulje.objects.create(
        county_id=forum.county_id,
        forum=forum,
        key=plan.spor,
        template=template,
        name=plan.name,
        opens_on=plan.opens_on,
        closes_on=plan.closes_on,
        begins_on=plan.begins_on,
        state_since=at,
    )
    Capacity.objects.bulk_create(
        Capacity(pulje=pulje, partner_id=partner, units=units) for partner, units in plan.capacity.items()
    )
    open_tasks([_signing_up(pulje, wish.network.pk, at=at) for wish in wishes_for(pulje)])
    news = told(
        "Dere kan melde dere på %(pulje)s, fra %(first)s til %(last)s.",
        pulje=str(pulje),
        first=pulje.opens_on,
        last=pulje.closes_on,
    )
    _notify(pulje, news, could_join(pulje, day=actor.day), actor=actor, at=at)
    record_pulje(pulje, PuljeAct.OPEN, by=actor.by(forum.pk), at=at, spor=plan.spor)
    return pulje


@transaction.atomic
def join(
    pk: UUID,
    *,
    party: UUID,
    units: Iterable[UUID],
    partner: UUID | None = None,
    why: str = "",
    actor: Actor,
    at: datetime,
) -> Joining:
    """Sign up a network, or an owner where the county lets one in alone, with some of its units. Raises NotInOrder."""
    pulje = _locked(pk, PuljeAct.JOIN, actor=actor)
    mine = next((each for each in may_join(actor, pulje) if each.pk == party), None)
    if mine is None:
        raise PermissionDenied
    if not pulje.takes_sign_ups(timezone.localdate(at)):
        raise NotInOrder(_("Påmeldingen er ikke åpen."))
    chosen = list(units_below(mine, day=actor.day).filter(pk__in=list(units)))
    if not chosen:
        raise NotInOrder(_("Velg minst én virksomhet som skal være med."))
    _refuse_those_who_are_in(pulje, chosen)
    _refuse_without_room(pulje, partner, len(chosen))
    network = network_of(mine, county=pulje.county_id, day=actor.day)
    wish = next((each for each in wishes_for(pulje) if network and each.network.pk == network.pk), None)
    joining = Joining.objects.create(
        pulje=pulje,
        party=mine,
        network=network,
        partner_id=partner,
        why=why,
        wish=wish.version if wish else None,
        joined_at=at,
    )
    joining.units.set(chosen)
    close_tasks(about=pulje.pk, step=STEP, party=mine.pk, at=at)
    by = actor.by(mine.pk)
    record_pulje(pulje, PuljeAct.JOIN, by=by, at=at, party=str(mine.pk), units=len(chosen), wished=wish is not None)
    return joining


@transaction.atomic
def leave(pk: UUID, *, actor: Actor, at: datetime) -> Pulje:
    """Take a party out again: by itself, or by those who run the pulje. What its units have begun, they keep."""
    joining = Joining.objects.select_related("pulje").filter(pk=pk, left_at=None).first()
    if joining is None:
        raise PermissionDenied
    pulje = _locked(joining.pulje_id, PuljeAct.LEAVE, actor=actor)
    if not (signs_up(actor, joining.party_id) or runs(actor, pulje)):
        raise PermissionDenied
    joining.left_at = at
    joining.save(update_fields=["left_at"])
    by = actor.by(joining.party_id, pulje.forum_id)
    record_pulje(pulje, PuljeAct.LEAVE, by=by, at=at, party=str(joining.party_id))
    return pulje


@transaction.atomic
def start(pk: UUID, *, actor: Actor, at: datetime) -> Pulje:
    """Take no more sign-ups, and let each unit begin. Raises NotInOrder when nobody has signed up."""
    pulje = _run(pk, PuljeAct.START, actor=actor)
    joinings = list(joinings_in(pulje))
    if not joinings:
        raise NotInOrder(_("Ingen har meldt seg på ennå."))
    before = _move_on(pulje, PuljeAct.START, at=at)
    close_tasks(about=pulje.pk, step=STEP, at=at)
    if pulje.spor.way:
        for joining in joinings:
            for unit in joining.units.all():
                begin_in_pulje(joining, unit, at=at)
    _tell(pulje, told("%(pulje)s er i gang.", pulje=str(pulje)), joinings, actor=actor, at=at)
    record_pulje(pulje, PuljeAct.START, by=actor.by(pulje.forum_id), at=at, before=before, joined=len(joinings))
    return pulje


@transaction.atomic
def plan_samling(pk: UUID, *, step: int, when: When, sign_up_by: date, actor: Actor, at: datetime) -> Samling:
    """Set a time for a step, for everyone in the pulje, and let them sign up. Raises NotInOrder."""
    pulje = _run(pk, PuljeAct.PLAN, actor=actor)
    steps = pulje.spor.steps
    if step >= len(steps) or not steps[step].is_held:
        raise PermissionDenied
    what = steps[step]
    held = list(pulje.samlinger.filter(step=step).exclude(event__state=EventState.CANCELLED).select_related("event"))
    if len(held) >= what.times:
        words = ngettext(
            "«%(title)s» har fått sitt tidspunkt.", "«%(title)s» har fått sine %(n)d tidspunkt.", what.times
        )
        raise NotInOrder(words % {"title": what.title, "n": what.times})
    event = _event(pulje, step, held, when, sign_up_by, actor=actor, at=at)
    samling = Samling.objects.create(pulje=pulje, step=step, event=event)
    record_pulje(pulje, PuljeAct.PLAN, by=actor.by(pulje.forum_id), at=at, step=step, event=str(event.pk))
    return samling


@transaction.atomic
def finish(pk: UUID, *, actor: Actor, at: datetime) -> Pulje:
    """It is over. The units may go on with what they have begun."""
    pulje = _run(pk, PuljeAct.FINISH, actor=actor)
    before = _move_on(pulje, PuljeAct.FINISH, at=at)
    record_pulje(pulje, PuljeAct.FINISH, by=actor.by(pulje.forum_id), at=at, before=before)
    return pulje


@transaction.atomic
def cancel(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> Pulje:
    """Call it off, with the samlinger that are to come. Those who are in it, or signed up, are told."""
    pulje = _run(pk, PuljeAct.CANCEL, actor=actor)
    before = _move_on(pulje, PuljeAct.CANCEL, at=at)
    pulje.reason = reason
    pulje.save(update_fields=["reason"])
    close_tasks(about=pulje.pk, at=at)
    called_off = [events.cancel_event(event, reason=reason, actor=actor, at=at) for event in to_come(pulje, at=at)]
    _tell(pulje, _called_off(pulje, with_samlinger=bool(called_off)), joinings_in(pulje), actor=actor, at=at)
    by = actor.by(pulje.forum_id)
    record_pulje(pulje, PuljeAct.CANCEL, by=by, at=at, before=before, samlinger=len(called_off))
    return pulje


@transaction.atomic
def ask(pk: UUID, *, party: UUID, text: str, actor: Actor, at: datetime) -> Question:
    """Ask, while it is on or afterwards. Those who run it have it to answer."""
    pulje = _locked(pk, PuljeAct.ASK, actor=actor)
    if party not in {each.pk for each in takes_part(actor, pulje)}:
        raise PermissionDenied
    question = Question.objects.create(pulje=pulje, party_id=party, text=text, asked_by=actor.person, asked_at=at)
    open_tasks([_answering(pulje, question, at=at)])
    record_pulje(pulje, PuljeAct.ASK, by=actor.by(*actor.parties), at=at, question=question.pk)
    return question


@transaction.atomic
def answer(pk: int, *, text: str, actor: Actor, at: datetime) -> Question:
    """Answer it, or better the answer. Whoever asked is told."""
    question = Question.objects.filter(pk=pk).first()
    if question is None:
        raise PermissionDenied
    pulje = _run(question.pulje_id, PuljeAct.ANSWER, actor=actor)
    question.answer, question.answered_by, question.answered_at = text, actor.person, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    if not pulje.questions.filter(answered_at=None).exists():
        close_tasks(about=pulje.pk, step="pulje-question", at=at)
    news = told("Spørsmålet ditt i %(pulje)s er besvart.", pulje=str(pulje))
    _notify(pulje, news, one(question.asked_by_id), actor=actor, at=at)
    record_pulje(pulje, PuljeAct.ANSWER, by=actor.by(pulje.forum_id), at=at, question=question.pk)
    return question


# -- Parts of them ------------------------------------------------------------------------------------


def about_step(pulje: Pulje, step: int) -> str:
    """What the invited read of a step: content, core competence, and what is done until the next."""
    what = pulje.spor.steps[step]
    lines = [*what.content]
    if what.core:
        lines.append(_("Kjernekompetanse: %(core)s") % {"core": what.core})
    if what.between:
        lines.append(_("Mellomarbeid: %(between)s") % {"between": what.between})
    return "\n".join(lines)


def _event(
    pulje: Pulje, step: int, held: list[Samling], when: When, sign_up_by: date, *, actor: Actor, at: datetime
) -> Event:
    """The forum's event for everyone in the pulje, open for those they send. The same once more is in one series."""
    what, spor = pulje.spor.steps[step], pulje.spor
    details = Details(
        kind=EVENT_KINDS[what.kind],
        title=f"{what.title}: {spor.title}, {pulje.name}"[:200],
        about=about_step(pulje, step),
        sign_up_by=sign_up_by,
    )
    event = events.plan_event(
        pulje.forum,
        county=pulje.county,
        details=details,
        when=when,
        invited=[joining.party for joining in joinings_in(pulje)],
        series=held[0].event.series if held else None,
        actor=actor,
        at=at,
    )
    return events.open_sign_up(event.pk, actor=actor, at=at)


def _locked(pk: UUID, act: PuljeAct, *, actor: Actor) -> Pulje:
    """One that this person may know of and that this may be done with, alone with it. Raises TransitionNotAllowed."""
    pulje = visible_to(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if pulje is None:
        raise PermissionDenied
    state_after(PULJE, PuljeState(pulje.state), act)
    return pulje


def _run(pk: UUID, act: PuljeAct, *, actor: Actor) -> Pulje:
    pulje = _locked(pk, act, actor=actor)
    if not runs(actor, pulje):
        raise PermissionDenied
    return pulje


def _move_on(pulje: Pulje, act: PuljeAct, *, at: datetime) -> str:
    before = PuljeState(pulje.state)
    pulje.state, pulje.state_since = state_after(PULJE, before, act), at
    pulje.save(update_fields=["state", "state_since"])
    return before


def _refuse_those_who_are_in(pulje: Pulje, units: Iterable[Organisation]) -> None:
    joined = set(pulje.joinings.filter(left_at=None).values_list("units", flat=True))
    already = [unit.name for unit in units if unit.pk in joined]
    if already:
        raise NotInOrder(_("%(unit)s er allerede med i puljen.") % {"unit": already[0]})


def _refuse_without_room(pulje: Pulje, partner: UUID | None, number: int) -> None:
    room = room_in(pulje)
    if not room:
        return
    if partner is None:
        raise NotInOrder(_("Velg hvilken UH dere går sammen med."))
    if partner in room and number > room[partner]:
        name = Party.objects.get(pk=partner).name
        left = max(0, room[partner])
        words = ngettext(
            "%(name)s har plass til %(n)d virksomhet til.", "%(name)s har plass til %(n)d virksomheter til.", left
        )
        raise NotInOrder(words % {"name": name, "n": left} + " " + _("Velg færre, eller en annen UH."))


def _called_off(pulje: Pulje, *, with_samlinger: bool) -> Sentence:
    if with_samlinger:
        return told("%(pulje)s er avlyst, og samlingene med den.", pulje=str(pulje))
    return told("%(pulje)s er avlyst.", pulje=str(pulje))


def _tell(pulje: Pulje, news: Sentence, joinings: Iterable[Joining], *, actor: Actor, at: datetime) -> None:
    to = [whom for joining in joinings for whom in those(Role.COORDINATOR, Role.OWNER, at=joining.party_id)]
    to += [whom for joining in joinings for unit in joining.units.all() for whom in those(Role.UNIT_LEADER, at=unit.pk)]
    _notify(pulje, news, to, actor=actor, at=at)


def _notify(pulje: Pulje, news: Sentence, to: Iterable[Whom], *, actor: Actor, at: datetime) -> None:
    page = pulje.get_absolute_url()
    notify(news, address=page, about=pulje.pk, county=pulje.county_id, to=to, by=actor.person, at=at)


def _signing_up(pulje: Pulje, network: UUID, *, at: datetime) -> Task:
    title = gettext_noop("Melde på til fellestiltaket")
    return _task(pulje, STEP, title, party=network, role=Role.COORDINATOR, due=pulje.closes_on, at=at)


def _answering(pulje: Pulje, question: Question, *, at: datetime) -> Task:
    title = gettext_noop("Svare på spørsmål i en pulje")
    forum, role = pulje.forum_id, Role.FORUM_SECRETARY
    task = _task(pulje, "pulje-question", title, party=forum, role=role, due=None, at=at)
    task.awaited_by_id = question.party_id
    return task


def _task(pulje: Pulje, step: str, title: str, *, party: UUID, role: Role, due: date | None, at: datetime) -> Task:
    return Task(
        county_id=pulje.county_id,
        step=step,
        title=title,
        party_id=party,
        role=role,
        subject=str(pulje)[:200],
        about=str(pulje.pk),
        address=pulje.get_absolute_url(),
        due=due,
        awaited_by_id=pulje.forum_id if party != pulje.forum_id else None,
        opened_at=at,
    )
