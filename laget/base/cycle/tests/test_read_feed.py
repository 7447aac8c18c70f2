"""A calendar program reads the feed: two libraries that know nothing of each other find the same in it."""

from datetime import date, datetime, timedelta
from typing import Any

import vobject
from django.test import Client
from icalendar import Calendar

from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.cycle.actions import set_local_date
from laget.base.cycle.calendar import cancel_in_calendar, move_in_calendar, put_in_calendar
from laget.base.cycle.calendar_actions import make_address
from laget.base.cycle.calendar_models import CalendarEntry, Days, Hours
from laget.base.cycle.feed import feed_of
from laget.base.cycle.models import Ordning, Round, Task
from laget.base.cycle.telling_models import CalendarAddress
from laget.base.cycle.whom import everyone_at
from testing.people import AUTUMN, OSLO, World

# The last days before and the first after each change of 2025, and the hours around the changes themselves.
HOURS = [
    datetime(2025, 3, 29, 9, 0, tzinfo=OSLO),
    datetime(2025, 3, 30, 1, 59, tzinfo=OSLO),
    datetime(2025, 3, 30, 3, 0, tzinfo=OSLO),
    datetime(2025, 6, 2, 9, 0, tzinfo=OSLO),
    datetime(2025, 10, 26, 1, 59, tzinfo=OSLO),
    datetime(2025, 10, 26, 3, 1, tzinfo=OSLO),
    datetime(2025, 10, 27, 9, 0, tzinfo=OSLO),
]
WORDS = ("summary", "location", "status")


def entries(world: World) -> list[CalendarEntry]:
    """One for each of the hours, lasting two, and one of whole days across the change in spring."""
    times: list[Days | Hours] = [Hours(each, each + timedelta(hours=2)) for each in HOURS]
    times.append(Days(date(2025, 3, 29), date(2025, 3, 31)))
    return [
        put_in_calendar(
            about=n,
            kind=CalendarEntry.Kind.SAMLING,
            county=world.county.pk,
            title=f"Samling {n}; æøå, og et navn så langt at linja må brettes på midten av en bokstav: ø" + "ø" * 30,
            time=time,
            place="Kulturhuset, Levanger",
            link="https://moter.example/rom,1",
            address="/aar/",
            to=everyone_at(world.network("Innherred").pk),
            at=AUTUMN,
        )
        for n, time in enumerate(times)
    ]


def read_both(feed: bytes) -> list[dict[str, dict[str, Any]]]:
    """By UID, what each library makes of it, with times in UTC."""
    ours = {}
    for event in Calendar.from_ical(feed).walk("VEVENT"):
        first, last = event.decoded("dtstart"), event.decoded("dtend", None)
        words = (str(event["summary"]), str(event.get("location", "")), str(event.get("status", "")))
        ours[str(event["uid"])] = {"time": (_utc(first), _utc(last)), "words": words}
    theirs = {}
    for found in vobject.readOne(feed.decode()).contents["vevent"]:
        last = found.dtend.value if hasattr(found, "dtend") else None
        said = tuple(getattr(found, name).value if hasattr(found, name) else "" for name in WORDS)
        theirs[found.uid.value] = {"time": (_utc(found.dtstart.value), _utc(last)), "words": said}
    return [ours, theirs]


def _utc(value: Any) -> Any:
    return value.timestamp() if isinstance(value, datetime) else value


def test_two_libraries_find_the_same_hours_on_both_sides_of_summer_time(world: World) -> None:
    put, feed = entries(world), feed_of(world.act("nina"), at=AUTUMN)
    assert feed == feed_of(world.act("nina"), at=AUTUMN)  # byte for byte, until something changes
    assert all(len(line) <= 75 for line in feed.split(b"\r\n"))
    ours, theirs = read_both(feed)
    assert ours == theirs
    for entry in put:
        read = ours[f"entry-{entry.pk}@laget"]
        if entry.begins and entry.ends:
            assert read["time"] == (entry.begins.timestamp(), entry.ends.timestamp())
        else:
            assert read["time"] == (date(2025, 3, 29), date(2025, 4, 1))
        assert read["words"] == (entry.title, "Kulturhuset, Levanger", "CONFIRMED")


def test_the_zone_itself_changes_when_norway_does(world: World) -> None:
    """By what the file says of the zone, and not by what a library knows of Europe/Oslo."""
    entries(world)
    (told,) = Calendar.from_ical(feed_of(world.act("nina"), at=AUTUMN)).timezones
    zone = told.to_tz(lookup_tzid=False)
    for hour in (each + timedelta(days=365 * years) for each in HOURS for years in range(6)):
        plain = hour.replace(tzinfo=None)
        assert plain.replace(tzinfo=zone).utcoffset() == plain.replace(tzinfo=OSLO).utcoffset(), plain


def test_what_is_moved_or_called_off_is_the_same_thing_with_a_higher_number(world: World) -> None:
    first, second = entries(world)[:2]
    move_in_calendar(about=0, time=Hours(HOURS[3]), at=AUTUMN)
    cancel_in_calendar(about=1, at=AUTUMN)
    found = {
        str(each["uid"]): each for each in Calendar.from_ical(feed_of(world.act("nina"), at=AUTUMN)).walk("VEVENT")
    }
    moved, off = found[f"entry-{first.pk}@laget"], found[f"entry-{second.pk}@laget"]
    assert (moved["sequence"], moved.decoded("dtstart"), "dtend" in moved) == (1, HOURS[3], False)
    assert (off["sequence"], str(off["status"])) == (1, "CANCELLED")


