"""What is done in a group: members, meetings, what they agree on, and the plan for the year."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Network, Party
from laget.base.audit.record import record
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.base.cycle.calendar import cancel_in_calendar, move_in_calendar, put_in_calendar
from laget.base.cycle.calendar_models import CalendarEntry, Hours
from laget.base.cycle.models import Task
from laget.base.cycle.notices import notify
from laget.base.cycle.whom import Whom
from laget.base.refusals import NotInOrder
from laget.effect.groups.models import Activity, FollowUp, Group, GroupMeeting, Member
from laget.effect.groups.permissions import leads, may_finish, runs_at

STEP = "group"


@dataclass(frozen=True, slots=True)
class About:
    """What a group is."""

    kind: str
    name: str
    mandate: str = ""
    goals: str = ""
    recipient: Network | None = None  # the party it is, when it receives money


@dataclass(frozen=True, slots=True)
class Called:
    """When and where a group meets, and what about."""

    title: str
    begins: datetime
    ends: datetime
    place: str = ""
    link: str = ""
    agenda: str = ""


@transaction.atomic
def make_group(home: Party, *, county: County, about: About, actor: Actor, at: datetime) -> Group:
    """Raises NotInOrder where there is one of that name."""
    if not runs_at(actor, home.pk):
        raise PermissionDenied
    _refuse_same_name(home.pk, about.name)
    group = Group(county=county, home=home, made_at=at)
    _set(group, about)
    group.save(force_insert=True)
    _record("make", group, actor=actor, at=at)
    return group


@transaction.atomic
def change_group(group: Group, *, about: About, actor: Actor, at: datetime) -> None:
    locked = _locked(group, actor)
    _refuse_same_name(locked.home_id, about.name, but=locked.pk)
    _set(locked, about)
    locked.save()
    _record("change", locked, actor=actor, at=at)


@transaction.atomic
def add_member(group: Group, *, party: Party, role: Role, leading: bool, actor: Actor, at: datetime) -> Member:
    """From today, and in the calendar of every meeting to come. Raises NotInOrder for one who is there already."""
    locked, day = _locked(group, actor), timezone.localdate(at)
    if Member.objects.at(day).filter(group=locked, party=party, role=role).exists():
        raise NotInOrder(_("%(name)s er allerede med i gruppen.") % {"name": party.name})
    member = Member.objects.create(group=locked, party=party, role=role, leads=leading, valid_from=day)
    _tell_calendars(locked, at=at)
    notify(_("Du er med i %(group)s.") % {"group": locked.name}, address=locked.get_absolute_url(), about=locked.pk,
           county=locked.county_id, to=[Whom(party.pk, role)], by=actor.person, at=at)  # fmt: skip
    _record("add_member", locked, actor=actor, at=at, party=str(party.pk), role=role.value)
    return member


@transaction.atomic
def end_member(member: Member, *, actor: Actor, at: datetime) -> None:
    """Yesterday was the last day. One who came today was never there."""
    group, day = _locked(member.group, actor), timezone.localdate(at)
    found = Member.objects.select_for_update().get(pk=member.pk)
    if found.valid_from >= day:
        found.delete()
    else:
        found.valid_to = date.fromordinal(day.toordinal() - 1)
        found.save(update_fields=["valid_to"])
    _tell_calendars(group, at=at)
    _record("end_member", group, actor=actor, at=at, also=member.party_id, party=str(member.party_id), role=member.role)


@transaction.atomic
def call_meeting(group: Group, *, called: Called, actor: Actor, at: datetime) -> GroupMeeting:
    """It stands in the members' calendars, and they are told."""
    locked = _locked(group, actor)
    meeting = GroupMeeting.objects.create(
        group=locked, title=called.title, begins=called.begins, ends=called.ends, place=called.place,
        link=called.link, agenda=called.agenda,
    )  # fmt: skip
    whom = _whom(locked, at=at)
    put_in_calendar(
        about=meeting.pk, kind=CalendarEntry.Kind.MEETING, county=locked.county_id, title=meeting.title,
        time=Hours(meeting.begins, meeting.ends), place=meeting.place, link=meeting.link,
        address=meeting.get_absolute_url(), to=whom, at=at,
    )  # fmt: skip
    words = _("%(group)s møtes: %(title)s.") % {"group": locked.name[:120], "title": meeting.title[:150]}
    _notify(meeting, words, whom, actor=actor, at=at)
    _record("call_meeting", locked, actor=actor, at=at, meeting=str(meeting.pk))
    return meeting


