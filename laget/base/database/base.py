"""Django's way to PostgreSQL, for threads that each keep one connection for as long as they live."""

import select
from typing import Any

from django.db.backends.postgresql import base

# A thread comes to ask some thousand different questions. One that remembers fewer than it asks in turn, remembers none
# of them when their turn comes again.
REMEMBERED = 2000


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = REMEMBERED
        return connection

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
