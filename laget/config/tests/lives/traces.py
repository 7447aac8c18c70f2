"""What an act that was refused left behind in the database: nothing, if all that it wrote was undone."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|TRUNCATE|MERGE|COPY|SELECT procrastinate_)", re.IGNORECASE)
_SAVEPOINT = re.compile(r'(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT) "?(\w+)"?')


@contextmanager
def traces() -> Iterator[list[str]]:
    """The statements that wrote something, less those that were rolled back."""
    written: list[str] = []
    since: dict[str, int] = {}

    def watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        text = str(sql)
        if found := _SAVEPOINT.match(text):
            what, name = found.groups()
            if what == "SAVEPOINT":
                since[name] = len(written)
            elif what == "ROLLBACK TO SAVEPOINT":
                del written[since[name] :]
        elif _WRITES.match(text):
            written.append(text)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written
