"""The tests of what is granted: many tables, joined again and again, with a handful of rows in each."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from testing.tables import join_as_planned, join_as_written


@pytest.fixture(scope="package", autouse=True)
def _joined_as_written(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        join_as_written()
    yield
    with django_db_blocker.unblock():
        join_as_planned()
