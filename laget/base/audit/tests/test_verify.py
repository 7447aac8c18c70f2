"""Whatever is done to the chain behind its back is found."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from laget.base.audit.models import Entry
from laget.base.audit.record import By, record
from laget.base.audit.verify import Anchor, heads, read_anchors, verify, write_anchors

START = datetime(2025, 1, 1, tzinfo=UTC)
LENGTH = 40
TEXTS = ("actor", "actor_name", "role", "act", "kind", "about", "before", "after")


def write(number: int, writer: int = 0) -> None:
    with transaction.atomic():
        record(
            "save",
            chain="50",
            kind="report",
            about=f"{writer}-{number}",
            by=By(str(writer), f"Skriver {writer}", "Koordinator, Innherred"),
            at=START + timedelta(minutes=number),
            detail={"revision": number},
        )


def tamper(sql: str, *values: Any) -> None:
    """Change the table as someone who owns the database could."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def change_a_text(dice: random.Random) -> None:
    column = dice.choice(TEXTS)
    tamper(f"UPDATE audit_entry SET {column} = {column} || 'x' WHERE number = %s", dice.randint(1, LENGTH))


def change_the_time(dice: random.Random) -> None:
    tamper("UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE number = %s", dice.randint(1, LENGTH))


def change_the_detail(dice: random.Random) -> None:
    tamper("UPDATE audit_entry SET detail = '{\"revision\": 999}' WHERE number = %s", dice.randint(1, LENGTH))


def change_a_hash(dice: random.Random) -> None:
    tamper("UPDATE audit_entry SET hash = repeat('a', 64) WHERE number = %s", dice.randint(1, LENGTH))


def delete_one(dice: random.Random) -> None:
    tamper("DELETE FROM audit_entry WHERE number = %s", dice.randint(1, LENGTH))


def swap_two(dice: random.Random) -> None:
    first, second = dice.sample(range(1, LENGTH + 1), 2)
    tamper(
        "UPDATE audit_entry SET act = (SELECT act || '!' FROM audit_entry e WHERE e.number = %s) WHERE number = %s",
        first, second,
    )  # fmt: skip
    tamper("UPDATE audit_entry SET number = 1000 WHERE number = %s", first)
    tamper("UPDATE audit_entry SET number = %s WHERE number = %s", first, second)
    tamper("UPDATE audit_entry SET number = %s WHERE number = 1000", second)


def insert_one(dice: random.Random) -> None:
    tamper(
        """INSERT INTO audit_entry (chain_id, number, at, actor, actor_name, role, act, kind, about, before, after,
                                    detail, previous, hash)
           SELECT chain_id, %s, at, actor, actor_name, role, act, kind, about, before, after, detail,
                  repeat('b', 64), hash FROM audit_entry WHERE number = %s""",
        LENGTH + 1,
        dice.randint(1, LENGTH),
    )


def cut_the_tail_and_move_the_head(dice: random.Random) -> None:
    kept = dice.randint(1, LENGTH - 1)
    tamper("DELETE FROM audit_entry WHERE number > %s", kept)
    tamper("UPDATE audit_chain SET length = %s, head = (SELECT hash FROM audit_entry WHERE number = %s)", kept, kept)


def remove_the_head(dice: random.Random) -> None:
    tamper("DELETE FROM audit_chain")


def empty_it(dice: random.Random) -> None:
    tamper("DELETE FROM audit_entry")


TAMPERINGS: list[Callable[[random.Random], None]] = [
    change_a_text, change_the_time, change_the_detail, change_a_hash, delete_one, swap_two, insert_one,
    cut_the_tail_and_move_the_head, remove_the_head, empty_it,
]  # fmt: skip


@pytest.fixture
def chain(db: None) -> list[Anchor]:
    for number in range(1, LENGTH + 1):
        write(number)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers, no foreign keys
    return heads()


def test_an_untouched_chain_is_whole(chain: list[Anchor]) -> None:
    verdict = verify(chain)
    assert (verdict.ok, verdict.entries, verdict.breaks) == (True, LENGTH, ())


def test_each_of_a_thousand_tamperings_is_found(chain: list[Anchor]) -> None:
    dice = random.Random(2025)
    missed = []
    for n in range(1000):
        act = TAMPERINGS[n % len(TAMPERINGS)]
        with transaction.atomic():
            act(dice)
            if verify(chain).ok:
                missed.append((n, act.__name__))
            transaction.set_rollback(True)
    assert missed == []
    assert verify(chain).ok


def test_a_cut_tail_is_found_by_the_anchor_alone(chain: list[Anchor]) -> None:
    cut_the_tail_and_move_the_head(random.Random(1))
    assert verify().ok
    assert not verify(chain).ok


def test_a_chain_that_was_written_anew_and_anchored_again_is_found(chain: list[Anchor]) -> None:
    (now,) = chain
    before = Anchor(now.chain, now.length, "f" * 64)
    for anchors in ([before], [before, now], [now, before]):
        assert [each.number for each in verify(anchors).breaks] == [LENGTH]


def test_a_break_says_where(chain: list[Anchor]) -> None:
    tamper("UPDATE audit_entry SET act = 'approve' WHERE number = 7")
    (broken,) = verify().breaks
    assert (broken.chain, broken.number, broken.reason) == ("50", 7, "linje 7 er endret")


def test_anchors_are_kept_in_a_file_and_read_back(chain: list[Anchor], tmp_path: Path) -> None:
    file = tmp_path / "anchors" / "audit.jsonl"
    write_anchors(file)
    write_anchors(file)
    assert read_anchors(file) == [*chain, *chain]


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_never_fork_the_chain() -> None:
    def write_many(writer: int) -> None:
        for number in range(100):
            write(number, writer)
        connection.close()

    writers = [Thread(target=write_many, args=[writer]) for writer in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 801))
    assert Entry.objects.values("previous").distinct().count() == 800
    assert verify().ok
