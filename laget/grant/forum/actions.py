"""What is done with the forum's meetings, from the plan to the approved minutes."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.cycle.actions import close_tasks, lock_round, move_tasks, open_tasks
from laget.base.cycle.calendar import cancel_in_calendar, move_in_calendar, put_in_calendar
from laget.base.cycle.calendar_models import CalendarEntry, Hours
from laget.base.cycle.models import Round, Task
from laget.base.cycle.notices import notify
from laget.base.cycle.queries import calling_day, forum_of
from laget.base.cycle.sentences import Sentence, told
from laget.base.cycle.whom import those
from laget.base.questions.actions import content_hash, latest_versions
from laget.base.questions.models import Version
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.forum.concerning import concerned_by
from laget.grant.forum.jobs import mail_member
from laget.grant.forum.lines import WITH_THE_FORUM, line_of, planned_in
from laget.grant.forum.minutes import content_of
from laget.grant.forum.models import Attendance, Concerned, Matter, Meeting, Minutes
from laget.grant.forum.permissions import leads, runs
from laget.grant.forum.queries import holders_on, visible_to
from laget.grant.forum.records import record_matter, record_meeting, write_down_ties
from laget.grant.forum.roles import IN_THE_ROOM, RUNNING
from laget.grant.forum.states import LEFT, MEETING, SETTLED, MatterAct, MatterState, MeetingAct, MeetingState
from laget.rules.transitions import state_after

# -- The meeting ----------------------------------------------------------------------------------------


@transaction.atomic
def plan_meeting(round: Round, *, title: str, begins: datetime, place: str, actor: Actor, at: datetime) -> Meeting:
    forum = forum_of(round)
    if not runs(actor, forum.pk):
        raise PermissionDenied
    meeting = Meeting.objects.create(
        county=round.county, forum=forum, round=round, title=title, begins=begins, place=place, state_since=at
    )
    put_in_calendar(
        about=meeting.pk,
        kind=CalendarEntry.Kind.MEETING,
        county=round.county_id,
        title=_in_calendars(meeting),
        time=Hours(begins),
        place=place,
        address=meeting.get_absolute_url(),
        to=those(*RUNNING, at=forum.pk),
        at=at,
    )
    if _day(meeting) >= round.deadline(round.file.applied_by).last:  # an earlier one has nothing to recommend on
        close_tasks(about=round.pk, step="forum", at=at)
    call = gettext_noop("Kalle inn til møtet")
    open_tasks([_task(meeting, Role.FORUM_SECRETARY, call, due=_called_by(meeting, at=at), at=at)])
    record_meeting(meeting, MeetingAct.PLAN, actor=actor, at=at, begins=begins.isoformat())
    return meeting


@transaction.atomic
def change_meeting(
    pk: UUID, *, title: str, begins: datetime, place: str, revision: int, actor: Actor, at: datetime
) -> Meeting:
    """Another name, time or place before it begins. Those who have been called get a mail. Raises ChangedMeanwhile."""
    meeting = _locked(pk, actor=actor, act=MeetingAct.CHANGE)
    if meeting.revision != revision:
        raise ChangedMeanwhile
    meeting.title, meeting.begins, meeting.place, meeting.revision = title, begins, place, revision + 1
    meeting.save(update_fields=["title", "begins", "place", "revision"])
    move_in_calendar(about=pk, title=_in_calendars(meeting), time=Hours(begins), place=place, at=at)
    called = meeting.state == MeetingState.CALLED
    move_tasks(about=pk, subject=title, due=_day(meeting) if called else _called_by(meeting, at=at))
    if called:
        news = told(
            "%(meeting)s er endret. Nå er det %(begins)s, %(place)s.", meeting=title, begins=begins, place=place
        )
        _notify(meeting, news, actor=actor, at=at)
        _mail_members(meeting, "changed", at=at)
    record_meeting(meeting, MeetingAct.CHANGE, actor=actor, at=at, before=meeting.state, begins=begins.isoformat())
    return meeting


@transaction.atomic
def list_matters(pk: UUID, *, actor: Actor, at: datetime) -> int:
    """Put every beslutningsgrunnlag that has come on the agenda, as it was last sent. Returns how many are new.

    One that stands there already, and hasn't been taken up, is brought up to date.
    """
    meeting = _locked(pk, actor=actor, act=MeetingAct.LIST)
    lock_round(meeting.round)
    if meeting.round.file.competitive:
        raise NotInOrder(_("Her rangerer forumet søknadene. Sett rangeringen på sakslista fra siden der den står."))
    sent = Beslutningsgrunnlag.objects.filter(round=meeting.round, state__in=WITH_THE_FORUM).select_related("network")
    documents = list(sent.order_by("network__sort_key"))
    versions = {each.document_id: each for each in latest_versions(document.pk for document in documents)}
    taken = _on_other_agendas(meeting, versions)
    known = {each.document_id: each for each in meeting.matters.exclude(document=None)}
    new = 0
    for document in (each for each in documents if each.pk not in taken):
        matter = known.get(document.pk)
        if matter is None:
            matter, new = Matter(meeting=meeting, number=next_number(meeting), document=document), new + 1
        elif matter.state != MatterState.LISTED or matter.version_id == versions[document.pk].pk:
            continue
        _set_forth(matter, document, versions[document.pk], day=at.date())
    record_meeting(meeting, MeetingAct.LIST, actor=actor, at=at, before=meeting.state, new=new)
    return new


@transaction.atomic
def add_matter(
    pk: UUID, *, title: str, background: str, conclusion: str = "", papers: str = "", actor: Actor, at: datetime
) -> Matter:
    """Put something else on the agenda. Nobody is tied to it by a role; each says so themselves.

    `conclusion` is what the forum would come to; `papers` is the address of what it is about, when that is a page.
    """
    meeting = _locked(pk, actor=actor, act=MeetingAct.LIST)
    number = next_number(meeting)
    matter = Matter.objects.create(
        meeting=meeting, number=number, title=title, background=background, conclusion=conclusion, papers=papers
    )
    record_meeting(meeting, MeetingAct.LIST, actor=actor, at=at, before=meeting.state, new=1, number=number)
    return matter


@transaction.atomic
def call_meeting(pk: UUID, *, actor: Actor, at: datetime) -> None:
    """Send out the agenda with its papers. Those who are tied by a role learn which matters aren't theirs.

    Raises NotInOrder when there is nothing on the agenda, or nobody in the seats.
    """
    meeting = _locked(pk, actor=actor, act=MeetingAct.CALL)
    matters = list(meeting.matters.exclude(state__in=SETTLED).select_related("meeting"))
    if not matters:
        raise NotInOrder(_("Sakslista er tom. Hent inn sakene, eller legg til en sak."))
    if not holders_on(meeting.forum_id, day=at.date()):
        raise NotInOrder(_("Ingen sitter i forumet ennå. Sett inn medlemmer og vara først."))
    before = _move(meeting, MeetingAct.CALL, at=at)
    tied = sum(len(write_down_ties(matter, at=at)) for matter in matters)
    close_tasks(about=meeting.pk, at=at)
    open_tasks(
        [_task(meeting, role, gettext_noop("Forberede deg til forumet"), due=_day(meeting), at=at) for role in _INVITED]
    )
    move_in_calendar(about=pk, to=those(*IN_THE_ROOM, at=meeting.forum_id), at=at)
    _notify(meeting, told("Du er innkalt til %(meeting)s.", meeting=meeting.title), actor=actor, at=at)
    _mail_members(meeting, "called", at=at)
    record_meeting(meeting, MeetingAct.CALL, actor=actor, at=at, before=before, matters=len(matters), tied=tied)


@transaction.atomic
def cancel_meeting(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Call it off before it begins. Its matters are left for another meeting, and those who were called get a mail."""
    meeting = _locked(pk, actor=actor, act=MeetingAct.CANCEL)
    before = _move(meeting, MeetingAct.CANCEL, at=at)
    meeting.cancelled_because = reason
    meeting.save(update_fields=["cancelled_because"])
    left = list(meeting.matters.filter(state=MatterState.LISTED).select_related("meeting__county"))
    for matter in left:
        matter.state = MatterState.POSTPONED
        matter.save(update_fields=["state"])
        record_matter(matter, MatterAct.POSTPONE, actor=actor, at=at, before=MatterState.LISTED, cancelled=str(pk))
    close_tasks(about=meeting.pk, at=at)
    cancel_in_calendar(about=pk, at=at)
    if before == MeetingState.CALLED:
        _notify(meeting, told("%(meeting)s er avlyst.", meeting=meeting.title), actor=actor, at=at)
        _mail_members(meeting, "cancelled", at=at)
    record_meeting(meeting, MeetingAct.CANCEL, actor=actor, at=at, before=before, matters=len(left))


