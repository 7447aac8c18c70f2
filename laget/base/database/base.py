"""Django's way to PostgreSQL, for threads that each keep one connection for as long as they live."""

import select
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper, debug_transaction
from psycopg.pq import TransactionStatus

# A thread comes to ask some thousand different questions. One that remembers fewer than it asks in turn, remembers none
# of them when their turn comes again.
REMEMBERED = 2000


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = "laget.base.database.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = REMEMBERED
        self._kept: dict[str, Any] = {}
        return connection

    def kept_cursor(self, sql: str) -> CursorWrapper:
        """The cursor that is kept for a question asked again and again: it knows already how to read the answer.

        What was asked before must have been read.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        if sql not in self._kept:
            with self.wrap_database_errors:
                self._kept[sql] = self.create_cursor()
        cursor: CursorWrapper = self._prepare_cursor(self._kept[sql])  # type: ignore[attr-defined]  # the types lack it
        return cursor

    def keep_no_longer(self, sql: str) -> None:
        """A kept cursor holds on to its last answer, and what it was asked with, until it is asked again."""
        self._kept.pop(sql, None)

    def _rollback(self) -> None:
        if self.connection is None or self.errors_occurred:
            super()._rollback()  # type: ignore[misc]  # its types leave it out
        elif self.connection.info.transaction_status != TransactionStatus.IDLE:
            # By `rollback()` psycopg would forget, whatever it is told.
            with debug_transaction(self, "ROLLBACK"), self.wrap_database_errors, self._remembering():
                self.connection.execute("ROLLBACK")

    def _savepoint_rollback(self, sid: str) -> None:
        with nullcontext() if self.errors_occurred else self._remembering():
            super()._savepoint_rollback(sid)  # type: ignore[misc]  # its types leave it out

    @contextmanager
    def _remembering(self) -> Iterator[None]:
        """Undo something, and still know all questions that are prepared.

        psycopg forgets them then, lest tables went with what was undone: each would be thought through anew, three
        times, after every act that was refused. Here tables come and go in migrations alone. Those are run by another
        process, and what was thought through may not fit any more: the database says so, and then it is forgotten.
        """
        connection = self.connection
        threshold, connection.prepare_threshold = connection.prepare_threshold, None
        try:
            yield
        finally:
            connection.prepare_threshold = threshold

    def is_usable(self) -> bool:
        """Whether the connection can be used, without asking the server each time.

        A server that goes down says so, or hangs up: either way there is something to read, for one who has asked
        nothing. Then, or when something has gone wrong, it is asked.
        """
        connection = self.connection
        if connection is None or connection.closed:
            return False
        if self.errors_occurred or _has_something_to_read(connection.fileno()):
            return bool(super().is_usable())
        return True


def _has_something_to_read(descriptor: int) -> bool:
    socket = select.poll()
    socket.register(descriptor, select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(socket.poll(0))
