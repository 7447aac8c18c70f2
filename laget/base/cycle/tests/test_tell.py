"""What acts write in calendars, and tell people: for those it is for, from the act that did it, undone with it."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.cycle.calendar import cancel_in_calendar, move_in_calendar, put_in_calendar
from laget.base.cycle.calendar_models import CalendarEntry, CalendarFor, Days, Hours
from laget.base.cycle.calendar_queries import entries_visible_to, notices_visible_to, unread_by
from laget.base.cycle.notices import notify
from laget.base.cycle.sentences import told
from laget.base.cycle.whom import Whom, everyone_at, one, those
from testing.people import AUTUMN, OSLO, World

NINE = datetime(2025, 3, 12, 9, 0, tzinfo=OSLO)
AT_NINE = Hours(NINE)
EVENT = CalendarEntry.Kind.EVENT


def put(world: World, about: int, to: list[Whom], time: Days | Hours = AT_NINE) -> CalendarEntry:
    county = world.county.pk
    return put_in_calendar(
        about=about, kind=EVENT, county=county, title=f"Kurs {about}", time=time, to=to, place="Levanger", at=AUTUMN
    )


def seen_by(world: World, name: str, at: datetime = AUTUMN) -> list[str]:
    return [entry.title for entry in entries_visible_to(world.act(name, at))]


def test_an_entry_is_for_those_who_hold_the_role_take_part_or_are_named(world: World) -> None:
    innherred, solbakken = world.network("Innherred"), world.parties["Solbakken barnehage"]
    put(world, 1, those(Role.COORDINATOR, Role.OWNER, at=innherred.pk))
    put(world, 2, everyone_at(innherred.pk))
    put(world, 3, one(world.people["per"].pk))
    put(world, 4, everyone_at(world.county.pk))
    put(world, 5, [*those(Role.UNIT_LEADER, at=solbakken.pk), *one(world.people["knut"].pk)])
    assert seen_by(world, "nina") == ["Kurs 1", "Kurs 2", "Kurs 4"]
    assert seen_by(world, "ola") == ["Kurs 2", "Kurs 4"]  # an owner in the network, who holds no role at it
    assert seen_by(world, "tom") == ["Kurs 2", "Kurs 4"]
    assert seen_by(world, "kari") == ["Kurs 2", "Kurs 4", "Kurs 5"]
    assert seen_by(world, "knut") == ["Kurs 2", "Kurs 4", "Kurs 5"]
    assert seen_by(world, "per") == ["Kurs 3", "Kurs 4"]
    assert seen_by(world, "eva") == ["Kurs 4"]
    HeldRole.objects.filter(person=world.people["nina"]).update(valid_to=AUTUMN.date())
    assert seen_by(world, "nina", AUTUMN + timedelta(days=1)) == []


def test_it_is_moved_cancelled_and_put_back_as_one_and_the_same(world: World) -> None:
    nina, ola = one(world.people["nina"].pk), one(world.people["ola"].pk)
    first = put(world, 1, nina)
    later = Hours(NINE + timedelta(days=1), NINE + timedelta(days=1, hours=3))
    move_in_calendar(about=1, time=later, to=ola, at=AUTUMN)
    move_in_calendar(about=1, time=later, place="Levanger", at=AUTUMN)  # nothing that isn't known
    entry = CalendarEntry.objects.get()
    assert (entry.pk, entry.sequence, entry.first, entry.place) == (first.pk, 1, date(2025, 3, 13), "Levanger")
    assert (seen_by(world, "nina"), seen_by(world, "ola")) == ([], ["Kurs 1"])
    cancel_in_calendar(about=1, at=AUTUMN)
    cancel_in_calendar(about=1, at=AUTUMN)  # once
    entry.refresh_from_db()
    assert (entry.sequence, entry.cancelled_at) == (2, AUTUMN)
    again = put(world, 1, nina, Days(date(2025, 3, 20), date(2025, 3, 21)))
    assert (again.pk, again.sequence, again.cancelled_at, again.begins) == (first.pk, 3, None, None)


def test_a_title_that_is_too_long_for_a_calendar_is_cut_off_at_its_end(world: World) -> None:
    entry = put(world, 1, [])
    county, title = world.county.pk, "Samarbeidsforum: " + "å" * 200
    put_in_calendar(about=1, kind=EVENT, county=county, title=title, time=AT_NINE, to=[], at=AUTUMN)
    entry.refresh_from_db()
    assert entry.title == "Samarbeidsforum: " + "å" * 182 + "…"
    move_in_calendar(about=1, title="ø" * 201, at=AUTUMN)
    entry.refresh_from_db()
    assert entry.title == "ø" * 199 + "…"


def test_the_day_is_that_of_norway_also_around_midnight(world: World) -> None:
    late = datetime.fromisoformat("2025-03-12T23:30:00+00:00")
    assert put(world, 1, [], Hours(late, late)).first == date(2025, 3, 13)


def test_a_notice_is_told_once_to_each_and_not_to_the_one_who_did_it(world: World) -> None:
    to = [*those(Role.FORUM_LEADER, Role.FORUM_SECRETARY, at=world.forum.pk), *one(world.people["siri"].pk)]
    by = world.people["arne"]
    notify(told("Møtet er avlyst."), address="/forum/1/", about=1, county=world.county.pk, to=to, by=by, at=AUTUMN)
    siri, arne = world.act("siri"), world.act("arne")
    assert (notices_visible_to(siri).count(), unread_by(siri).count()) == (1, 1)
    assert (notices_visible_to(arne).count(), unread_by(arne).count()) == (1, 0)
    assert not notices_visible_to(world.act("mons")).exists()


def test_what_is_undone_was_never_written(world: World) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        put(world, 1, everyone_at(world.county.pk))
        notify(told("Nei."), address="/", about=1, county=world.county.pk, to=everyone_at(world.county.pk), at=AUTUMN)
        raise RuntimeError
    assert (seen_by(world, "nina"), list(notices_visible_to(world.act("nina")))) == ([], [])


def test_the_database_refuses_one_for_nobody(world: World) -> None:
    entry, nobody = put(world, 1, []), Person.objects.none().first()
    for wrong in ({"person": nobody}, {"person": world.people["siri"], "party": world.forum}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarFor.objects.create(entry=entry, **wrong)
