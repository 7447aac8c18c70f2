"""What is done in a group: members, meetings, what they agree on, and the plan for the year."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Network, Party
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.base.cycle.calendar import cancel_in_calendar, move_in_calendar, put_in_calendar
from laget.base.cycle.calendar_models import CalendarEntry, Hours, When
from laget.base.cycle.models import Task
from laget.base.cycle.notices import notify
from laget.base.cycle.sentences import Sentence, told
from laget.base.cycle.whom import Whom
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.effect.groups.models import Activity, FollowUp, Group, GroupMeeting, Member
from laget.effect.groups.permissions import may_finish, runs_at
from laget.effect.groups.records import locked_group, record_group
from laget.need.plans.models import Plan

STEP = "group"


@dataclass(frozen=True, slots=True)
class About:
    """What a group is."""

    kind: str
    name: str
    mandate: str = ""
    goals: str = ""
    recipient: Network | None = None  # the party it is, when it receives money
    plan: Plan | None = None  # the one that it steers by


@dataclass(frozen=True, slots=True)
class Called:
    """When and where a group meets, and what about."""

    title: str
    when: When
    agenda: str = ""


@transaction.atomic
def make_group(home: Party, *, county: County, about: About, actor: Actor, at: datetime) -> Group:
    """Raises NotInOrder where there is one of that name."""
    if not runs_at(actor, home.pk):
        raise PermissionDenied
    Party.objects.select_for_update(no_key=True).get(pk=home.pk)  # two at once don't both take the name
    _refuse_same_name(home.pk, about.name)
    group = Group(county=county, home=home, made_at=at)
    _set(group, about)
    group.save(force_insert=True)
    record_group("make", group, actor=actor, at=at)
    return group


@transaction.atomic
def change_group(group: Group, *, about: About, revision: int, actor: Actor, at: datetime) -> None:
    """Raises ChangedMeanwhile, and NotInOrder where there is another of that name."""
    locked = locked_group(group, actor)
    if locked.revision != revision:
        raise ChangedMeanwhile
    _refuse_same_name(locked.home_id, about.name, but=locked.pk)
    _set(locked, about)
    locked.revision += 1
    locked.save()
    record_group("change", locked, actor=actor, at=at)


@transaction.atomic
def add_member(group: Group, *, party: Party, role: Role, leading: bool, actor: Actor, at: datetime) -> Member:
    """From today, and in the calendar of every meeting to come. Raises NotInOrder for one who is there already."""
    locked, day = locked_group(group, actor), timezone.localdate(at)
    if Member.objects.at(day).filter(group=locked, party=party, role=role).exists():
        raise NotInOrder(_("%(name)s er allerede med i gruppen.") % {"name": party.name})
    member = Member.objects.create(group=locked, party=party, role=role, leads=leading, valid_from=day)
    _tell_calendars(locked, at=at)
    notify(told("Du er med i %(group)s.", group=locked.name), address=locked.get_absolute_url(), about=locked.pk,
           county=locked.county_id, to=[Whom(party.pk, role)], by=actor.person, at=at)  # fmt: skip
    record_group("add_member", locked, actor=actor, at=at, party=str(party.pk), role=role.value)
    return member


@transaction.atomic
def end_member(member: Member, *, actor: Actor, at: datetime) -> None:
    """Yesterday was the last day. One who came today was never there."""
    group, day = locked_group(member.group, actor), timezone.localdate(at)
    found = Member.objects.select_for_update().get(pk=member.pk)
    if found.valid_from >= day:
        found.delete()
    else:
        found.valid_to = date.fromordinal(day.toordinal() - 1)
        found.save(update_fields=["valid_to"])
    _tell_calendars(group, at=at)
    record_group(
        "end_member", group, actor=actor, at=at, also=[member.party_id], party=str(member.party_id), role=member.role
    )


@transaction.atomic
def call_meeting(group: Group, *, called: Called, actor: Actor, at: datetime) -> GroupMeeting:
    """It stands in the members' calendars, and they are told."""
    locked = locked_group(group, actor)
    meeting = GroupMeeting.objects.create(group=locked, title=called.title, agenda=called.agenda, **asdict(called.when))
    whom = _whom(locked, at=at)
    put_in_calendar(
        about=meeting.pk, kind=CalendarEntry.Kind.MEETING, county=locked.county_id, title=meeting.title,
        time=Hours(meeting.begins, meeting.ends), place=meeting.place, link=meeting.link,
        address=meeting.get_absolute_url(), to=whom, at=at,
    )  # fmt: skip
    news = told("%(group)s møtes: %(title)s.", group=locked.name[:120], title=meeting.title[:150])
    _notify(meeting, news, whom, actor=actor, at=at)
    record_group("call_meeting", locked, actor=actor, at=at, meeting=str(meeting.pk))
    return meeting


@transaction.atomic
def cancel_meeting(meeting: GroupMeeting, *, reason: str, actor: Actor, at: datetime) -> None:
    """Raises NotInOrder once it has begun, or is called off already."""
    group = locked_group(meeting.group, actor)
    found = GroupMeeting.objects.select_for_update().get(pk=meeting.pk)
    if found.cancelled_at or found.begins <= at:
        raise NotInOrder(_("Møtet er avlyst eller begynt, og kan ikke avlyses nå."))
    found.cancelled_at, found.reason = at, reason
    found.save(update_fields=["cancelled_at", "reason"])
    cancel_in_calendar(about=found.pk, at=at)
    _notify(found, told("%(title)s er avlyst.", title=found.title), _whom(group, at=at), actor=actor, at=at)
    record_group("cancel_meeting", group, actor=actor, at=at, meeting=str(found.pk))


