"""A database that can't be used is said in one line, and no command ends in a trace of calls."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, UniqueViolation

from laget.config.database_faults import NOT_READY, in_a_line
from laget.config.environment import read_environment
from laget.config.postgres import fresh_database
from laget.config.tests.test_start import laget

OURS = InsufficientPrivilege("audit_entry is append-only")
NOBODY = "postgresql://laget:secret@127.0.0.1:1/laget"

REFUSED = (
    'connection failed: connection to server at "127.0.0.1", port 1 failed: Connection refused '
    "Is the server running on that host and accepting TCP/IP connections?"
)


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a database where nobody has run `laget migrate`."""
    usual, name = os.environ["DATABASE_URL"], f"laget_no_tables_{os.getpid()}"
    monkeypatch.setenv("DATABASE_URL", usual)
    yield fresh_database(read_environment().var, name)
    with psycopg.connect(usual, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize(
    "command", [["migrate"], ["audit", "verify"], ["administrator", "50", "ada@example.no", "Ada"]]
)
def test_a_database_that_does_not_answer_is_said_in_a_line(command: list[str]) -> None:
    tried = laget(*command, LAGET_ENV="test", DATABASE_URL=NOBODY)
    assert (tried.returncode, tried.stderr) == (1, f"Laget får ikke brukt databasen: {REFUSED}\n")


@pytest.mark.parametrize("command", [["audit", "verify"], ["load", "counts", "50", "counts.csv"], ["worker"]])
def test_a_database_without_tables_is_to_be_migrated(command: list[str], empty: str) -> None:
    tried = laget(*command, LAGET_ENV="test", DATABASE_URL=empty)
    assert (tried.returncode, tried.stderr.splitlines()[-1]) == (1, NOT_READY)


def test_a_fault_of_ours_keeps_all_that_python_says_of_it() -> None:
    assert [in_a_line(each) for each in (ValueError("no"), UniqueViolation("twice"), OURS)] == ["", "", ""]