@transaction.atomic
def open_meeting(pk: UUID, *, present: Collection[int], chair: UUID | None, actor: Actor, at: datetime) -> None:
    """Begin, with those who are there. `chair` is the person who leads it, one of them."""
    meeting = _locked(pk, actor=actor, act=MeetingAct.OPEN)
    before = _move(meeting, MeetingAct.OPEN, at=at)
    here = _attend(meeting, present, chair, at=at)
    record_meeting(meeting, MeetingAct.OPEN, actor=actor, at=at, before=before, present=here, chair=str(chair))


@transaction.atomic
def set_attendance(
    pk: UUID, *, present: Collection[int], chair: UUID | None, revision: int, actor: Actor, at: datetime
) -> None:
    """Someone has come or gone. What has been decided stays with those who were there then. Raises ChangedMeanwhile."""
    meeting = _locked(pk, actor=actor, act=MeetingAct.ATTEND)
    if meeting.revision != revision:
        raise ChangedMeanwhile(_("Noen andre har endret hvem som er her. Se hvordan det er nå, og kryss av igjen."))
    if meeting.matters.filter(state=MatterState.VOTING).exists():
        raise NotInOrder(_("Forumet stemmer nå. Avslutt voteringen før du endrer hvem som er til stede."))
    here = _attend(meeting, present, chair, at=at)
    record_meeting(meeting, MeetingAct.ATTEND, actor=actor, at=at, before=meeting.state, present=here, chair=str(chair))


