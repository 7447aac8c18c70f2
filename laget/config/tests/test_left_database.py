"""The database that one command leaves is found by another, and only when it is there."""

import os
from urllib.parse import urlsplit

import psycopg
import pytest

from laget.config.environment import read_environment
from laget.config.postgres import fresh_database, left_database


def test_what_a_year_left_is_turned_to_when_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    usual, var, name = os.environ["DATABASE_URL"], read_environment().var, f"laget_left_{os.getpid()}"
    monkeypatch.setenv("DATABASE_URL", usual)
    assert not left_database(var, name)
    assert os.environ["DATABASE_URL"] == usual
    fresh_database(var, name)
    os.environ["DATABASE_URL"] = usual
    try:
        assert left_database(var, name)
        assert urlsplit(os.environ["DATABASE_URL"]).path == f"/{name}"
    finally:
        with psycopg.connect(usual, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name}")
