"""Who learns of what: mail through the outbox, notices, calendars and tasks, all in the transaction of the act."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import OWNERS, VIRKSOMHETER, Organisation, Party
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.base.cycle.calendar import cancel_in_calendar, move_in_calendar, put_in_calendar
from laget.base.cycle.calendar_models import CalendarEntry, Hours
from laget.base.cycle.models import Task
from laget.base.cycle.notices import notify
from laget.base.cycle.sentences import Sentence, told
from laget.base.cycle.whom import Whom, everyone_at, one, those
from laget.effect.events.mail import mail_event
from laget.effect.events.models import Event, SignUp
from laget.effect.events.queries import covered, funding_of
from laget.effect.events.roles import ARRANGING
from laget.effect.events.states import Place

STEP, MONEY = "event", "event-money"


def planned(event: Event, *, at: datetime) -> None:
    kind = CalendarEntry.Kind.SAMLING if event.kind == Event.Kind.SAMLING else CalendarEntry.Kind.EVENT
    put_in_calendar(
        about=event.pk,
        kind=kind,
        county=event.county_id,
        title=event.title,
        time=Hours(event.begins, event.ends),
        place=event.place,
        link=event.link,
        address=event.get_absolute_url(),
        to=those(*ARRANGING, at=event.organiser_id),
        at=at,
    )


def changed(event: Event, *, at: datetime) -> None:
    time = Hours(event.begins, event.ends)
    move_in_calendar(about=event.pk, time=time, title=event.title, place=event.place, link=event.link, at=at)


def opened(event: Event, *, anew: bool, actor: Actor, at: datetime) -> None:
    """Those invited are told, once; whoever planned it has it to carry out."""
    open_tasks([_task(event, STEP, gettext_noop("Gjennomføre arrangementet"), at=at)])
    if not anew:
        news = told("Du er invitert til %(title)s, %(begins)s.", title=event.title, begins=event.begins)
        _notify(event, news, invited_to(event, at=at), by=actor.person, at=at)


def signed_up(event: Event, taken: Sequence[SignUp], *, at: datetime) -> None:
    """Where some come from already, whoever leads there has it in the calendar."""
    new = [each.pk for each in taken]
    before = event.sign_ups.exclude(pk__in=new).exclude(place=Place.WITHDRAWN)
    known = set(before.filter(party__in={each.party_id for each in taken}).values_list("party", flat=True))
    if any(each.person_id or each.party_id not in known for each in taken):
        move_in_calendar(about=event.pk, to=coming_to(event), at=at)
    _mail(event, "signed", [each for each in taken if each.email])


def others_come(event: Event, *, at: datetime) -> None:
    """It is in the calendar of those who come now."""
    move_in_calendar(about=event.pk, to=coming_to(event), at=at)


def moved_up(event: Event, found: Sequence[SignUp], *, actor: Actor | None, at: datetime) -> None:
    """Each gets a mail; those without an address have someone where they come from who is told."""
    if not found:
        return
    _mail(event, "moved_up", [each for each in found if each.email])
    silent = {each.party_id for each in found if not each.email}
    if silent:
        news = told("Noen av deltakerne dine har rykket opp fra ventelista til %(title)s.", title=event.title)
        to = [whom for party in sorted(silent, key=str) for whom in those(Role.UNIT_LEADER, Role.OWNER, at=party)]
        _notify(event, news, to, by=actor.person if actor else None, at=at)


def moved(event: Event, *, actor: Actor, at: datetime) -> None:
    changed(event, at=at)
    close_tasks(about=event.pk, step=STEP, at=at)
    open_tasks([_task(event, STEP, gettext_noop("Gjennomføre arrangementet"), at=at)])
    news = told(
        "%(title)s er flyttet til %(begins)s. Si fra om dere fortsatt kommer.", title=event.title, begins=event.begins
    )
    _notify(event, news, coming_to(event), by=actor.person, at=at)
    _mail_all(event, "moved")


def cancelled(event: Event, *, was_known: bool, actor: Actor, at: datetime) -> None:
    """Those invited are told too: they may have meant to come."""
    cancel_in_calendar(about=event.pk, at=at)
    if was_known:
        news = told("%(title)s, %(begins)s, er avlyst.", title=event.title, begins=event.begins)
        _notify(event, news, [*coming_to(event), *invited_to(event, at=at)], by=actor.person, at=at)
        _mail_all(event, "cancelled")
    if any(each.unspent for each in funding_of([event])):
        ask_about_money(event, at=at)


def ask_about_money(event: Event, *, at: datetime) -> None:
    """Statsforvalteren has it to do, until it is settled."""
    task = _task(event, MONEY, gettext_noop("Avgjøre hva som skal skje med pengene til et arrangement"), at=at)
    task.party_id, task.role, task.due = event.county_id, Role.CASE_OFFICER, None
    task.address = reverse("events:money", args=[event.pk])
    task.awaited_by_id = event.organiser_id if event.organiser_id != event.county_id else None
    open_tasks([task])


def is_asked_about_money(event: Event) -> bool:
    return Task.objects.filter(about=str(event.pk), step=MONEY, done_at=None).exists()


def reminded(event: Event) -> None:
    mail_event.defer(event=str(event.pk), kind="reminder", sign_ups=None)


def evaluated(event: Event) -> None:
    mail_event.defer(event=str(event.pk), kind="evaluation", sign_ups=None)


def invited_to(event: Event, *, at: datetime) -> list[Whom]:
    """Everyone who takes part where it is open; unit by unit where it is for some kinds of them, or for an owner's."""
    invited = list(event.invited.order_by("sort_key"))
    units = Organisation.objects.filter(pk__in=[each.pk for each in invited]).exists()
    if not event.kinds and not units:
        return [whom for each in invited for whom in everyone_at(each.pk)]
    kinds = set(event.kinds) or VIRKSOMHETER
    around = Party.objects.filter(organisation__kind__in={*kinds, *OWNERS}, organisation__active=True)
    found = covered(event, around, day=timezone.localdate(at))
    return [whom for each in found for whom in everyone_at(each.pk)]


