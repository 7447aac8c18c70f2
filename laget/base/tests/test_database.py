"""The connection that a thread keeps: what it remembers, and how it finds out that the server has hung up."""

from contextlib import suppress

import psycopg
import pytest
from django.db import DataError, connection, transaction

from laget.base.database.base import REMEMBERED, DatabaseWrapper
from laget.base.prepared import ask


def test_it_is_used_on_without_asking_until_the_server_has_hung_up(db: None) -> None:
    connection.ensure_connection()
    parameters = connection.get_connection_params()
    kept = DatabaseWrapper({**connection.settings_dict})
    kept.connection = psycopg.connect(**parameters)
    with psycopg.connect(**parameters, autocommit=True) as other:
        assert kept.is_usable()
        assert kept.connection.info.transaction_status.name == "IDLE"  # a question would have begun a transaction
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [kept.connection.info.backend_pid])
    assert not kept.is_usable()
    kept.connection.close()
    assert not kept.is_usable()


def test_it_remembers_all_that_is_asked(db: None) -> None:
    connection.ensure_connection()
    assert connection.connection.prepared_max == REMEMBERED


def test_what_is_prepared_stays_so_when_something_is_undone(transactional_db: None) -> None:
    """An act that is refused is undone, and so is one that the database stops. Neither makes the next ones slow."""
    question = "SELECT 'asked again' || %s::text"
    prepared = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT ''asked%'"
    for _ in range(5):
        _ask(question, "and again")
    assert _ask(prepared) >= 1
    with suppress(PermissionError), transaction.atomic():
        with suppress(DataError), transaction.atomic():  # to a savepoint
            _ask("SELECT 1 / %s::int", 0)
        assert _ask(prepared) >= 1
        raise PermissionError
    assert _ask(prepared) >= 1
    with pytest.raises(DataError), transaction.atomic():
        _ask("SELECT 1 / %s::int", 0)
    assert _ask(prepared) >= 1
    assert connection.connection.info.transaction_status.name == "IDLE"


def test_what_is_asked_again_has_a_cursor_of_its_own_on_each_connection(transactional_db: None) -> None:
    double = "SELECT %(n)s::int * 2"
    assert [ask(double, {"n": n}).fetchall() for n in (1, 2)] == [[(2,)], [(4,)]]
    first = ask(double, {"n": 3}).cursor
    assert ask(double, {"n": 4}).cursor is first
    assert ask("SELECT %(n)s::int", {"n": 5}).cursor is not first
    with pytest.raises(DataError):
        ask("SELECT 1 / %(n)s::int", {"n": 0})
    connection.close()
    assert ask(double, {"n": 6}).fetchall() == [(12,)]


def _ask(question: str, *values: int | str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        return int(cursor.fetchone()[0]) if "count" in question else 0
