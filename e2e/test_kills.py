"""What the server has acknowledged survives that the server is killed.

Real processes, and a real PostgreSQL that waits for the disk. Four leaders submit assessments over
HTTP, each in two windows at once and the same assessment in both, as when a button is pressed twice.
Meanwhile the whole server, granian's own process and both its workers, gets kill -9 at a random moment
and is started again: 200 times (`make soak`; 20 in `make test`), each time while it has requests to answer.
A window that gets no answer sends the same again until it gets one.

Every 50th start is the command of `laget server` from nothing. The others run the same command in a
fork of a process that has loaded the app, since a cold start takes seconds; what is killed is the
same. A kill can't show what a power cut would take: for that, the test sees to it that the database
is told to wait for the disk, and no more.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection, transaction
from django.test import RequestFactory
from pytest_django import DjangoDbBlocker

from e2e.server import PATIENCE, KilledServer, logged, own_database, session_of
from laget.base.accounts.actor import actor_for
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.audit.models import Entry
from laget.base.audit.verify import verify
from laget.base.cycle.models import Task
from laget.base.questions.actions import content_hash, save_answers
from laget.base.questions.models import Reach, Version
from laget.base.questions.states import Act, State
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.actions import ask_owners
from laget.need.behovsmelding.models import Behovsmelding
from testing.people import AUTUMN, SINCE, World, _owner_with_units, build_world

LEADERS = 4  # each with two windows open
OWNERS = 14
COLD = 50  # every so many starts is from nothing
CSRF = "c" * 32
REVISION = 1
ANSWERS = {
    "lack": "Vi mangler felles rutiner.",
    "not_mastered": "Skolevegring.",
    "need": "Kompetanse i tidlig innsats.",
    "target_groups": ["kindergarten"],
    "took_part": ["staff", "leaders"],
    "how": "Personalmøte.",
}


@dataclass
class Ledger:
    """What the windows were told, document by document."""

    sent: list[str] = field(default_factory=list)  # "it is sent"
    done_already: list[str] = field(default_factory=list)  # "it has been sent already"
    broken: list[str] = field(default_factory=list)  # no answer: the server died
    strange: list[str] = field(default_factory=list)  # anything else

    @property
    def acknowledged(self) -> set[str]:
        return {*self.sent, *self.done_already}

    @property
    def only_answer_lost(self) -> set[str]:
        """Those that were sent by a request whose answer never came: both windows were told that it is done."""
        return set(self.done_already) - set(self.sent)

    @property
    def answers(self) -> int:
        return len(self.sent) + len(self.done_already)


class Window(threading.Thread):
    """A browser window where one person sends one assessment after the other, each until it is acknowledged."""

    def __init__(self, port: int, session: str, documents: list[str], ledger: Ledger, closing: threading.Event) -> None:
        super().__init__(daemon=True)
        self.connection = HTTPConnection("127.0.0.1", port, timeout=20)
        self.cookie = f"sessionid={session}; csrftoken={CSRF}"
        self.documents, self.ledger, self.closing = documents, ledger, closing
        self.waiting = False

    def run(self) -> None:
        for document in self.documents:
            end = time.monotonic() + PATIENCE
            while not self._answered(document):
                if time.monotonic() > end:
                    self.ledger.strange.append(f"{document}: no answer in {PATIENCE} seconds")
                    return
                time.sleep(0.01)
            if self.closing.is_set():
                break
        self.connection.close()

    def _answered(self, document: str) -> bool:
        """Send it once, and see whether an answer comes."""
        body = urlencode({"revision": REVISION, "csrfmiddlewaretoken": CSRF})
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            self.connection.request("POST", f"/vurdering/{document}/send/", body, headers)
            self.waiting = True
            response = self.connection.getresponse()
            response.read()
        except (OSError, HTTPException):
            if self.waiting:
                self.ledger.broken.append(document)
            self.connection.close()
            return False
        finally:
            self.waiting = False
        self._enter(document, response)
        return True

    def _enter(self, document: str, response: HTTPResponse) -> None:
        """The redirect to the document is an acknowledgement when it says so: it also tells of what can't be sent."""
        level = _level_of_message(response)
        answer = (response.status, response.headers.get("Location"))
        if answer == (302, f"/vurdering/{document}/") and level == constants.SUCCESS:
            self.ledger.sent.append(document)
        elif answer == (302, f"/vurdering/{document}/") and level == constants.INFO:
            self.ledger.done_already.append(document)
        else:
            self.ledger.strange.append(f"{document}: {answer}, message of level {level}")


def _level_of_message(response: HTTPResponse) -> int | None:
    cookies = SimpleCookie("; ".join(response.headers.get_all("Set-Cookie") or []))
    if "messages" not in cookies:
        return None
    request = RequestFactory().get("/")
    request.COOKIES["messages"] = cookies["messages"].value
    (message,) = CookieStorage(request)
    return int(message.level)


def test_no_submission_is_lost_or_doubled_when_the_server_is_killed(django_db_blocker: DjangoDbBlocker) -> None:
    _kill(20, blocker=django_db_blocker)


@pytest.mark.soak
def test_none_is_in_two_hundred_kills(django_db_blocker: DjangoDbBlocker) -> None:
    ledger = _kill(200, blocker=django_db_blocker)
    assert ledger.only_answer_lost  # kills have come between commit and answer


