"""The real server on a database of its own, for tests that come in from outside.

    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        with running_server(database) as address:
            ...  # open pages; look in the database with Django

Inside `own_database`, Django in this process uses the same database as the server. The database
stays until the next test that has one, for whoever wants to look. What belongs to it, mail and the
server's log among them, lies in `var/e2e/<database>`.

A cold start spends two seconds of processor on loading the app. So one process has loaded it, without
touching the database, and a server is a fork of that process that goes on to run the command.
"""

import atexit
import contextlib
import os
import random
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg

from laget.config.commands.server import server_command
from laget.config.environment import ROOT, read_environment
from testing.again import in_common

if TYPE_CHECKING:  # this file also runs by itself, before Django is set up
    from laget.base.accounts.models import Person

PATIENCE = 60  # seconds for a server to open or to stop


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """A database with empty tables, and Django in this process moved to it. Gives its name."""
    name, ready = _own(), _with_tables()
    _make_anew(name, template=ready)
    shutil.copytree(folder_of(ready), folder_of(name), dirs_exist_ok=True)
    with _django_moved_to(name):
        yield name


@contextlib.contextmanager
def running_server(database: str, *, workers: int = 1) -> Iterator[str]:
    """The server as `laget server` starts it. Gives its address: http://localhost:12345."""
    with logged(database):
        process = _loaded_server(database).start(workers)
        try:
            wait_until_open(_port())
            yield f"http://localhost:{_port()}"
        finally:
            _stop(process)


@contextlib.contextmanager
def running_worker(database: str) -> Iterator[None]:
    """The worker as `laget worker` starts it: sends what lies in the outbox."""
    with logged(database, "worker.log") as log:
        command = [sys.executable, "-m", "laget", "worker"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment_of(database), stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)


