"""What acts write in people's calendars, inside their own transaction: undone with it, and audited as it is.

    put_in_calendar(
        about=meeting.pk, kind=CalendarEntry.Kind.MEETING, county=meeting.county_id, title=meeting.title,
        time=Hours(begins, ends), place="Steinkjer", address=meeting.get_absolute_url(),
        to=everyone_at(forum.pk), at=at,
    )
    move_in_calendar(about=meeting.pk, time=Hours(later, end), at=at)
    cancel_in_calendar(about=meeting.pk, at=at)

A thing has one entry of each kind. Whom it is for: see whom.py.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.text import Truncator

from laget.base.cycle.calendar_models import LONGEST_TITLE, CalendarEntry, CalendarFor, Days, Hours
from laget.base.cycle.whom import Whom


def put_in_calendar(
    *,
    about: UUID | int,
    kind: CalendarEntry.Kind,
    county: UUID,
    title: str,
    subject: str = "",
    time: Days | Hours,
    to: Iterable[Whom],
    place: str = "",
    link: str = "",
    address: str = "",
    at: datetime,
) -> CalendarEntry:
    """Put a thing in the calendars of those it is for. One that stands there already is changed, and is on again.

    A title that is longer than a calendar has room for is cut off at its end.
    """
    found = CalendarEntry.objects.select_for_update().filter(about=str(about), kind=kind).first()
    entry = found or CalendarEntry(about=str(about), kind=kind, county_id=county, sequence=0)
    entry.title, entry.subject, entry.place, entry.link = _in_short(title), subject, place, link
    entry.address, entry.cancelled_at = address, None
    entry.set_time(time)
    _keep(entry, at=at, is_new=found is None)
    _set_whom(entry, to)
    return entry


def move_in_calendar(
    *,
    about: UUID | int,
    becomes: CalendarEntry.Kind | None = None,
    time: Days | Hours | None = None,
    title: str | None = None,
    place: str | None = None,
    link: str | None = None,
    to: Iterable[Whom] | None = None,
    at: datetime,
) -> None:
    """Change what is given about a thing, in every calendar where it stands. `becomes` is its kind from now on."""
    for entry in _standing(about):
        new = {"title": title and _in_short(title), "place": place, "link": link, "kind": becomes}
        changes = [name for name, value in new.items() if value is not None and value != getattr(entry, name)]
        for name in changes:
            setattr(entry, name, new[name])
        before = (entry.first, entry.last, entry.begins, entry.ends)
        if time is not None:
            entry.set_time(time)
        if changes or before != (entry.first, entry.last, entry.begins, entry.ends):
            _keep(entry, at=at)
        if to is not None:
            _set_whom(entry, to)


def cancel_in_calendar(*, about: UUID | int, at: datetime) -> None:
    """It will not happen. It stays in the calendars for a while, as cancelled."""
    for entry in _standing(about):
        entry.cancelled_at = at
        _keep(entry, at=at)


def _in_short(title: str) -> str:
    return Truncator(title).chars(LONGEST_TITLE)


def _standing(about: UUID | int) -> list[CalendarEntry]:
    return list(CalendarEntry.objects.select_for_update().filter(about=str(about), cancelled_at=None))


def _keep(entry: CalendarEntry, *, at: datetime, is_new: bool = False) -> None:
    entry.changed_at = at
    entry.sequence += not is_new
    entry.save(force_insert=is_new)


def _set_whom(entry: CalendarEntry, to: Iterable[Whom]) -> None:
    """Those, and no others."""
    wanted = dict.fromkeys(to)
    entry.whom.all().delete()
    CalendarFor.objects.bulk_create(
        CalendarFor(entry=entry, party_id=each.party, role=each.role, person_id=each.person) for each in wanted
    )
