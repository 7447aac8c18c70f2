"""What every test stands on: the real database with its triggers, and a small county."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from testing.again import look_again, share_in
from testing.people import World, build_world
from testing.tables import clean_up, make_tables


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Before each process makes its database, out of this one."""
    with django_db_blocker.unblock():
        make_tables()


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_triggers() -> Iterator[None]:
    """Let the test runner empty the tables that refuse to be emptied, and nobody else; and those of the jobs and of the
    cache, which are no models of Django's.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(operations: Any, sql_list: Iterable[str]) -> None:
        off, on = "SET session_replication_role = replica", "SET session_replication_role = DEFAULT"
        flush(operations, [off, *sql_list, "TRUNCATE procrastinate_jobs, cache CASCADE", on])
        look_again()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers)
        yield


@pytest.fixture(scope="session", autouse=True)
def _share_what_is_built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    if worker_id != "master":
        share_in(tmp_path_factory.getbasetemp().parent)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """When what a test did is undone: no fixture comes as late as that."""
    yield
    if connection.connection and not connection.in_atomic_block:
        with item.config.stash[blocking_manager_key].unblock():
            clean_up()


@pytest.fixture(autouse=True)
def _own_survey_keys(settings: Any, tmp_path: Path) -> None:
    """Each test's surveys have their keys in a folder that goes with it."""
    settings.SURVEY_KEYS = tmp_path / "keys"


@pytest.fixture
def world(db: None) -> World:
    """The small county, for tests that undo what they did."""
    return build_world()
