"""What people are to be told reaches them, though the mail server fails three times in ten and the worker is killed.

Real processes. Day after day, acts tell people things, and some of the acts are undone. The worker writes each person's
mail of the day and sends it; 200 times (`make soak`; 20 in `make test`) it gets kill -9 at a random moment while it has
mail to send, and is started again. Time is what the test moves: the day, the wait before a mail is tried again, and the
sign of life that a worker gives every ten seconds.
"""

import random
import time
from collections import defaultdict
from contextlib import suppress
from datetime import date, datetime, timedelta
from datetime import time as hour
from email.message import Message

import pytest
from django.db import connection, transaction
from procrastinate.exceptions import AlreadyEnqueued
from pytest_django import DjangoDbBlocker

from e2e.mail_server import Mailbox, UnwillingServer
from e2e.server import PATIENCE, KilledWorkers, logged, own_database
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.cycle.actions import set_demo_day
from laget.base.cycle.jobs import take_up_again, write_digests
from laget.base.cycle.notices import notify
from laget.base.cycle.sentences import Sentence
from laget.base.cycle.telling_models import Digest, Wishes
from laget.base.cycle.whom import one
from testing.people import OSLO, SINCE, World, build_world

PEOPLE = 30
AT_A_TIME = 4
FIRST_DAY = date(2024, 11, 4)


class Undone(Exception):
    """An act that didn't come about."""


def test_nothing_is_lost_and_nothing_undone_is_told(django_db_blocker: DjangoDbBlocker) -> None:
    _kill(20, blocker=django_db_blocker)


@pytest.mark.soak
def test_nothing_is_and_nothing_undone_is_told_in_two_hundred_kills(django_db_blocker: DjangoDbBlocker) -> None:
    _kill(200, blocker=django_db_blocker)


def _kill(wanted: int, *, blocker: DjangoDbBlocker) -> None:
    """So many times, day after day, while there is mail to send."""
    dice = random.Random(wanted)
    with (
        blocker.unblock(),
        own_database() as database,
        logged(database, "worker.log"),
        UnwillingServer() as server,
    ):
        people = _people(build_world())
        workers = KilledWorkers(database, server.address)
        told: dict[str, Person] = {}  # what has come about, and for whom
        kills, days = 0, 0
        try:
            while kills < wanted:
                _new_day(people, told, FIRST_DAY + timedelta(days=days), dice)
                days += 1
                kills += _kill_while_it_is_sent(workers, server.mailbox, dice, most=wanted - kills)
            _send_the_rest(workers)
        finally:
            workers.close()
        mailbox = server.mailbox
        print(
            f"{kills} kills in {days} days: {len(told)} things told in {len(mailbox.taken)} mails, "
            f"{mailbox.count - len(mailbox.taken)} of them again; the mail server failed {mailbox.failures} of "
            f"{mailbox.tries} times"
        )
        assert kills == wanted
        assert 0.25 < mailbox.failures / mailbox.tries < 0.35
        assert mailbox.count > len(mailbox.taken)  # some were taken without our knowing
        arrived: defaultdict[str, set[str]] = defaultdict(set)  # by what it tells: in which mails
        for name, times in mailbox.taken.items():
            (text,) = {_text(each) for each in times}  # the same, each time
            for line in _told_in(text):
                arrived[line].add(name)
        assert set(arrived) == set(told)
        assert {line: len(names) for line, names in arrived.items()} == dict.fromkeys(told, 1)
        for line, names in arrived.items():
            assert mailbox.taken[names.copy().pop()][0]["To"] == told[line].email
        assert not Digest.objects.filter(sent_at=None).exists()
        assert len(mailbox.taken) == Digest.objects.count() == days * PEOPLE


def _people(world: World) -> list[Person]:
    """Who want their mail at any hour, on any day."""
    people = []
    for n in range(PEOPLE):
        person = Person.objects.create_user(f"person{n}@laget.example", name=f"Person {n}")
        party = world.network("Innherred")
        HeldRole.objects.create(person=person, role=Role.COORDINATOR, party=party, valid_from=SINCE)
        people.append(person)
    for each in Person.objects.all():
        Wishes.objects.create(person=each, at=hour(0), days=[], weekends=True)
    return people


def _new_day(people: list[Person], told: dict[str, Person], day: date, dice: random.Random) -> None:
    """Something is done that concerns each; half as much is begun, and undone. Then the worker is to write it."""
    set_demo_day(day, person=None)
    for n, person in enumerate(people):
        done, undone = f"Sak {day:%j}-{n} er avgjort.", f"Sak {day:%j}-{n} er trukket."
        _tell(done, person, day)
        told[done] = person
        if dice.random() < 0.5:
            with suppress(Undone), transaction.atomic():
                _tell(undone, person, day)
                raise Undone
    write_digests.defer()


def _tell(text: str, person: Person, day: date) -> None:
    at = datetime.combine(day, hour(0), tzinfo=OSLO)
    county = HeldRole.objects.get(person=person).party.county_id
    assert county
    with transaction.atomic():
        notify(Sentence(text, {}), address="/varsler/", about=0, county=county, to=one(person.pk), at=at)


def _kill_while_it_is_sent(workers: KilledWorkers, mailbox: Mailbox, dice: random.Random, *, most: int) -> int:
    """Some workers at a time, each killed when mail is being sent. Returns how many were."""
    kills, end = 0, time.monotonic() + PATIENCE
    while (left := _left()) and kills < most:
        assert time.monotonic() < end, f"{left} left"
        for _worker in range(AT_A_TIME):
            workers.start()
        wanted, soon = mailbox.tries + dice.randint(1, 1 + min(left, 5)), time.monotonic() + 1
        while mailbox.tries < wanted and time.monotonic() < soon:
            time.sleep(0.001)
        for _worker in range(AT_A_TIME):
            time.sleep(dice.uniform(0, 0.02))
            workers.kill()
        kills += AT_A_TIME
        _let_time_pass()
    return kills


def _send_the_rest(workers: KilledWorkers) -> None:
    """Now one of them is let live."""
    workers.start()
    end = time.monotonic() + PATIENCE
    while left := _left():
        assert time.monotonic() < end, f"{left} left"
        with connection.cursor() as cursor:
            cursor.execute(_WAITED)
        time.sleep(0.1)


def _left() -> int:
    """Mails that are to be sent, or to be written."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT)
        return int(cursor.fetchone()[0])


def _let_time_pass() -> None:
    """The dead worker hasn't been heard of for a while, what was to wait has waited, and the minute has come."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 hour'")
        cursor.execute(_WAITED)
    with suppress(AlreadyEnqueued):
        take_up_again.defer()


def _text(message: Message) -> str:
    """What it says: all but the date, which is when it was tried."""
    return bytes(message.get_payload(decode=True)).decode()


def _told_in(text: str) -> list[str]:
    return [line.removeprefix("- ") for line in text.splitlines() if line.startswith("- ")]


_WAITED = "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'"
_LEFT = """
    SELECT (SELECT count(*) FROM cycle_digest WHERE sent_at IS NULL)
        + (SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'write_digests' AND status IN ('todo', 'doing'))
"""