@transaction.atomic
def close_meeting(pk: UUID, *, actor: Actor, at: datetime) -> None:
    """End it, and let its leader read the minutes. Raises NotInOrder while something is left on the agenda."""
    meeting = _locked(pk, actor=actor, act=MeetingAct.CLOSE)
    left = [each.number for each in meeting.matters.exclude(state__in=SETTLED)]
    if left:
        numbers = ", ".join(str(number) for number in left)
        raise NotInOrder(
            _("Før møtet heves, må dette avgjøres eller utsettes: sak %(numbers)s.") % {"numbers": numbers}
        )
    before = _move(meeting, MeetingAct.CLOSE, at=at)
    close_tasks(about=meeting.pk, at=at)
    open_tasks([_task(meeting, Role.FORUM_LEADER, gettext_noop("Godkjenne protokollen"), due=None, at=at)])
    record_meeting(meeting, MeetingAct.CLOSE, actor=actor, at=at, before=before)


@transaction.atomic
def approve_minutes(pk: UUID, *, actor: Actor, at: datetime) -> Minutes:
    """The leader stands behind the minutes, and they are frozen."""
    meeting = _locked(pk, actor=actor, act=MeetingAct.APPROVE)
    before = _move(meeting, MeetingAct.APPROVE, at=at)
    content = content_of(meeting)
    minutes = Minutes.objects.create(
        meeting=meeting,
        content=content,
        sha256=content_hash(content),
        at=at,
        person=actor.person,
        role=actor.by(meeting.forum_id).role,
    )
    close_tasks(about=meeting.pk, at=at)
    record_meeting(meeting, MeetingAct.APPROVE, actor=actor, at=at, before=before, sha256=minutes.sha256)
    return minutes


# -- Parts of them ------------------------------------------------------------------------------------

_INVITED = (Role.FORUM_MEMBER, Role.FORUM_LEADER)


