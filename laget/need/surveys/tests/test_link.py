"""An attacker with the whole database, its hidden columns, its write-ahead log and the server's log.

Each of many people answers one question with yes or no, drawn at random. The attacker knows who used which
code, sees the database before the count and after it, and guesses what each of them answered. It has to do no
better than tossing a coin. The same attacker, put to a survey that keeps its answers readable as most do, must
find them all: else it proves nothing.
"""

import logging
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.db import connection, transaction

from laget.base.cycle.clock import now
from laget.need.surveys.actions import close_survey, give_answer
from laget.need.surveys.codes import digest_of
from laget.need.surveys.freezing import freeze_survey
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import Survey
from testing import collecting
from testing.people import World

PEOPLE = 200
SURE = 4.5  # standard deviations from half: chance alone comes that far once in 150,000 times
HIDDEN = "xmin::text::bigint, ctid::text, "
pytestmark = pytest.mark.django_db(transaction=True)

Rows = Sequence[tuple[object, ...]]


@dataclass
class Seen:
    """What the attacker has copied: every row that holds a code or an answer, in the order it lies, and all logs."""

    codes: Rows  # xmin, place, digest, used
    answers: Rows  # xmin, place, what is kept of the answer
    written: bytes  # the write-ahead log
    said: str  # the server's log


@dataclass
class Attacker:
    """Links codes with answers in every way that a shared mark allows, and reads what it can of them."""

    seen: Seen
    words: Mapping[bool, bytes]  # how yes and no would look, were they readable
    logs: list[bytes] = field(init=False)  # those that have a readable answer somewhere

    def __post_init__(self) -> None:
        logs = (self.seen.written, self.seen.said.encode())
        self.logs = [log for log in logs if any(word in log for word in self.words.values())]

    def guess(self, digest: str, dice: random.Random) -> bool:
        """What the owner of a code answered; a coin is tossed where nothing tells."""
        votes = [self._read(answer) for answer in (self._by_transaction(digest), self._by_order(digest))]
        votes += [self._near(log, digest.encode()) for log in self.logs]
        told = [vote for vote in votes if vote is not None]
        return told[0] if told else dice.random() < 0.5

    def _by_transaction(self, digest: str) -> object:
        written = next(row[0] for row in self.seen.codes if row[2] == digest)
        return next((row[2] for row in self.seen.answers if row[0] == written), None)

    def _by_order(self, digest: str) -> object:
        used = sorted((row for row in self.seen.codes if row[3]), key=lambda row: (row[0], row[1]))
        answers = sorted(self.seen.answers, key=lambda row: (row[0], row[1]))
        place = [row[2] for row in used].index(digest)
        return answers[place][2] if place < len(answers) else None

    def _read(self, answer: object) -> bool | None:
        kept = bytes(answer) if isinstance(answer, bytes | memoryview) else str(answer).encode()
        return next((meaning for meaning, word in self.words.items() if word in kept), None)

    def _near(self, log: bytes, digest: bytes) -> bool | None:
        """The first readable answer after the code is named."""
        begins = log.find(digest)
        found = {log.find(word, begins): meaning for meaning, word in self.words.items()} if begins >= 0 else {}
        found.pop(-1, None)
        return found[min(found)] if found else None


def copied(codes: str, answers: str, said: str) -> Seen:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {HIDDEN} digest, used FROM {codes} ORDER BY ctid")
        code_rows = cursor.fetchall()
        cursor.execute(
            f"SELECT {HIDDEN} {'box' if answers.startswith('surveys') else 'said'} FROM {answers} ORDER BY ctid"
        )
        answer_rows = cursor.fetchall()
        of_log = "SELECT name FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'"  # not one that is just being made
        cursor.execute(f"SELECT pg_switch_wal(), array({of_log} ORDER BY modification DESC LIMIT 3)")
        files = cursor.fetchone()[1]
        read = "pg_read_binary_file('pg_wal/' || name, true)"  # one that is old may be given a new name meanwhile
        cursor.execute(f"SELECT {read} FROM unnest(%s::text[]) AS name", [files])
        written = b"".join(bytes(row[0]) for row in cursor.fetchall() if row[0])
    return Seen(code_rows, answer_rows, written, said)


def hits(seen: Seen, truth: Mapping[str, bool], words: Mapping[bool, bytes]) -> int:
    attacker, dice = Attacker(seen, words), random.Random(1)
    return sum(attacker.guess(digest, dice) == answer for digest, answer in truth.items())


def no_better_than_a_coin(right: int) -> bool:
    return abs(right - PEOPLE / 2) <= SURE * math.sqrt(PEOPLE) / 2


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


def answered(survey: Survey, item: str) -> dict[str, bool]:
    """Everyone answers, in no order, each in a transaction of their own. By digest of their code: yes or no."""
    unit = collecting.unit_of(survey)
    codes, dice = collecting.codes_of(unit), random.Random(2026)
    dice.shuffle(codes)
    truth = {}
    for code in codes:
        truth[digest_of(code)] = dice.random() < 0.5
        answers = {item: 5 if truth[digest_of(code)] else 1}
        give_answer(unit, ballot=uuid4(), layer=Layer.STAFF, answers=answers, code=code)
    return truth


def test_whoever_has_everything_learns_nothing_of_who_answered_what(
    world: World, log: pytest.LogCaptureFixture
) -> None:
    survey = collecting.opened(world, asked={"Solbakken barnehage": {Layer.STAFF: PEOPLE}})
    item = next(each.key for each in survey.instrument.items() if each.kind == "scale")
    words = {True: f'"{item}":5'.encode(), False: f'"{item}":1'.encode()}
    truth = answered(survey, item)
    before = copied("surveys_code", "surveys_sealedanswer", log.text)
    close_survey(survey.pk, at=now())
    freeze_survey(survey.pk, at=now())
    after = copied("surveys_code", "surveys_sealedanswer", log.text)

    assert len(before.answers) == PEOPLE
    assert no_better_than_a_coin(hits(before, truth, words))
    assert (after.codes, after.answers) == ([], [])
    for word in words.values():
        assert word not in before.written + after.written
        assert word.decode() not in after.said
    both = Seen(before.codes, before.answers, before.written + after.written, after.said)
    assert no_better_than_a_coin(hits(both, truth, words))


def test_the_same_attacker_finds_every_answer_where_they_are_kept_readable(
    world: World, log: pytest.LogCaptureFixture
) -> None:
    dice = random.Random(2026)
    truth = {f"{number:064}": dice.random() < 0.5 for number in range(PEOPLE)}
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE plain_code (digest text, used boolean)")
        cursor.execute("CREATE TEMPORARY TABLE plain_answer (said text)")
        cursor.executemany("INSERT INTO plain_code VALUES (%s, false)", [[digest] for digest in truth])
        for digest, answer in truth.items():
            with transaction.atomic():
                cursor.execute("UPDATE plain_code SET used = true WHERE digest = %s", [digest])
                cursor.execute("INSERT INTO plain_answer VALUES (%s)", ["ja" if answer else "nei"])
    seen = copied("plain_code", "plain_answer", log.text)
    assert hits(seen, truth, {True: b"ja", False: b"nei"}) == PEOPLE