def test_it_holds_ones_own_deadlines_and_the_dates_for_ones_own_roles(world: World) -> None:
    set_local_date(
        world.round, network=world.network("Innherred"), step="behovsmelding", day=date(2024, 11, 25),
        actor=world.act("nina"), at=AUTUMN,
    )  # fmt: skip
    ola = read_both(feed_of(world.act("ola"), at=AUTUMN))[1]
    assert ola["date-50-kompetanseloftet-behovsmelding-2025-innherred@laget"]["time"][0] == date(2024, 11, 25)
    assert "date-50-kompetanseloftet-behovsmelding-2025@laget" not in ola
    pia = read_both(feed_of(world.act("pia"), at=AUTUMN))[1]  # an owner in Fosen, which has set no date
    assert pia["date-50-kompetanseloftet-behovsmelding-2025@laget"]["time"][0] == date(2024, 12, 2)  # a Monday
    assert not any("tilsagn" in uid for uid in pia)
    siri = read_both(feed_of(world.act("siri"), at=AUTUMN))[1]
    (task,) = (each for uid, each in siri.items() if uid.startswith("task-"))
    assert (task["words"][0], task["time"][0]) == ("Sette rammene", date(2025, 1, 9))
    assert not any("allocation-2025" in uid for uid in siri)  # it stands there as her task
    assert siri["date-50-kompetanseloftet-forum_spring-2025@laget"]["time"] == (date(2025, 3, 12), date(2025, 3, 14))


def test_a_task_stands_for_the_date_of_its_own_ordning_alone(world: World) -> None:
    """Nina has to write the beslutningsgrunnlag of another ordning: the date of this one still stands."""
    date_of = "date-50-kompetanseloftet-beslutningsgrunnlag-2025@laget"
    assert date_of in read_both(feed_of(world.act("nina"), at=AUTUMN))[1]
    other = Round.objects.create(
        county=world.county, ordning=Ordning.objects.create(key="annen", name="Annen ordning"),
        rule_set=world.round.rule_set, year=world.round.year, opened_at=AUTUMN,
    )  # fmt: skip
    task = {
        "county": world.county, "step": "beslutningsgrunnlag", "title": "Skrive beslutningsgrunnlaget",
        "party": world.parties["Innherred"], "role": Role.COORDINATOR, "address": "/", "due": date(2025, 1, 5),
    }  # fmt: skip
    Task.objects.create(**task, round=other, about="annen", opened_at=AUTUMN)
    assert date_of in read_both(feed_of(world.act("nina"), at=AUTUMN))[1]
    Task.objects.create(**task, round=world.round, about="denne", opened_at=AUTUMN)
    assert date_of not in read_both(feed_of(world.act("nina"), at=AUTUMN))[1]


def test_an_address_is_private_and_dead_at_once_when_it_is_stopped(world: World, client: Client) -> None:
    nina, page = world.people["nina"], "/varsler/innstillinger/"
    client.force_login(nina)
    shown = client.post(f"{page}kalender/", {"name": "Telefonen"}).content.decode()
    path = "/kalender/" + shown.split("/kalender/")[1].split('"')[0]
    assert path.endswith(".ics")
    address = CalendarAddress.objects.get()
    assert address.sha256 not in shown
    assert path not in client.get(page).content.decode()  # it is shown once
    reader = Client()
    answer = reader.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (answer.headers["Cache-Control"], answer.cookies) == ("private, no-store", {})
    assert reader.head(path).status_code == 200
    address.refresh_from_db()
    assert address.read_at is not None

    other = make_address("Outlook", actor=world.act("nina"), at=AUTUMN)
    assert client.post(f"{page}kalender/{address.pk}/stopp/").status_code == 302
    assert reader.get(path).status_code == 404
    assert reader.get(f"/kalender/{other}.ics").status_code == 200
    client.force_login(world.people["ola"])
    last = CalendarAddress.objects.get()
    assert client.post(f"{page}kalender/{last.pk}/stopp/").status_code == 404  # somebody else's
    nina.is_active = False
    nina.save()
    assert reader.get(f"/kalender/{other}.ics").status_code == 404


def test_it_follows_the_roles_one_holds_that_day(world: World) -> None:
    entries(world)
    HeldRole.objects.filter(person=world.people["nina"], role=Role.COORDINATOR).update(valid_to=AUTUMN.date())
    tomorrow = AUTUMN + timedelta(days=1)
    assert Calendar.from_ical(feed_of(world.act("nina", tomorrow), at=tomorrow)).walk("VEVENT") == []


def test_there_is_a_limit_to_how_many_and_each_has_a_name(world: World, client: Client) -> None:
    client.force_login(world.people["nina"])
    for n in range(5):
        assert client.post("/varsler/innstillinger/kalender/", {"name": f"Nr. {n}"}).status_code == 200
    full = client.post("/varsler/innstillinger/kalender/", {"name": "Nr. 6"})
    assert (full.status_code, CalendarAddress.objects.count()) == (422, 5)
    assert "Du har 5 kalenderadresser. Stopp en av dem først." in full.content.decode()
    assert client.post("/varsler/innstillinger/kalender/", {"name": " "}).status_code == 422
