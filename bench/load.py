"""A load generator: a few connections, each with one request under way at a time.

Written here since it has to be the same for the yardstick and for us, answer a redirect with the
next post of the same document, and need nothing but Python. It takes about 20 microseconds of processor
for a request, under a tenth of what the yardstick takes.
"""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Call:
    """One request as bytes, and how a good answer to it begins."""

    request: bytes
    answer: bytes = b"HTTP/1.1 200 "
    says: bytes = b""  # something that has to stand in the answer


@dataclass(slots=True)
class Result:
    """What came of a round. Seconds."""

    answers: int = 0
    seconds: float = 0
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.answers / self.seconds


class WrongAnswer(Exception):
    """The server answered something else than it should: then there is nothing to measure."""


@dataclass(slots=True)
class _Connection:
    calls: Iterator[Call]
    wire: socket.socket | None = None
    call: Call | None = None
    sent: float = 0
    answer: bytearray = field(default_factory=bytearray)
    length: int = 0  # of the whole answer; 0 until its headers are read


class Load:
    """Calls put to one port, until the calls run out or the time is up."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.selector = selectors.DefaultSelector()
        self.result = Result()

    def run(self, scripts: list[Iterator[Call]], *, seconds: float = 60) -> Result:
        """One connection for each script. Raises WrongAnswer."""
        began = time.perf_counter()
        waiting = sum(self._next(_Connection(script)) for script in scripts)
        while waiting:
            for key, _events in self.selector.select(20) or _nothing_came():
                if self._receive(key.data):
                    over = time.perf_counter() - began > seconds
                    if over or not self._next(key.data):
                        self._close(key.data)
                        waiting -= 1
        self.result.seconds = time.perf_counter() - began
        self.selector.close()
        return self.result

    def _next(self, connection: _Connection) -> bool:
        """Send the next call. False when there are no more."""
        connection.call = next(connection.calls, None)
        if connection.call is None:
            return False
        if connection.wire is None:
            connection.wire = socket.create_connection(("127.0.0.1", self.port))
            connection.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.selector.register(connection.wire, selectors.EVENT_READ, connection)
        connection.sent = time.perf_counter()
        connection.answer.clear()
        connection.length = 0
        connection.wire.sendall(connection.call.request)
        return True

    def _receive(self, connection: _Connection) -> bool:
        """Read what has come. True when the answer is complete."""
        assert connection.wire
        piece = connection.wire.recv(1 << 18)
        connection.answer += piece
        if not connection.length:
            connection.length = _length(connection.answer)
        if piece and not 0 < connection.length <= len(connection.answer):
            return False
        self._check(connection)
        self.result.answers += 1
        self.result.times.append(time.perf_counter() - connection.sent)
        if not piece or b"onnection: close" in connection.answer[:600]:
            self._close(connection)
        return True

    def _check(self, connection: _Connection) -> None:
        call, answer = connection.call, bytes(connection.answer)
        assert call
        if not answer.startswith(call.answer) or call.says not in answer:
            raise WrongAnswer(f"{call.request[:100]!r} was answered {answer[:1500]!r}")

    def _close(self, connection: _Connection) -> None:
        if connection.wire:
            self.selector.unregister(connection.wire)
            connection.wire.close()
            connection.wire = None


def _length(answer: bytearray) -> int:
    """How long the answer is, headers and all; 0 while that is not known."""
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return 0
    for line in bytes(answer[:end]).lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return end + 4 + int(line[15:])
    return 0


def _nothing_came() -> list[tuple[selectors.SelectorKey, int]]:
    raise WrongAnswer("No answer in 20 seconds.")
