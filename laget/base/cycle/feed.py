"""One person's dates as iCalendar (RFC 5545): what a calendar program reads from a private address.

Each thing keeps its UID for good, and what is changed has a higher SEQUENCE; what is called off stays for a while with
STATUS:CANCELLED. Hours are those of Norway, with the rule for summer time beside them. Deadlines take no time: the
days they stand on are not shown as busy.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

from laget.base.accounts.actor import Actor
from laget.base.cycle.calendar_models import CalendarEntry
from laget.base.cycle.calendar_queries import entries_visible_to
from laget.base.cycle.models import Task
from laget.base.cycle.queries import my_tasks
from laget.base.cycle.sentences import say
from laget.base.cycle.wheels import DateOf, dates_for
from laget.base.ui.templatetags.ui import deadline, moved
from laget.rules.dates import Precision
from laget.rules.wheel import days_of

ZONE = "Europe/Oslo"
KEPT = timedelta(days=180)  # what is over or called off
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def feed_of(actor: Actor, *, at: datetime) -> bytes:
    """In the language that the person has chosen, as their mail is."""
    with override(actor.person.language):
        return _written(actor, at=at)


def _written(actor: Actor, *, at: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Laget//Kalender//NO")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, f"Laget: {actor.person.name}")
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", HOUR, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_summer_time())
    for event in _events(actor, at=at):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(actor: Actor, *, at: datetime) -> Iterator[Event]:
    today = timezone.localdate(at)
    tasks = list(my_tasks(actor).filter(due__gte=today - KEPT))
    yield from map(_of_task, tasks)
    yield from map(_of_entry, entries_visible_to(actor).filter(last__gte=today - KEPT).select_related("network"))
    rounds = ((task.round, task.step) for task in tasks if task.round)  # their dates stand there already, as tasks
    mine = {(each.county_id, each.ordning_id, each.year, step) for each, step in rounds}
    for each in dates_for(actor, years=(today.year, today.year + 1)):
        if (each.county.pk, each.rule_set.ordning_id, each.occasion.year, each.occasion.step) not in mine:
            yield _of_date(each)


def _of_task(task: Task) -> Event:
    assert task.due
    event = _event(f"task-{task.pk}", str(task), at=task.opened_at, first=task.due, last=task.due)
    event.add("description", ", ".join(filter(None, (task.subject, task.party.name))))
    return _with_page(event, task.address)


def _of_date(each: DateOf) -> Event:
    rule, days = each.occasion.rule, days_of(each.deadline)
    parts = ("date", each.county.code, each.rule_set.ordning.key, each.occasion.step, each.occasion.year)
    uid = "-".join(map(str, (*parts, each.network.key) if each.network else parts))
    title = f"{say(rule.title)} ({each.network or each.county.name})"
    event = _event(uid, title, at=each.rule_set.loaded_at, first=days.first, last=days.last)
    notes = [moved(each.deadline)]
    if rule.when is Precision.APPROXIMATE:
        notes.append(_("Omtrent: %(when)s.") % {"when": deadline(each.deadline, say(rule.words))})
    if rule.when is Precision.LOCAL and not each.network:
        notes.append(_("Anbefalt dato. Nettverket bestemmer."))
    if any(notes):
        event.add("description", " ".join(filter(None, notes)))
    return _with_page(event, reverse("cycle:rounds"))


def _of_entry(entry: CalendarEntry) -> Event:
    if entry.begins is None:
        event = _event(f"entry-{entry.pk}", str(entry), at=entry.changed_at, first=entry.first, last=entry.last)
    else:
        event = _named(f"entry-{entry.pk}", str(entry), at=entry.changed_at)
        event.add("dtstart", timezone.localtime(entry.begins))
        if entry.ends:
            event.add("dtend", timezone.localtime(entry.ends))
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled_at else "CONFIRMED")
    event.add("categories", [str(entry.get_kind_display())])
    if entry.place or entry.link:
        event.add("location", entry.place or entry.link)
    notes = [str(entry.network)] if entry.network else []
    if entry.link:
        notes.append(_("Bli med her: %(link)s") % {"link": entry.link})
    if notes:
        event.add("description", " ".join(notes))
    return _with_page(event, entry.address)


def _event(uid: str, title: str, *, at: datetime, first: date, last: date) -> Event:
    """One of whole days. Its end is the day after the last, as the standard has it."""
    event = _named(uid, title, at=at)
    event.add("dtstart", first)
    event.add("dtend", last + DAY)
    event.add("transp", "TRANSPARENT")
    return event


def _named(uid: str, title: str, *, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@laget")
    event.add("summary", title)
    event.add("dtstamp", at)
    event.add("last-modified", at)
    return event


def _with_page(event: Event, address: str) -> Event:
    if address:
        event.add("url", settings.ADDRESS + address)
    return event


def _summer_time() -> Timezone:
    """As the EU has had it since 1996. Written out: what the library works out changes an hour late in spring."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    changes: tuple[tuple[Any, str, datetime, timedelta, timedelta], ...] = (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), HOUR, 2 * HOUR),  # noqa: DTZ001 -- on the clock of the day
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 2 * HOUR, HOUR),  # noqa: DTZ001
    )
    for change, name, first, before, after in changes:
        change.add("dtstart", first)
        change.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": "-1SU"}))
        change.add("tzname", name)
        change.add("tzoffsetfrom", before)
        change.add("tzoffsetto", after)
        zone.add_component(change)
    return zone
