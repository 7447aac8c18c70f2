"""The connection that a thread keeps: what it remembers, and how it finds out that the server has hung up."""

import psycopg
from django.db import connection

from laget.base.database.base import REMEMBERED, DatabaseWrapper


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