def coming_to(event: Event) -> list[Whom]:
    """Those who arrange it, those who come and have an account, and the leaders of where the others come from."""
    coming = event.sign_ups.exclude(place=Place.WITHDRAWN)
    people: list[Whom] = [
        whom for pk in coming.exclude(person=None).values_list("person", flat=True).order_by("person").distinct()
        for whom in one(pk)
    ]  # fmt: skip
    parties = coming.values_list("party", flat=True).order_by("party").distinct()
    leaders = [whom for pk in parties for whom in those(Role.UNIT_LEADER, Role.OWNER, at=pk)]
    return [*those(*ARRANGING, at=event.organiser_id), *people, *leaders]


def _notify(event: Event, news: Sentence, to: Iterable[Whom], *, by: Person | None, at: datetime) -> None:
    page = event.get_absolute_url()
    notify(news, address=page, about=event.pk, county=event.county_id, to=to, by=by, at=at)


def _mail(event: Event, kind: str, to: Sequence[SignUp]) -> None:
    if to:
        mail_event.defer(event=str(event.pk), kind=kind, sign_ups=[str(each.pk) for each in to])


def _mail_all(event: Event, kind: str) -> None:
    mail_event.defer(event=str(event.pk), kind=kind, sign_ups=None)


def _task(event: Event, step: str, title: str, *, at: datetime) -> Task:
    return Task(
        county_id=event.county_id,
        step=step,
        title=title,
        party_id=event.organiser_id,
        role=event.role,
        subject=event.title,
        about=str(event.pk),
        address=event.get_absolute_url(),
        due=event.day,
        opened_at=at,
    )
