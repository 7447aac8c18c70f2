"""The tests of what is granted: many tables, joined again and again, with a handful of rows in each."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="package", autouse=True)
def _joined_as_written(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Planning the order of the joins would take half of PostgreSQL's time here, and changes nothing with so few rows.

    Where there are many, the order as written may take a minute.
    """
    options = connection.settings_dict["OPTIONS"]
    options["options"] = "-c join_collapse_limit=1 -c from_collapse_limit=1"
    with django_db_blocker.unblock():
        connection.close()
    yield
    del options["options"]
    with django_db_blocker.unblock():
        connection.close()
