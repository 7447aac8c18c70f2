"""One call to a page, as someone: what came back, and what it changed. What it changed is undone."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from psycopg.pq import TransactionStatus

from laget.base.accounts.models import Person
from laget.config.tests.matrix.cast import ANONYMOUS, Someone
from testing.again import OF_NO_MATTER

_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")\w+')


@dataclass(frozen=True)
class Reply:
    status: int
    location: str
    body: bytes
    changed: frozenset[str]  # the tables

    def without(self, address: str) -> bytes:
        """What was said, but for the tokens and the address itself."""
        return _TOKEN.sub(rb"\1", self.body).replace(address.encode(), b"")


@dataclass(frozen=True)
class Upload:
    """A file, to be posted anew in every call."""

    name: str
    content: str | bytes


class Callers:
    """Everyone's browser. What a call does is undone: whoever signs out is signed in again for the next one."""

    def __init__(self, people: Mapping[str, Person]) -> None:
        self._clients = {ANONYMOUS.name: Client(raise_request_exception=False)}
        for name, person in people.items():
            self._clients[name] = Client(raise_request_exception=False)
            self._clients[name].force_login(person)
        self._cookies = {name: client.cookies.output(header="", sep=";") for name, client in self._clients.items()}

    def without_token(self, who: Someone) -> Client:
        """A browser of theirs whose posts come from somewhere else, and so lack the token."""
        client = Client(enforce_csrf_checks=True)
        client.cookies = SimpleCookie(self._cookies[who.name])
        return client

    def client(self, who: Someone) -> Client:
        """Their browser, for what changes nothing."""
        self._clients[who.name].cookies = SimpleCookie(self._cookies[who.name])
        return self._clients[who.name]

    def call(self, who: Someone, method: str, address: str, data: Mapping[str, Any] | None = None) -> Reply:
        client = self.client(who)
        with _undone() as changed:
            ask = getattr(client, method.lower())
            response = ask(address, _posted(data or {})) if method == "POST" else ask(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
        return Reply(response.status_code, response.get("Location", ""), _unpacked(body), frozenset(changed))


def _posted(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: SimpleUploadedFile(value.name, _bytes(value.content)) if isinstance(value, Upload) else value
        for name, value in data.items()
    }


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


@contextmanager
def _undone() -> Iterator[set[str]]:
    """Undoes what is done meanwhile, and tells which tables it changed, but for those of no matter: sessions, and the
    cache that counts attempts.

    Most calls only read, and leave nothing to be undone: there is nowhere to go back to until something else is asked.
    What waits for the whole to be done is put back too: Django takes away only what belongs to a block of its own.
    """
    changed: set[str] = set()
    back_to: list[str] = []
    waiting = [*connection.run_on_commit]

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not back_to and not _reads(sql):
            back_to.append("")  # what is asked next is for this itself
            back_to[0] = transaction.savepoint()
        result = execute(sql, params, many, context)
        found = _WRITES.match(sql)
        if found and found.group(1) not in OF_NO_MATTER and context["cursor"].rowcount:
            changed.add(found.group(1))
        return result

    try:
        with connection.execute_wrapper(watch):
            yield changed
    finally:
        transaction.set_rollback(False)  # of the whole, when the call was stopped by the database
        connection.run_on_commit = waiting
        if back_to:
            transaction.savepoint_rollback(back_to[0])
            transaction.savepoint_commit(back_to[0])
        stopped = connection.connection.info.transaction_status == TransactionStatus.INERROR
        assert not stopped, "a call that only read was stopped by the database, and nothing can be asked after it"


def _reads(sql: str) -> bool:
    """Whether it is a question, and not one that lays by a job."""
    return sql.lstrip().startswith("SELECT") and "procrastinate_" not in sql


def _unpacked(body: bytes) -> bytes:
    """A spreadsheet is a packed folder: what it says is inside."""
    if not body.startswith(b"PK\x03\x04"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())