def _locked(pk: UUID, *, actor: Actor, act: MeetingAct) -> Meeting:
    """A meeting that this person may see and do this with, in its time. Raises TransitionNotAllowed."""
    meeting = visible_to(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    may = leads if act is MeetingAct.APPROVE else runs
    if meeting is None or not may(actor, meeting.forum_id):
        raise PermissionDenied
    state_after(MEETING, MeetingState(meeting.state), act)
    return meeting


def _move(meeting: Meeting, act: MeetingAct, *, at: datetime) -> str:
    """Change the state as the table says, and return the one before."""
    before = MeetingState(meeting.state)
    meeting.state, meeting.state_since = state_after(MEETING, before, act), at
    meeting.save(update_fields=["state", "state_since"])
    return before


def next_number(meeting: Meeting) -> int:
    """Matters are numbered through the year, meeting after meeting. The round is locked, or the meeting."""
    lock_round(meeting.round)
    last = Matter.objects.filter(meeting__round=meeting.round, meeting__forum=meeting.forum).order_by("number").last()
    return last.number + 1 if last else 1


def _on_other_agendas(meeting: Meeting, versions: Mapping[UUID, Version]) -> set[UUID]:
    """Documents that another meeting has, or has decided on as they stand. One that came anew is decided on anew."""
    elsewhere = Matter.objects.filter(meeting__round=meeting.round, document__in=versions).exclude(meeting=meeting)
    found = elsewhere.exclude(state__in=LEFT).values_list("document", "state", "version")
    return {doc for doc, state, version in found if doc and (state not in SETTLED or version == versions[doc].pk)}


def _set_forth(matter: Matter, document: Beslutningsgrunnlag, version: Version, *, day: date) -> None:
    """The matter says what the document said when it was last sent. Every amount starts as applied for."""
    planned = planned_in([document.pk])
    matter.title = _("Beslutningsgrunnlag fra %(network)s") % {"network": document.network}
    matter.version = version
    matter.lines = [{**line, "amount": line["applied"], "reason": ""} for line in map(line_of, planned)]
    matter.revision += 1
    matter.save()
    matter.concerns.all().delete()
    concerns = concerned_by(document, planned, day=day)
    Concerned.objects.bulk_create(
        Concerned(matter=matter, party_id=party, ground=ground) for party, ground in concerns.items()
    )


def _attend(meeting: Meeting, present: Collection[int], chair: UUID | None, *, at: datetime) -> int:
    holders = {each.pk: each for each in holders_on(meeting.forum_id, day=at.date())}
    here = [holders[each] for each in present if each in holders]
    if chair not in {each.person_id for each in here}:
        raise NotInOrder(_("Velg hvem som leder møtet, blant dem som er til stede."))
    meeting.attendance.exclude(holder__in=here).delete()
    Attendance.objects.bulk_create((Attendance(meeting=meeting, holder=each) for each in here), ignore_conflicts=True)
    meeting.chair_id, meeting.revision = chair, meeting.revision + 1
    meeting.save(update_fields=["chair", "revision"])
    return len(here)


def _notify(meeting: Meeting, news: Sentence, *, actor: Actor, at: datetime) -> None:
    """Tell everyone in the room but the one who did it."""
    page, to = meeting.get_absolute_url(), those(*IN_THE_ROOM, at=meeting.forum_id)
    notify(news, address=page, about=meeting.pk, county=meeting.county_id, to=to, by=actor.person, at=at)


def _mail_members(meeting: Meeting, kind: str, *, at: datetime) -> None:
    people = {each.person for each in holders_on(meeting.forum_id, day=at.date()) if each.person.is_active}
    of: dict[str, Any] = {"meeting": str(meeting.pk), "kind": kind, "revision": meeting.revision}
    mail_member.batch_defer(*({**of, "person": str(each.pk)} for each in people))


def _in_calendars(meeting: Meeting) -> str:
    return f"{meeting.forum}: {meeting.title}"


def _day(meeting: Meeting) -> date:
    return timezone.localdate(meeting.begins)


def _called_by(meeting: Meeting, *, at: datetime) -> date:
    """When the members should have its papers: the county's date, where that lies between now and the meeting."""
    due, day = calling_day(meeting.round), _day(meeting)
    return due if timezone.localdate(at) <= due <= day else day


def _task(meeting: Meeting, role: Role, title: str, *, due: date | None, at: datetime) -> Task:
    return Task(
        county_id=meeting.county_id,
        round_id=meeting.round_id,
        step="forum",
        title=title,
        party_id=meeting.forum_id,
        role=role,
        subject=meeting.title,
        about=str(meeting.pk),
        address=meeting.get_absolute_url(),
        due=due,
        opened_at=at,
    )
