"""What each network does together through the year, in its own wheel: three samlinger, and one that had to be moved."""

from datetime import date, datetime, timedelta

from laget.base.accounts.actor import actor_for
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Network
from laget.base.cycle.calendar_actions import OwnEntry, add_to_year, change_in_year
from laget.base.cycle.calendar_models import CalendarEntry, Hours
from laget.rules.dates import next_working_day

SAMLING = CalendarEntry.Kind.SAMLING


def put_in_wheels(county: County, *, at: datetime) -> None:
    """By each network's koordinator. Those who have none have nothing there."""
    for n, network in enumerate(Network.objects.filter(county=county).order_by("key")):
        held = HeldRole.objects.at(at.date()).filter(party=network, role=Role.COORDINATOR).select_related("person")
        if first := held.order_by("pk").first():
            actor, days = actor_for(first.person, day=at.date()), [each + timedelta(days=n) for each in _days(at.year)]
            own = [_samling(number, next_working_day(day), at) for number, day in enumerate(days, start=1)]
            *_first, last = [add_to_year(network, each, actor=actor, at=at - timedelta(days=20)) for each in own]
            moved = _samling(len(days), next_working_day(last.first + timedelta(days=1)), at)
            change_in_year(last.pk, moved, sequence=0, actor=actor, at=at - timedelta(days=3))


def _days(year: int) -> tuple[date, ...]:
    return date(year, 11, 20), date(year + 1, 1, 22), date(year + 1, 3, 26)


def _samling(number: int, day: date, at: datetime) -> OwnEntry:
    begins = at.replace(year=day.year, month=day.month, day=day.day, hour=9, minute=0)
    return OwnEntry(SAMLING, f"Samling {number}", Hours(begins, begins + timedelta(hours=6)), "Kulturhuset")
