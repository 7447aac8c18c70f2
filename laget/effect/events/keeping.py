"""What time does with an event: the reminder before it, and the names that go after it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from laget.base.audit.record import SYSTEM
from laget.effect.events import telling
from laget.effect.events.models import Event, SignUp, new_ticket
from laget.effect.events.records import record_event
from laget.effect.events.states import COMING, Act, State
from laget.grant.ledger.models import Entry
from laget.rules.keeping import delete_on

REMIND_BEFORE = timedelta(days=2)


def to_remind(at: datetime) -> QuerySet[Event]:
    """Those that are on within two days, and that nobody has been reminded of."""
    return Event.objects.filter(state__in=COMING, begins__range=(at, at + REMIND_BEFORE), reminded_on=None)


@transaction.atomic
def remind(pk: UUID, *, at: datetime) -> None:
    event = Event.objects.select_for_update(of=("self",)).select_related("county").get(pk=pk)
    if event.state in COMING and event.reminded_on is None:
        event.reminded_on = timezone.localdate(at)
        event.save(update_fields=["reminded_on"])
        telling.reminded(event)
        record_event(event, Act.REMIND, by=SYSTEM, at=at, before=event.state)


def to_forget(day: date) -> list[UUID]:
    """Those whose names have been kept as long as they may. Two queries."""
    over = Event.objects.filter(Q(ends__date__lt=day) | Q(state=State.CANCELLED), forgotten_at=None)
    approved = _approved(over)
    return [
        pk
        for pk, ended in over.values_list("pk", "ends")
        if delete_on(timezone.localdate(ended), approved.get(pk)) <= day
    ]


def keep_until(event: Event) -> date:
    """The day the names go, as it looks now."""
    return delete_on(timezone.localdate(event.ends), _approved(Event.objects.filter(pk=event.pk)).get(event.pk))


@transaction.atomic
def forget_names(pk: UUID, *, at: datetime) -> None:
    """What tells who they were goes: names, addresses, accounts and tickets. What counts them stays."""
    event = Event.objects.select_for_update(of=("self",)).select_related("county").get(pk=pk)
    if event.forgotten_at:
        return
    found = list(event.sign_ups.only("pk"))
    for each in found:
        each.name, each.sort_key, each.email, each.person, each.ticket = "", "", "", None, new_ticket()
    SignUp.objects.bulk_update(found, ["name", "sort_key", "email", "person", "ticket"], batch_size=1000)
    event.forgotten_at = at
    event.save(update_fields=["forgotten_at"])
    record_event(event, Act.FORGET, by=SYSTEM, at=at, before=event.state, number=len(found))


def _approved(events: QuerySet[Event]) -> dict[UUID, date]:
    """By event: when the last report on the money it had was approved; nothing while one of them is not."""
    found: dict[UUID, date | None] = {}
    shares = events.filter(funding__isnull=False).values_list("pk", "funding__award", "funding__year")
    rows = list(shares)
    used = Entry.objects.filter(kind=Entry.Kind.USED, award__in={award for _pk, award, _year in rows})
    when = {
        (award, year): timezone.localdate(at)
        for award, year, at in used.values_list("award", "year").annotate(at=Max("at"))
    }
    for pk, award, year in rows:
        day = when.get((award, year))
        before = found.get(pk, day)
        found[pk] = max(before, day) if before and day else None
    return {pk: day for pk, day in found.items() if day}
