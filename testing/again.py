"""What many tests begin with is built once, and put back row by row for every test after that.

A year that has been carried to its tilsagn takes seconds to build and milliseconds to copy. Processes that run tests
side by side share what they build, through files.
"""

import fcntl
import hashlib
import io
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.db import connection, transaction

T = TypeVar("T")
OF_NO_MATTER = frozenset({"accounts_session", "cache", "auth_permission", "django_content_type", "django_migrations"})
EMPTY = "0:0"  # the fingerprint of a table without rows


@dataclass(frozen=True)
class _Kept:
    made: bytes  # what `build` returned, pickled
    rows: Mapping[str, bytes]  # each table that it changed, as COPY writes it
    numbers: Mapping[str, int]  # how far each sequence had come


_kept: dict[str, _Kept] = {}
_shared: Path | None = None
_at_rest: dict[str, str] = {}  # what lies in each table between the tests that are undone


def share_in(folder: Path) -> None:
    """From now on, use what other processes leave here, and leave what is built."""
    global _shared  # noqa: PLW0603 -- a process has one
    _shared = folder


@contextmanager
def in_common(name: str) -> Iterator[io.BytesIO | io.BufferedRandom]:
    """A file of all who run tests side by side, for nobody else as long as it is open. Alone, it is empty each time."""
    if not _shared:
        yield io.BytesIO()
        return
    with (_shared / name).open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        yield file


def built_once(build: Callable[..., T], *given: object, about: str = "") -> T:
    """What `build(*given)` gives, and the rows that it leaves.

    It is built when nothing like it has been: by the same function, `about` the same, with the very same rows in the
    database. So it must not depend on anything else, nor leave anything elsewhere.
    """
    before = fingerprint()
    key = hashlib.sha256(
        repr((build.__module__, build.__qualname__, about, sorted(before.items()))).encode()
    ).hexdigest()
    if key not in _kept:
        with in_common(key) as left:
            if not (found := left.read()):  # nobody has: then it is this process that does, while the others wait
                made = build(*given)
                _kept[key] = _as_it_is_now(made, before)
                left.write(pickle.dumps(_kept[key]))
                return made
        _kept[key] = pickle.loads(found)  # noqa: S301 -- our own, from a moment ago
    _put_back(_kept[key], {table for table, found in before.items() if found == EMPTY})
    again: T = pickle.loads(_kept[key].made)  # noqa: S301
    return again


@contextmanager
def built_apart() -> Iterator[None]:
    """Nothing built before is used here, nor what is built here later: its files lie where nobody else looks."""
    global _kept, _shared
    before = _kept, _shared
    _kept, _shared = {}, None
    try:
        yield
    finally:
        _kept, _shared = before


def fingerprint() -> dict[str, str]:
    """One hash for the contents of each table, but for sessions and the cache.

    In a test that is undone, what it hasn't touched is as it was in the test before.
    """
    if not _is_undone():
        return _hashes(_tables())
    touched = _touched()
    at_rest = [table for table in _tables() if table not in touched]
    if not _at_rest.keys() >= set(at_rest):
        _at_rest.update(_hashes(at_rest))
    return _hashes(sorted(touched)) | {table: _at_rest[table] for table in at_rest}


def look_again() -> None:
    """When a test has left something else in the database, for all that follow."""
    _at_rest.clear()


def _is_undone() -> bool:
    """Whether all is done inside a transaction of the test runner's own."""
    return bool(connection.atomic_blocks) and bool(getattr(connection.atomic_blocks[0], "_from_testcase", False))


def _touched() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0", [])
        return {table for (table,) in cursor.fetchall()} - OF_NO_MATTER


@cache
def _tables() -> tuple[str, ...]:
    return tuple(sorted({*connection.introspection.table_names()} - OF_NO_MATTER))


def _hashes(tables: Sequence[str]) -> dict[str, str]:
    if not tables:
        return {}
    of_one = "SELECT '{0}', count(*) || ':' || coalesce(sum({1}), 0) FROM \"{0}\" t"
    how = {"search_hit": "hashtextextended(t::text, 0)"}  # the words as they are looked up have no hash
    asked = (of_one.format(table, how.get(table, "hash_record_extended(t, 0)")) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), [])
        return dict(cursor.fetchall())


def _as_it_is_now(made: object, before: Mapping[str, str]) -> _Kept:
    changed = [table for table, found in fingerprint().items() if before.get(table) != found]
    return _Kept(pickle.dumps(made), {table: _copied_out(table) for table in changed}, _numbers())


def _put_back(kept: _Kept, empty: set[str]) -> None:
    """As the rows were: what triggers and keys have to say was said when they were written.

    Nothing is there to be deleted in the tables that are empty.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, found in kept.rows.items():
            if table not in empty:
                cursor.execute(f'DELETE FROM "{table}"')
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(found)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        now = _numbers()
        for name, number in kept.numbers.items():
            if now.get(name, 0) < number:
                cursor.execute("SELECT setval(%s, %s)", [name, number])


def _numbers() -> dict[str, int]:
    """The sequences that have given a number, and which. They go on when what was done is undone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%%I.%%I', schemaname, sequencename), last_value FROM pg_sequences"
            " WHERE last_value IS NOT NULL",
            [],
        )
        return dict(cursor.fetchall())


def _copied_out(table: str) -> bytes:
    found = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        for part in copy:
            found.write(part)
    return found.getvalue()
