"""The last evening: 200 people answer at the same time, each thinking a little, mistyping now and then, sending twice.

Nothing that was acknowledged may be lost or counted twice, nobody may be shown what another wrote, and nobody
may have to wait.
"""

import http.client
import random
import re
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, running_server
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import SealedAnswer
from laget.need.surveys.sealing import Opener
from testing import collecting
from testing.people import build_world

RESPONDENTS = 200  # at the same time
THINKING = (1.0, 3.0)  # seconds between the page and the answer
CANARY = re.compile(r"skrevet-av-[0-9a-f]{32}")
OWN_WORDS = {"key": "local_more", "kind": "text", "text": {"nb": "Hva mer vil du si?"}}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Evening:
    """What happened. The lists are appended to by many threads, which lists are made for."""

    address: str
    questions: Sequence[str]  # those with a scale, by their keys; known before, so that no thread asks the database
    until: float
    codes: Iterator[str]
    taking: threading.Lock = field(default_factory=threading.Lock)
    sent: list[str] = field(default_factory=list)  # the words of each answer that was acknowledged
    waits: list[float] = field(default_factory=list)  # seconds for each request
    strangers: list[str] = field(default_factory=list)  # words of another that someone was shown

    def respond(self, seed: int) -> None:
        """One place where people answer, one after the other, until it is late."""
        dice = random.Random(seed)
        host = urlsplit(self.address)
        time.sleep(dice.uniform(0, THINKING[1]))
        while time.monotonic() < self.until:
            with self.taking:
                code = next(self.codes)
            connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=30)
            self.answer(connection, code, f"skrevet-av-{uuid4().hex}", dice)
            connection.close()

    def answer(self, connection: http.client.HTTPConnection, code: str, words: str, dice: random.Random) -> None:
        status, page = self.post(connection, "/svar/", {"code": code}, words)
        assert status == HTTPStatus.OK, page
        time.sleep(dice.uniform(*THINKING))
        given = {f"q.{key}": str(dice.randint(1, 5)) for key in self.questions}
        posted = {"code": code, "ballot": str(uuid4()), **given, f"q.{OWN_WORDS['key']}": words}
        if dice.random() < 0.1:  # a slip, which has to come back with what was typed
            slip = posted | {next(iter(given)): "99"}
            status, page = self.post(connection, "/svar/send/", slip, words)
            assert (status, words in page) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
        for _time in range(2 if dice.random() < 0.1 else 1):  # impatient people press twice
            status, page = self.post(connection, "/svar/send/", posted, words)
            assert status == HTTPStatus.FOUND, page
        self.sent.append(words)

    def post(
        self, connection: http.client.HTTPConnection, path: str, posted: dict[str, str], words: str
    ) -> tuple[int, str]:
        began = time.monotonic()
        connection.request("POST", path, urlencode(posted), FORM)
        answer = connection.getresponse()
        page = answer.read().decode()
        self.waits.append(time.monotonic() - began)
        self.strangers += [found for found in CANARY.findall(page) if found != words]
        return answer.status, page


def storm(*, seconds: float, blocker: DjangoDbBlocker) -> Evening:
    with blocker.unblock(), own_database() as database:
        world = build_world()
        people = int(RESPONDENTS * (seconds / THINKING[0] + 2))
        survey = collecting.opened(world, asked={"Solbakken barnehage": {Layer.STAFF: people}}, local_items=[OWN_WORDS])
        codes = collecting.codes_of(collecting.unit_of(survey))
        asked = survey.instrument.asked_of(Layer.STAFF)
        questions = [key for key, item in asked.items() if item.values]
        with running_server(database, workers=2) as address:
            evening = Evening(address, questions, time.monotonic() + seconds, iter(codes))
            with ThreadPoolExecutor(RESPONDENTS) as pool:
                for done in [pool.submit(evening.respond, seed) for seed in range(RESPONDENTS)]:
                    done.result()
        opener = Opener(survey.pk)
        boxes = SealedAnswer.objects.filter(unit__survey=survey).values_list("box", flat=True)
        kept = [opener.open(bytes(box))["answers"][OWN_WORDS["key"]] for box in boxes]
        assert sorted(kept) == sorted(evening.sent)
        assert collecting.unit_of(survey).answered == len(evening.sent)
        assert evening.strangers == []
    return evening


def late(evening: Evening) -> float:
    """How long the slowest of twenty waited, in seconds."""
    return sorted(evening.waits)[len(evening.waits) * 95 // 100]


def test_nothing_is_lost_doubled_or_shown_to_another_in_a_storm(django_db_blocker: DjangoDbBlocker) -> None:
    evening = storm(seconds=8, blocker=django_db_blocker)
    assert len(evening.sent) > RESPONDENTS


@pytest.mark.soak
def test_a_storm_of_three_minutes_in_which_nobody_waits(django_db_blocker: DjangoDbBlocker) -> None:
    evening = storm(seconds=180, blocker=django_db_blocker)
    print(f"{len(evening.sent)} answers, {len(evening.waits) / 180:.0f} requests/s, p95 {late(evening) * 1000:.0f} ms")
    assert late(evening) < 0.3