@transaction.atomic
def move_meeting(meeting: GroupMeeting, *, when: When, actor: Actor, at: datetime) -> None:
    """Hold it at another time or place. Every member's calendar has it there, and they are told.

    Raises NotInOrder once it has begun or is called off, and when it would be in the past, or where it is.
    """
    group = locked_group(meeting.group, actor)
    found = GroupMeeting.objects.select_for_update().get(pk=meeting.pk)
    if found.cancelled_at or found.begins <= at:
        raise NotInOrder(_("Møtet er avlyst eller begynt, og kan ikke flyttes nå."))
    if when.begins <= at:
        raise NotInOrder(_("Det nye tidspunktet må være fram i tid."))
    if when == found.when:
        raise NotInOrder(_("Møtet er allerede da og der. Endre dag, klokkeslett eller sted."))
    found.moved_from = found.begins
    found.begins, found.ends, found.place, found.link = when.begins, when.ends, when.place, when.link
    found.save(update_fields=["moved_from", "begins", "ends", "place", "link"])
    whom = _whom(group, at=at)
    move_in_calendar(
        about=found.pk, time=Hours(found.begins, found.ends), place=found.place, link=found.link, to=whom, at=at
    )
    where = found.place[:100] or told("på nett")
    news = told(
        "%(title)s er flyttet. Nå er det %(when)s, %(where)s.", title=found.title[:120], when=found.begins, where=where
    )
    _notify(found, news, whom, actor=actor, at=at)
    record_group("move_meeting", group, actor=actor, at=at, meeting=str(found.pk), to=when.begins.isoformat())


@transaction.atomic
def write_notes(meeting: GroupMeeting, *, notes: str, revision: int, actor: Actor, at: datetime) -> None:
    """The members are told the first time. The same once more changes nothing. Raises ChangedMeanwhile."""
    group = locked_group(meeting.group, actor)
    found = GroupMeeting.objects.select_for_update().get(pk=meeting.pk)
    if notes == found.notes:
        return
    if revision != found.revision:
        raise ChangedMeanwhile
    if not found.notes:
        news = told("Referatet fra %(title)s er skrevet.", title=found.title)
        _notify(found, news, _whom(group, at=at), actor=actor, at=at)
    found.notes, found.revision = notes, revision + 1
    found.save(update_fields=["notes", "revision"])
    record_group("write_notes", group, actor=actor, at=at, meeting=str(meeting.pk))


@transaction.atomic
def agree_on(
    meeting: GroupMeeting, *, text: str, party: Party, role: Role, due: date, actor: Actor, at: datetime
) -> FollowUp:
    """Someone is to do something by a day: it is their task. Raises NotInOrder for one who is no member."""
    group = locked_group(meeting.group, actor)
    if not Member.objects.at(timezone.localdate(at)).filter(group=group, party=party, role=role).exists():
        raise NotInOrder(_("Den du valgte, er ikke lenger med i gruppen."))
    point = FollowUp.objects.create(meeting=meeting, text=text, party=party, role=role, due=due)
    task = Task(
        county_id=group.county_id, step=STEP, title=text, party=party, role=role, subject=group.name,
        about=str(point.pk), address=meeting.get_absolute_url(), due=due, awaited_by_id=group.home_id,
        opened_at=at,
    )  # fmt: skip
    open_tasks([task])
    record_group("agree", group, actor=actor, at=at, follow_up=point.pk)
    return point


@transaction.atomic
def finish(point: FollowUp, *, actor: Actor, at: datetime) -> None:
    """It is done. Done once more changes nothing."""
    if not may_finish(actor, point):
        raise PermissionDenied
    if not FollowUp.objects.filter(pk=point.pk, done_at=None).update(done_at=at):
        return
    close_tasks(about=point.pk, step=STEP, at=at)
    record_group("finish", point.meeting.group, actor=actor, at=at, follow_up=point.pk, also=[point.party_id])


@transaction.atomic
def plan_activity(group: Group, *, year: int, text: str, actor: Actor, at: datetime) -> Activity:
    locked = locked_group(group, actor)
    activity = Activity.objects.create(group=locked, year=year, text=text)
    record_group("plan_activity", locked, actor=actor, at=at, activity=activity.pk)
    return activity


@transaction.atomic
def carry_out(activity: Activity, *, actor: Actor, at: datetime) -> None:
    group = locked_group(activity.group, actor)
    if Activity.objects.filter(pk=activity.pk, done_at=None).update(done_at=at):
        record_group("carry_out", group, actor=actor, at=at, activity=activity.pk)


def _refuse_same_name(home: UUID, name: str, *, but: UUID | None = None) -> None:
    same = Group.objects.filter(home=home, name=name)
    if (same.exclude(pk=but) if but else same).exists():
        raise NotInOrder(_("Det er allerede en gruppe som heter det. Velg et annet navn."))


def _set(group: Group, about: About) -> None:
    for name in ("kind", "name", "mandate", "goals", "recipient", "plan"):
        setattr(group, name, getattr(about, name))


def _whom(group: Group, *, at: datetime) -> list[Whom]:
    members = Member.objects.at(timezone.localdate(at)).filter(group=group)
    return [Whom(party, role) for party, role in members.values_list("party", "role")]


def _tell_calendars(group: Group, *, at: datetime) -> None:
    """The meetings to come are for those who are members now."""
    whom = _whom(group, at=at)
    for meeting in group.meetings.filter(begins__gt=at, cancelled_at=None):
        move_in_calendar(about=meeting.pk, to=whom, at=at)


def _notify(meeting: GroupMeeting, news: Sentence, whom: list[Whom], *, actor: Actor, at: datetime) -> None:
    notify(news, address=meeting.get_absolute_url(), about=meeting.pk, county=meeting.group.county_id,
           to=whom, by=actor.person, at=at)  # fmt: skip
