"""One mail a day to each, at the hour and of the days that they have chosen, in their language, of nothing twice."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from laget.base.accounts.roles import Role
from laget.base.actors.models import Party
from laget.base.audit.models import Entry
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.base.cycle.calendar import cancel_in_calendar, put_in_calendar
from laget.base.cycle.calendar_models import CalendarEntry, Hours
from laget.base.cycle.context import count_unread
from laget.base.cycle.models import Task
from laget.base.cycle.notices import notify
from laget.base.cycle.sentences import Sentence
from laget.base.cycle.telling import to_tell
from laget.base.cycle.telling_actions import Choice, choose, send_digest, write_digest
from laget.base.cycle.telling_models import Digest, Wishes
from laget.base.cycle.whom import Whom, everyone_at, one, those
from testing.people import AUTUMN, OSLO, World

MONDAY = datetime(2024, 11, 4, 7, 5, tzinfo=OSLO)
WEEK_AFTER = date(2024, 11, 11)


def task(world: World, number: int, due: date, role: Role = Role.COORDINATOR, at: str = "Innherred") -> Task:
    made = Task(
        county=world.county, step="test", title=f"Oppgave {number}", party=Party.objects.get(name=at), role=role,
        about=str(number), address=f"/oppgave/{number}/", due=due, opened_at=AUTUMN,
    )  # fmt: skip
    open_tasks([made])
    return Task.objects.get(about=str(number))


def tell(at: datetime) -> list[Any]:
    """As the worker does it: write what is to be told, and send all that is written. Gives the mail."""
    mail.outbox.clear()
    for person, found in to_tell(at).items():
        write_digest(person, found=found, at=at)
    for digest in Digest.objects.filter(sent_at=None, problem="").order_by("person__name"):
        send_digest(digest.pk, at=at)
    return list(mail.outbox)


def told(at: datetime) -> dict[str, str]:
    return {message.to[0].partition("@")[0]: str(message.body) for message in tell(at)}


def choice(**own: Any) -> Choice:
    usual: dict[str, Any] = {"by_mail": True, "at": time(7), "days": (7, 1, 0), "notices": True, "weekends": False}
    return Choice(**{**usual, "language": "nb", **own})


def tell_all(world: World, text: str, to: list[Whom], at: datetime = MONDAY) -> None:
    notify(Sentence(text, {}), address="/sak/", about=1, county=world.county.pk, to=to, at=at)


def test_all_that_one_is_told_comes_in_one_mail_with_the_way_straight_to_each(world: World) -> None:
    Task.objects.all().delete()
    task(world, 1, WEEK_AFTER)
    innherred = world.network("Innherred")
    put_in_calendar(
        about=1, kind=CalendarEntry.Kind.SAMLING, county=world.county.pk, title="Samling 2", place="Levanger",
        time=Hours(MONDAY + timedelta(days=1, hours=2)), address="/samling/2/", to=everyone_at(innherred.pk), at=AUTUMN,
    )  # fmt: skip
    tell_all(world, "Behovsmeldingen er sendt tilbake.", those(Role.COORDINATOR, at=innherred.pk))
    sent = {message.to[0]: message for message in tell(MONDAY)}
    nina = sent["nina@laget.example"]
    assert nina.subject == "Oppgave 1: om 7 dager"
    assert nina.extra_headers["Message-ID"] == f"<day-20241104-{world.people['nina'].pk}@laget>"
    assert nina.body.split("\n\nDu får høyst")[0] == (
        "Hei, Nina!\n\n"
        "Dette har du frist på\n\n"
        "- Oppgave 1 (Innherred)\n  Frist: 11. november 2024, om 7 dager\n  http://localhost:8000/oppgave/1/\n\n"
        "Dette står i kalenderen din\n\n"
        "- Samling 2, Levanger\n  5. november 2024 kl. 09.05, i morgen\n  http://localhost:8000/samling/2/\n\n"
        "Dette er nytt\n\n"
        "- Behovsmeldingen er sendt tilbake.\n  http://localhost:8000/sak/"
    )
    # The others of the network, by their owner, their virksomhet or their UH, are told of the samling alone.
    assert set(sent) == {
        f"{name}@laget.example" for name in ("nina", "ola", "kari", "knut", "frode", "frida", "tom", "dina")
    }
    assert tell(MONDAY + timedelta(hours=8)) == []  # one a day
    assert tell(MONDAY + timedelta(days=1)) != []  # the samling is today


def test_each_day_that_was_chosen_is_told_once_and_none_is_lost(world: World) -> None:
    Task.objects.all().delete()
    task(world, 1, WEEK_AFTER)
    days = [MONDAY + timedelta(days=n) for n in range(-3, 12)]
    assert [each.day for each in days if "nina" in told(each)] == [4, 11]  # the day before is a Sunday
    task(world, 2, WEEK_AFTER + timedelta(days=9))
    assert "Oppgave 2" in told(MONDAY + timedelta(days=14))["nina"]  # nothing was sent on the day itself


def test_each_chooses_hour_days_weekends_language_or_nothing(world: World) -> None:
    Task.objects.all().delete()
    task(world, 1, WEEK_AFTER)
    task(world, 2, WEEK_AFTER, Role.FORUM_LEADER, "Samarbeidsforum i Trøndelag")
    task(world, 3, WEEK_AFTER, Role.OWNER, "Inderøy kommune")
    choose(choice(at=time(16), language="nn"), actor=world.act("nina"), at=AUTUMN)
    choose(choice(by_mail=False), actor=world.act("siri"), at=AUTUMN)
    choose(choice(days=[1, 99], weekends=True), actor=world.act("ola"), at=AUTUMN)
    assert told(MONDAY) == {}
    later = tell(MONDAY.replace(hour=16))
    assert [(each.to, each.subject) for each in later] == [(["nina@laget.example"], "Oppgave 1: om 7 dagar")]
    assert "Du får høgst éi slik melding om dagen." in str(later[0].body)
    assert set(told(datetime(2024, 11, 10, 7, 0, tzinfo=OSLO))) == {"ola"}  # a Sunday
    assert Wishes.objects.get(person=world.people["ola"]).days == [1]
    last = Entry.objects.filter(act="choose").order_by("number").last()
    assert last is not None
    assert (last.chain_id, last.actor_name, last.detail["days"]) == ("00", "Ola", [1])


def test_what_was_done_or_called_off_before_it_was_written_is_not_told(world: World) -> None:
    Task.objects.all().delete()
    task(world, 1, WEEK_AFTER)
    put_in_calendar(
        about=1, kind=CalendarEntry.Kind.EVENT, county=world.county.pk, title="Kurs", to=one(world.people["ola"].pk),
        time=Hours(MONDAY), at=AUTUMN,
    )  # fmt: skip
    found = to_tell(MONDAY)
    assert set(found) == {world.people["nina"].pk, world.people["ola"].pk}
    close_tasks(about=1, at=MONDAY)
    cancel_in_calendar(about=1, at=MONDAY)
    assert [write_digest(person, found=each, at=MONDAY) for person, each in found.items()] == [None, None]
    assert (Digest.objects.count(), ProcrastinateJob.objects.filter(task_name="send_digest").count()) == (0, 0)


def test_a_notice_that_is_read_isnt_mailed_and_one_that_is_mailed_isnt_read(world: World, client: Client) -> None:
    Task.objects.all().delete()
    forum = those(Role.FORUM_LEADER, Role.FORUM_SECRETARY, at=world.forum.pk)
    tell_all(world, "Møtet er avlyst.", forum)
    tell_all(world, "Møtet er flyttet.", forum)
    client.force_login(world.people["siri"])
    page = client.get("/varsler/").content.decode()
    assert page.count("(ikke lest)") == 2
    first = page.split('action="/varsler/')[2].split('/"')[0]
    assert client.post(f"/varsler/{first}/").headers["Location"] == "/sak/"
    siri = world.act("siri")
    assert count_unread(siri, MONDAY) == 1
    assert set(told(MONDAY)) == {"siri", "arne"}
    assert told(MONDAY + timedelta(days=1)) == {}
    assert count_unread(siri, MONDAY) == 1
    client.post("/varsler/lest/")
    assert count_unread(siri, MONDAY) == 0
    assert count_unread(world.act("arne"), MONDAY) == 2
    client.force_login(world.people["nina"])
    assert client.post(f"/varsler/{first}/").status_code == 404  # not for her


def test_the_page_keeps_what_is_chosen_and_says_what_is_wrong(world: World, client: Client) -> None:
    client.force_login(world.people["nina"])
    page = "/varsler/innstillinger/"
    assert 'value="7" class="ds-input" id="id_days_1" checked' in client.get(page).content.decode()
    posted = {"by_mail": "on", "at": "16:00", "days": ["14", "-1"], "language": "nn"}
    assert client.post(page, posted).status_code == 302
    kept = Wishes.objects.get(person=world.people["nina"])
    assert (kept.at, kept.days, kept.notices, kept.weekends) == (time(16), [14, -1], False, False)
    world.people["nina"].refresh_from_db()
    assert world.people["nina"].language == "nn"
    assert client.post(page, {**posted, "at": "03:00"}).status_code == 422
    assert client.post(page, {}).status_code == 422


def test_it_asks_the_same_number_of_times_for_one_and_for_three_hundred(world: World, client: Client) -> None:
    Task.objects.all().delete()
    client.force_login(world.people["nina"])
    asked = []
    for many in (1, 3, 300):
        for n in range(many):
            tell_all(world, f"Nytt {many}-{n}.", everyone_at(world.network("Innherred").pk))
        with CaptureQueriesContext(connection) as finding:
            assert len(to_tell(MONDAY)) == 8
        with CaptureQueriesContext(connection) as showing:
            assert client.get("/varsler/").status_code == 200
        asked.append((len(finding), len(showing)))
    assert asked == [asked[0]] * 3
    assert asked[0][0] == 3
