"""Check that the chain is whole: every entry unchanged, in its place, and none missing."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from laget.rules.words import counted

GENESIS = "0" * 64

# Must list what the trigger in migration 0002 hashes, in the same order.
_TEXTS = (
    "number::text",
    """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')""",
    *("actor", "actor_name", "role", "act", "kind", "about", "before", "after"),
    "detail::text",
    "previous",
)


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain does not hold."""

    chain: str
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    entries: int
    breaks: tuple[Break, ...]

    @property
    def ok(self) -> bool:
        return not self.breaks


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a chain had come to at some moment, kept outside the database."""

    chain: str
    length: int
    head: str


def verify(anchors: list[Anchor] | None = None, *, progress: Callable[[int], None] = lambda _: None) -> Verdict:
    """Read every chain from its first entry to its head.

    The anchors find what the database alone can't: a tail cut off together with its head, or a
    chain written anew. `progress` is told, now and then, how many entries of a chain have been read.
    """
    anchors = anchors or []
    entries, breaks = 0, []
    with _snapshot(), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT chain_id FROM audit_entry")
        chains = {head.chain: head for head in heads()}
        lost = {name for (name,) in cursor.fetchall()} | {anchor.chain for anchor in anchors}
        breaks += [Break(name, 0, "kjeden har mistet hodet sitt") for name in sorted(lost - chains.keys())]
        for head in chains.values():
            wanted = defaultdict[int, set[str]](set)  # two that say different things of one place can't both hold
            for anchor in anchors:
                if anchor.chain == head.chain:
                    wanted[anchor.length].add(anchor.head)
            length, broken = _verify_chain(head, wanted, progress)
            entries += length
            breaks += [broken] if broken else []
    return Verdict(entries, tuple(breaks))


def holds(chain: str, number: int) -> bool:
    """Whether one entry is as it was written, and the next one rests on it. The whole chain is for `verify`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(_TEXTS)}, hash FROM audit_entry WHERE chain_id = %s AND number = %s",  # noqa: S608 -- only our own column names
            [chain, number],
        )
        *texts, stored = cursor.fetchone() or ("", "")
        cursor.execute(
            "SELECT previous FROM audit_entry WHERE chain_id = %s AND number = %s"
            " UNION ALL SELECT head FROM audit_chain WHERE name = %s AND length = %s",
            [chain, number + 1, chain, number],
        )
        return bool(texts) and _hash(texts) == stored and cursor.fetchall() == [(stored,)]


@contextmanager
def _snapshot() -> Iterator[None]:
    """One view of the database, so that an act done meanwhile is in both chain and head, or in neither."""
    if connection.in_atomic_block:  # already in someone's transaction: its view will have to do
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def heads() -> list[Anchor]:
    """Where each chain has come to now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, length, head FROM audit_chain ORDER BY name")
        return [Anchor(*row) for row in cursor.fetchall()]


def write_anchors(path: Path) -> list[Anchor]:
    """Add the heads of today to a file kept outside the database, one JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    now = heads()
    with path.open("a", encoding="utf-8") as file:
        for anchor in now:
            file.write(json.dumps({"chain": anchor.chain, "length": anchor.length, "head": anchor.head}) + "\n")
    return now


def read_anchors(path: Path) -> list[Anchor]:
    return [Anchor(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _verify_chain(
    head: Anchor, anchors: Mapping[int, set[str]], progress: Callable[[int], None]
) -> tuple[int, Break | None]:
    """How many entries were read, and where the chain broke if it did."""
    number, previous = 0, GENESIS
    for *texts, stored in _entries(head.chain):
        number += 1
        if number % 1000 == 0:
            progress(number)
        if texts[0] != str(number):
            return number, Break(head.chain, number, f"linje {number} mangler eller står på feil plass")
        if texts[-1] != previous:
            return number, Break(head.chain, number, f"linje {number} følger ikke etter linjen før")
        if _hash(texts) != stored:
            return number, Break(head.chain, number, f"linje {number} er endret")
        if number in anchors and anchors[number] != {stored}:
            return number, Break(head.chain, number, f"linje {number} er en annen enn den som ble forankret")
        previous = stored
    if (number, previous) != (head.length, head.head):
        return number, Break(head.chain, number, f"kjeden slutter på linje {number}, men skulle hatt {head.length}")
    if later := [length for length in anchors if length > number]:
        return number, Break(
            head.chain, number, f"kjeden har {lines(number)}, men hadde {max(later)} da den ble forankret"
        )
    return number, None


def lines(number: int) -> str:
    return counted(number, "linje", "linjer")


def _hash(texts: list[str]) -> str:
    """Each text with its length in front, so that no two different rows read the same."""
    framed = "".join(f"{len(text.encode())}:{text}" for text in texts)
    return hashlib.sha256(framed.encode()).hexdigest()


def _entries(chain: str) -> Iterator[tuple[str, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(_TEXTS)}, hash FROM audit_entry WHERE chain_id = %s ORDER BY audit_entry.number",  # noqa: S608 -- only our own column names
            [chain],
        )
        while rows := cursor.fetchmany(2000):
            yield from rows
