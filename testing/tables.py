"""The empty database that every process of the tests begins with a copy of.

To make its tables takes as long as hundreds of tests. They are made once for these migrations, and kept beside the
other databases until the migrations change.
"""

import fcntl
import hashlib
import time

from django.core.management import call_command
from django.db import connection

from laget.config.environment import ROOT, read_environment

# What decides how the tables come to be: the migrations, what they take in, and what others' migrations come with.
_SOURCES = (
    *("laget/**/migrations/*.py", "laget/**/protect.py", "laget/effect/search/*.py"),
    *("laget/rules/*.py", "laget/base/database/*.py", "uv.lock", "testing/tables.py"),
)

_ENOUGH = 200  # rows that are no more, for a table to be cleaned up
_SELDOM = 5  # seconds between cleanings at least: to ask which tables need it takes as long as a small test
_cleaned = 0.0  # when it was last done


def template_name() -> str:
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return f"laget_template_{digest.hexdigest()[:16]}"


def make_tables() -> None:
    """In the database that the tests' own are copies of, once. One process does it, while the others wait.

    It holds no connection afterwards: PostgreSQL copies no database that someone is in. A database of one's own, in
    DATABASE_URL, is left as it is.
    """
    name, var = template_name(), read_environment().var
    if connection.settings_dict["NAME"] != name:
        return
    with (var / "tables.made").open("a+") as made:
        fcntl.flock(made, fcntl.LOCK_EX)
        made.seek(0)
        if made.read() == name:
            return
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                quoted = connection.ops.quote_name(table)
                cursor.execute(f"ALTER TABLE {quoted} SET (autovacuum_enabled = false)")  # see `clean_up`
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, 'laget_template')")
            for (other,) in cursor.fetchall():
                if other != name:
                    cursor.execute(f"DROP DATABASE {connection.ops.quote_name(other)}")
        connection.close()
        made.truncate(0)
        made.write(name)


def clean_up() -> None:
    """Make room where what was written has been undone. Between tests, when nobody is in the midst of anything.

    It does so every few seconds; in between, nothing.

    PostgreSQL does so by itself, at any time. In the midst of a test it finds a table that takes up room and has
    nothing in it yet, and from then on reads it in ways that are right for empty tables: a page may take a minute.
    """
    global _cleaned  # noqa: PLW0603 -- a process has one
    if time.monotonic() < _cleaned + _SELDOM:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_stat_user_tables WHERE n_dead_tup >= %s", [_ENOUGH])
        if tables := [connection.ops.quote_name(table) for (table,) in cursor.fetchall()]:
            cursor.execute("VACUUM " + ", ".join(tables))
    _cleaned = time.monotonic()