def _kill(kills: int, *, blocker: DjangoDbBlocker) -> Ledger:
    """So many times, while more is sent than can be answered."""
    with blocker.unblock(), own_database() as database, logged(database) as log:
        _database_waits_for_the_disk()
        work = _ready_assessments(build_world(), units_each=kills // 4)
        ledger = Ledger()
        _kill_while_sending(KilledServer(database, log), work, ledger, kills=kills)
        assert ledger.strange[:3] == []  # the first ones say enough
        assert len(ledger.broken) > kills
        _nothing_is_lost(ledger)
        _nothing_is_doubled(ledger)
        _nothing_is_without_its_entry(ledger)
        _nothing_is_half_done(ledger, {document for documents in work.values() for document in documents})
        assert verify().ok
    return ledger


def _kill_while_sending(server: KilledServer, work: dict[Person, list[str]], ledger: Ledger, *, kills: int) -> None:
    dice, began, closing = random.Random(kills), time.monotonic(), threading.Event()
    sessions = [(session_of(person), documents) for person, documents in work.items() for _window in range(2)]
    windows = [Window(server.port, session, documents, ledger, closing) for session, documents in sessions]
    try:
        for n in range(kills):
            server.start(cold=n % COLD == 0)
            if n == 0:
                for window in windows:
                    window.start()
            _kill_at_a_random_moment(server, windows, ledger, dice)
            if (n + 1) % 20 == 0:
                _tell(n + 1, ledger, time.monotonic() - began)
        server.start()
        closing.set()
        for window in windows:
            window.join(PATIENCE)
        assert not any(window.is_alive() for window in windows)
    finally:
        server.close()


def _kill_at_a_random_moment(server: KilledServer, windows: list[Window], ledger: Ledger, dice: random.Random) -> None:
    """When it has answered some since it started, and others wait."""
    wanted, end = ledger.answers + dice.randint(1, 5), time.monotonic() + PATIENCE
    while ledger.answers < wanted:
        assert time.monotonic() < end, f"no answers; {ledger.strange}"
        time.sleep(0.001)
    time.sleep(dice.uniform(0, 0.01))
    while not any(window.waiting for window in windows):
        assert time.monotonic() < end, "the windows have nothing left to send"
    server.kill()


def _tell(kills: int, ledger: Ledger, seconds: float) -> None:
    print(
        f"{kills} kills in {seconds:.0f} s: {len(ledger.acknowledged)} assessments acknowledged, "
        f"{len(ledger.broken)} requests without an answer, "
        f"{len(ledger.only_answer_lost)} where only the answer was lost"
    )


def _ready_assessments(world: World, *, units_each: int) -> dict[Person, list[str]]:
    """Assessments that lack nothing but to be sent, by the one who is to send them."""
    with transaction.atomic():
        for n in range(OWNERS):
            units = [f"Barnehage {n}-{k}" for k in range(units_each)]
            _owner_with_units(world.county, f"Eier {n}", "5053", "innherred", units, [])
        ask_owners(world.round, network=world.network("Innherred"), actor=world.act("nina"), at=AUTUMN)
        found = list(Assessment.objects.filter(subject__name__startswith="Barnehage ").order_by("pk"))
        return {_leader(n, found[n::LEADERS]): [str(each.pk) for each in found[n::LEADERS]] for n in range(LEADERS)}


def _leader(n: int, assessments: list[Assessment]) -> Person:
    """Someone who leads many units, and has written the assessment of each."""
    person = Person.objects.create_user(f"leder{n}@laget.example", name=f"Leder {n}")
    HeldRole.objects.bulk_create(
        HeldRole(person=person, role=Role.UNIT_LEADER, party_id=each.party_id, valid_from=SINCE) for each in assessments
    )
    actor = actor_for(person, day=AUTUMN.date())
    for each in assessments:
        assert save_answers(each.pk, answers=ANSWERS, revision=0, actor=actor, at=AUTUMN).revision == REVISION
    return person


def _database_waits_for_the_disk() -> None:
    with connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {setting}")
            assert cursor.fetchone() == ("on",)


def _nothing_is_lost(ledger: Ledger) -> None:
    submitted = Assessment.objects.filter(state=State.SUBMITTED, reach=Reach.CHAIN, revision=REVISION)
    assert {str(pk) for pk in submitted.values_list("pk", flat=True)} == ledger.acknowledged
    assert {str(version.document_id) for version in Version.objects.all()} == ledger.acknowledged
    for version in Version.objects.all():
        assert version.content["answers"] == ANSWERS
        assert version.sha256 == content_hash(version.content)


def _nothing_is_doubled(ledger: Ledger) -> None:
    assert _more_than_once(str(each) for each in Version.objects.values_list("document", flat=True)) == []
    assert _more_than_once(ledger.sent) == []
    passed_on = [source["id"] for each in Behovsmelding.objects.all() for source in each.given.get("sources", [])]
    assert sorted(passed_on) == sorted(ledger.acknowledged)


def _nothing_is_without_its_entry(ledger: Ledger) -> None:
    entries = Entry.objects.filter(act=Act.SUBMIT).values_list("about", "detail__sha256")
    versions = Version.objects.values_list("document", "sha256")
    assert sorted(entries) == sorted((str(document), sha256) for document, sha256 in versions)


def _nothing_is_half_done(ledger: Ledger, everything: set[str]) -> None:
    """Those that were never sent are as they were, and only they are still to be done."""
    untouched = Assessment.objects.filter(state=State.DRAFT, reach=Reach.AUTHORS, pk__in=everything)
    left = {str(pk) for pk in untouched.values_list("pk", flat=True)}
    assert left == everything - ledger.acknowledged
    assert {task.about for task in Task.objects.filter(done_at=None)} & everything == left


def _more_than_once(things: Iterable[str]) -> list[str]:
    return [each for each, times in Counter(things).items() if times > 1]
