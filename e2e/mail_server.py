"""A mail server that fails three times in ten, each time in another way, and remembers what it has taken."""

import random
import socketserver
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from enum import Enum
from typing import Self


class Failure(Enum):
    """In the order that a delivery goes through: before it says a word, and then at each step."""

    SILENT = "hangs up before it has said anything"
    RECEIVER = "says 'not now' of the receiver"
    DATA = "says 'not now' of the message"
    HANGS_UP = "takes the message, and hangs up before it has said so"


@dataclass
class Mailbox:
    """What has been taken, by Message-ID: each time it came, in full."""

    taken: defaultdict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    tries: int = 0
    failures: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    dice: random.Random = field(default_factory=lambda: random.Random(30))
    coming: list[Failure | None] = field(default_factory=list)

    def fails(self) -> Failure | None:
        """Three of every ten, in an order that nobody knows."""
        with self.lock:
            if not self.coming:
                self.coming = [*self.dice.choices(list(Failure), k=3), *[None] * 7]
                self.dice.shuffle(self.coming)
            self.tries += 1
            found = self.coming.pop()
            self.failures += found is not None
            return found

    def take(self, content: bytes) -> None:
        message = message_from_bytes(content)
        with self.lock:
            self.taken[str(message["Message-ID"])].append(message)

    @property
    def count(self) -> int:
        with self.lock:
            return sum(map(len, self.taken.values()))


class UnwillingServer(socketserver.ThreadingTCPServer):
    """Runs in threads of its own while it is open: `with UnwillingServer() as server`."""

    daemon_threads = True
    request_queue_size = 50

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Delivery)
        self.mailbox = Mailbox()
        self.address = f"smtp://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.shutdown()
        self.server_close()


class _Delivery(socketserver.StreamRequestHandler):
    """As little of RFC 5321 as one message takes. The other end may be killed at any moment."""

    server: UnwillingServer

    def handle(self) -> None:
        failure = self.server.mailbox.fails()
        if failure is not Failure.SILENT:
            try:
                self._talk(failure)
            except OSError:
                return

    def _talk(self, failure: Failure | None) -> None:
        self._say("220 unwilling.example")
        while command := self.rfile.readline().strip().upper():
            if command.startswith(b"RCPT") and failure is Failure.RECEIVER:
                self._say("451 not now")
            elif command == b"DATA":
                self._say("354 go on")
                if not self._take_message(failure):
                    return
            elif command == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 unwilling.example")

    def _take_message(self, failure: Failure | None) -> bool:
        """Whether to go on talking. A message that ends in the middle, since its sender was killed, isn't taken."""
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line.endswith(b"\r\n"):
                return False
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if failure is Failure.DATA:
            self._say("451 not now")
            return True
        self.server.mailbox.take(b"".join(lines))
        if failure is Failure.HANGS_UP:
            return False
        self._say("250 taken")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