class Loaded:
    """A process that has loaded the app, and forks another that goes on from there as often as it is told to."""

    def __init__(self, what: str, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "e2e.server", what]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, workers: int = 1) -> int:
        """One more. Gives its process, which leads a group of its own."""
        assert self._process.stdin
        assert self._process.stdout
        print(workers, file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate(timeout=PATIENCE)  # it ends when nobody will ask for more


class KilledServer:
    """A server that is killed and started again, many times. Each time the same command, on the same port."""

    def __init__(self, database: str, log: int, *, workers: int = 2) -> None:
        self.database, self.log, self.port, self.workers = database, log, _port(), workers
        self._cold: subprocess.Popen[bytes] | None = None
        self._group = 0

    def start(self, *, cold: bool = False) -> None:
        """Start it, as leader of a process group with its workers in it, and wait until it is open."""
        if cold:
            command = server_command("127.0.0.1", self.port, self.workers)
            environment = environment_of(self.database, self.port)
            self._cold = subprocess.Popen(
                command, env=environment, stdout=self.log, stderr=self.log, start_new_session=True
            )
            self._group = self._cold.pid
        else:
            self._group = _loaded_server(self.database).start(self.workers)
        wait_until_open(self.port, self._cold)

    def kill(self) -> None:
        """Kill -9 on the whole group: the process that was started, and its workers with what they were doing."""
        os.killpg(self._group, signal.SIGKILL)
        self._group = 0
        if self._cold:
            self._cold.wait(PATIENCE)
            self._cold = None

    def close(self) -> None:
        if self._group:
            self.kill()


class KilledWorkers:
    """Workers that are killed and started again, many times."""

    def __init__(self, database: str, mail: str) -> None:
        self._loaded = Loaded("worker", {**environment_of(database), "LAGET_EMAIL_URL": mail})
        self._running: list[int] = []

    def start(self) -> None:
        """One more."""
        self._running.append(self._loaded.start())

    def kill(self) -> None:
        """The one that has run the longest."""
        os.kill(self._running.pop(0), signal.SIGKILL)

    def close(self) -> None:
        while self._running:
            self.kill()
        self._loaded.close()


def fork_workers() -> None:
    """Load the app; then, for each line that comes in, fork a worker."""
    import django

    django.setup()
    from django.conf import settings
    from django.urls import get_resolver
    from procrastinate.contrib.django import app

    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False  # the test's own mail server is on this machine
    app.perform_import_paths()  # what takes time
    assert get_resolver().reverse_dict  # finds the views, and all they need
    for _workers in _forked("worker.log"):
        from laget.config.commands.worker import work

        work()


def fork_servers() -> None:
    """Load the app; then, for each line that comes in, fork a server with so many workers."""
    import granian.cli
    from django.urls import get_resolver

    import laget.config.wsgi  # noqa: F401 -- what takes time

    assert granian.cli
    assert get_resolver().reverse_dict  # finds the views, and all they need
    port = urlsplit(read_environment().address).port
    assert port
    for workers in _forked("server.log"):
        sys.argv = server_command("127.0.0.1", port, workers)[2:]  # without "python -m"
        runpy.run_module("granian", run_name="__main__", alter_sys=True)


def _forked(log: str) -> Iterator[int]:
    """Fork for each line that comes in, and tell which process it is: there, the number on the line is given, once."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # those that are killed need no burial
    for line in sys.stdin:
        if os.fork():
            continue
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        print(os.getpid(), flush=True)
        with (read_environment().var / log).open("ab") as file:
            for said in (sys.stdout, sys.stderr):
                os.dup2(file.fileno(), said.fileno())
        yield int(line)
        os._exit(0)


@contextlib.contextmanager
def logged(database: str, name: str = "server.log") -> Iterator[int]:
    """A file for what a server has to say, printed in the end: pytest shows it when a test has failed."""
    path = folder_of(database) / name
    with path.open("ab") as file:  # the server writes there too
        try:
            yield file.fileno()
        finally:
            print(path.read_text(encoding="utf-8", errors="replace"), end="")


def session_of(person: "Person") -> str:
    """Sign someone in, the way Django does it for its tests. Gives the value of the cookie."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def folder_of(database: str) -> Path:
    return read_environment().var / "e2e" / database


def environment_of(database: str, port: int = 8000) -> dict[str, str]:
    """What a server is told: it is a demo, since production has only names and passwords to add."""
    return {
        **os.environ,
        "LAGET_ENV": "demo",
        "LAGET_VAR": str(folder_of(database)),
        "LAGET_ADDRESS": f"http://localhost:{port}",
        "DATABASE_URL": url_of(database),
        "DJANGO_SETTINGS_MODULE": "laget.config.settings",
    }


def free_port() -> int:
    """Not one of those that the system gives to whoever asks, so that it stays free while the server is down."""
    while True:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", random.randrange(20_000, 32_000)))
            return int(probe.getsockname()[1])


def wait_until_open(port: int, process: subprocess.Popen[bytes] | None = None) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and (not process or process.poll() is None):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise TimeoutError(f"No server answers on port {port}.")


def _stop(process: int) -> None:
    """Someone else's child, so that all there is to see is that it is gone."""
    end = time.monotonic() + PATIENCE
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGTERM)
        while time.monotonic() < end:
            os.kill(process, 0)
            time.sleep(0.01)
        raise TimeoutError(f"The server, process {process}, doesn't stop.")


@cache
def _loaded_server(database: str) -> Loaded:
    loaded = Loaded("server", environment_of(database, _port()))
    atexit.register(loaded.close)
    return loaded


@cache
def _port() -> int:
    return free_port()


@contextlib.contextmanager
def _django_moved_to(database: str) -> Iterator[None]:
    from django.db import connection

    def move(name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = name

    before = str(connection.settings_dict["NAME"])
    move(database)
    try:
        yield
    finally:
        move(before)


@cache
def _with_tables() -> str:
    """A database with its tables, and a folder with the static files: made once for all processes, and copied."""
    name = "laget_tables"
    with in_common(name) as left:
        if not left.read():
            _make_anew(name, template=urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/"))
            subprocess.run([sys.executable, "-m", "laget", "migrate"], cwd=ROOT, env=environment_of(name), check=True)
            left.write(b"made")
    return name


def _make_anew(name: str, *, template: str) -> None:
    with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    shutil.rmtree(folder_of(name), ignore_errors=True)
    folder_of(name).mkdir(parents=True)


def _own() -> str:
    """Tests may run in several processes, each with a database of its own."""
    return f"laget_e2e_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


def url_of(database: str) -> str:
    """Another database on the same server."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


if __name__ == "__main__":
    {"server": fork_servers, "worker": fork_workers}[sys.argv[1]]()
