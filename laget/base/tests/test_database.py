"""The connection that a thread keeps: what it remembers, and how it finds out that the server has hung up."""

from contextlib import suppress
from typing import Any

import psycopg
import pytest
from django.db import DataError, NotSupportedError, connection, connections, transaction

from laget.base.database.base import REMEMBERED, DatabaseWrapper
from laget.base.prepared import MANY, ask


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
        _answer(question, "and again")
    assert _answer(prepared) == 1
    with suppress(PermissionError), transaction.atomic():
        with suppress(DataError), transaction.atomic():  # to a savepoint
            _answer("SELECT 1 / %s::int", 0)
        assert _answer(prepared) == 1
        raise PermissionError
    assert _answer(prepared) == 1
    with pytest.raises(DataError), transaction.atomic():
        _answer("SELECT 1 / %s::int", 0)
    assert _answer(prepared) == 1
    assert connection.connection.info.transaction_status.name == "IDLE"


def test_what_is_prepared_is_forgotten_when_it_does_not_fit_any_more(transactional_db: None) -> None:
    """As when the tables are changed under a server that runs."""
    books = "SELECT books FROM shelf WHERE books < %s"
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("CREATE TABLE shelf AS SELECT 1 AS books")
        try:
            assert [_answer(books, 9) for _ in range(5)] == [1] * 5
            other.execute("ALTER TABLE shelf ALTER books TYPE bigint")
            with pytest.raises(NotSupportedError), transaction.atomic():
                _answer(books, 9)
            assert _answer(books, 9) == 1
        finally:
            connection.close()
            other.execute("DROP TABLE shelf")


def test_what_is_asked_again_has_a_cursor_of_its_own_on_each_connection(transactional_db: None) -> None:
    double = "SELECT %(n)s::int * 2"
    assert [ask(double, {"n": n}).fetchall() for n in (1, 2)] == [[(2,)], [(4,)]]
    first = ask(double, {"n": 3}).cursor
    assert ask(double, {"n": 4}).cursor is first
    assert ask("SELECT %(n)s::int", {"n": 5}).cursor is not first
    share = "SELECT 6 / %(n)s::int"
    with pytest.raises(DataError):
        ask(share, {"n": 0})
    assert ask(share, {"n": 2}).fetchall() == [(3,)]
    many = "SELECT generate_series(1, %(n)s::int)"
    assert [len(ask(many, {"n": n}).fetchall()) for n in (MANY, MANY + 1)] == [MANY, MANY + 1]
    assert many not in vars(connections["default"])["_kept"]  # its answer is not held on to
    connection.close()
    assert ask(double, {"n": 6}).fetchall() == [(12,)]


def _answer(question: str, *values: int | str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        return cursor.fetchone()[0]