@transaction.atomic
def cancel_meeting(meeting: GroupMeeting, *, reason: str, actor: Actor, at: datetime) -> None:
    """Raises NotInOrder once it has begun, or is called off already."""
    group = _locked(meeting.group, actor)
    found = GroupMeeting.objects.select_for_update().get(pk=meeting.pk)
    if found.cancelled_at or found.begins <= at:
        raise NotInOrder(_("Møtet er avlyst eller begynt, og kan ikke avlyses nå."))
    found.cancelled_at, found.reason = at, reason
    found.save(update_fields=["cancelled_at", "reason"])
    cancel_in_calendar(about=found.pk, at=at)
    _notify(found, _("%(title)s er avlyst.") % {"title": found.title}, _whom(group, at=at), actor=actor, at=at)
    _record("cancel_meeting", group, actor=actor, at=at, meeting=str(found.pk))


@transaction.atomic
def write_notes(meeting: GroupMeeting, *, notes: str, actor: Actor, at: datetime) -> None:
    group = _locked(meeting.group, actor)
    GroupMeeting.objects.filter(pk=meeting.pk).update(notes=notes)
    _record("write_notes", group, actor=actor, at=at, meeting=str(meeting.pk))


@transaction.atomic
def agree_on(
    meeting: GroupMeeting, *, text: str, party: Party, role: Role, due: date, actor: Actor, at: datetime
) -> FollowUp:
    """Someone is to do something by a day: it is their task. Raises NotInOrder for one who is no member."""
    group = _locked(meeting.group, actor)
    if not Member.objects.at(timezone.localdate(at)).filter(group=group, party=party, role=role).exists():
        raise NotInOrder(_("Den du valgte, er ikke lenger med i gruppen."))
    point = FollowUp.objects.create(meeting=meeting, text=text, party=party, role=role, due=due)
    task = Task(
        county_id=group.county_id, step=STEP, title=text, party=party, role=role, subject=group.name,
        about=str(point.pk), address=meeting.get_absolute_url(), due=due, awaited_by_id=group.home_id,
        opened_at=at,
    )  # fmt: skip
    open_tasks([task])
    _record("agree", group, actor=actor, at=at, follow_up=point.pk)
    return point


@transaction.atomic
def finish(point: FollowUp, *, actor: Actor, at: datetime) -> None:
    """It is done. Done once more changes nothing."""
    if not may_finish(actor, point):
        raise PermissionDenied
    if not FollowUp.objects.filter(pk=point.pk, done_at=None).update(done_at=at):
        return
    close_tasks(about=point.pk, step=STEP, at=at)
    _record("finish", point.meeting.group, actor=actor, at=at, follow_up=point.pk, also=point.party_id)


@transaction.atomic
def plan_activity(group: Group, *, year: int, text: str, actor: Actor, at: datetime) -> Activity:
    locked = _locked(group, actor)
    activity = Activity.objects.create(group=locked, year=year, text=text)
    _record("plan_activity", locked, actor=actor, at=at, activity=activity.pk)
    return activity


@transaction.atomic
def carry_out(activity: Activity, *, actor: Actor, at: datetime) -> None:
    group = _locked(activity.group, actor)
    if Activity.objects.filter(pk=activity.pk, done_at=None).update(done_at=at):
        _record("carry_out", group, actor=actor, at=at, activity=activity.pk)


def _locked(group: Group, actor: Actor) -> Group:
    found = Group.objects.select_for_update(of=("self",)).select_related("county", "home").get(pk=group.pk)
    if not leads(actor, found):
        raise PermissionDenied
    return found


def _refuse_same_name(home: UUID, name: str, *, but: UUID | None = None) -> None:
    same = Group.objects.filter(home=home, name=name)
    if (same.exclude(pk=but) if but else same).exists():
        raise NotInOrder(_("Det er allerede en gruppe som heter det. Velg et annet navn."))


def _set(group: Group, about: About) -> None:
    for name in ("kind", "name", "mandate", "goals", "recipient"):
        setattr(group, name, getattr(about, name))


def _whom(group: Group, *, at: datetime) -> list[Whom]:
    members = Member.objects.at(timezone.localdate(at)).filter(group=group)
    return [Whom(party, role) for party, role in members.values_list("party", "role")]


def _tell_calendars(group: Group, *, at: datetime) -> None:
    """The meetings to come are for those who are members now."""
    whom = _whom(group, at=at)
    for meeting in group.meetings.filter(begins__gt=at, cancelled_at=None):
        move_in_calendar(about=meeting.pk, to=whom, at=at)


def _notify(meeting: GroupMeeting, text: str, whom: list[Whom], *, actor: Actor, at: datetime) -> None:
    notify(text, address=meeting.get_absolute_url(), about=meeting.pk, county=meeting.group.county_id,
           to=whom, by=actor.person, at=at)  # fmt: skip


def _record(act: str, group: Group, *, actor: Actor, at: datetime, also: UUID | None = None, **detail: object) -> None:
    """The audit entry, last in the transaction; `also` is where else one may act from. No text that people wrote."""
    leading = Member.objects.at(actor.day).filter(group=group, leads=True).values_list("party", flat=True)
    by = actor.by(group.home_id, also, *leading)
    record(act, chain=group.county.code, kind="group", about=group.pk, by=by, at=at, detail=detail)
