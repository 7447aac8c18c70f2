"""`laget demo` as people run it: it says where it is, stops all of it at Ctrl-C, and goes on where it was.

The demo has a folder and a database of its own. The small county of the tests stands in it already, so that
the demo need not take a minute to build its own.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, url_of
from laget.config.commands.demo import free_port
from laget.config.environment import ROOT
from testing.people import build_world

PATIENCE = 120  # seconds
TAKEN_OVER = """
import subprocess, sys
from laget.config.environment import read_environment
from laget.config.postgres import fresh_database, start
var = read_environment().var
programs, to = start(var).bin_path, fresh_database(var, "laget")
rows = subprocess.run([programs / "pg_dump", sys.argv[1]], stdout=subprocess.PIPE, check=True).stdout
taking = [programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", to]
subprocess.run(taking, input=rows, stdout=subprocess.DEVNULL, check=True)
"""
SWALLOWED = """
import os, signal, time
from laget.config.commands.demo import stop_on_signals
class Thrown:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGHUP)
        time.sleep(0.1)
stop_on_signals()
Thrown()
print("swallowed", flush=True)
try:
    time.sleep(60)
except KeyboardInterrupt:
    print("heard", flush=True)
"""
UNFINISHED = "from laget.config.commands.demo import unfinished; unfinished().touch()"


def test_two_demos_that_start_at_once_get_a_port_each() -> None:
    first, held = free_port(8700)
    second, also = free_port(first)
    assert first != second
    held.close()
    also.close()
    again, held = free_port(first)
    assert again == first
    held.close()


class Demo:
    """A demo that is starting or running, and what it has said."""

    def __init__(self, var: Path, port: int, *arguments: str) -> None:
        self.log = var / "said.log"
        command = [sys.executable, "-m", "laget", "demo", "--port", str(port), *arguments]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=_environment(var), stdout=log, stderr=log)

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def address(self) -> str:
        """Where it says that it is, once it says so."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            if found := re.search(r"Laget kjører på (http://localhost:\d+)", self.said):
                return found[1]
            time.sleep(0.05)
        raise AssertionError(self.said)

    def stop(self, *how: signal.Signals) -> int:
        for each in how:
            self.process.send_signal(each)
        return self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), own_database() as database:
        build_world()
        command = [sys.executable, "-c", TAKEN_OVER, url_of(database)]
        subprocess.run(command, cwd=ROOT, env=_environment(folder), check=True)
    return folder


def test_it_stops_all_of_it_at_ctrl_c_and_goes_on_where_it_was(var: Path) -> None:
    with _taken_port() as port:
        demo = Demo(var, port)
        address = demo.address()
        assert f"Port {port} er opptatt. Bruker {address.rpartition(':')[2]} i stedet." in demo.said
        assert address != f"http://localhost:{port}"
    assert "Fortsetter med dataene som de var." in demo.said
    assert "Trøndelag" in _page(address)
    assert {"postgres", "granian", "worker"} <= set(_running(var))
    assert demo.stop(signal.SIGINT) == 0
    assert "Stopper. Dataene er tatt vare på." in demo.said
    assert _running(var) == []


def test_website_and_worker_end_with_a_demo_that_was_killed_and_the_next_one_goes_on(var: Path) -> None:
    demo = Demo(var, 8125)
    demo.address()
    demo.stop(signal.SIGKILL)
    end = time.monotonic() + PATIENCE
    while {"granian", "worker"} & set(_running(var)) and time.monotonic() < end:
        time.sleep(0.1)
    assert set(_running(var)) <= {"postgres"}
    demo = Demo(var, 8125)  # joins the database that was left, and takes it along
    demo.address()
    assert demo.stop(signal.SIGTERM, signal.SIGINT) == 0  # as `timeout` and `make` send them, each on its own account
    assert _running(var) == []


def test_what_was_stopped_while_it_was_built_is_built_anew(var: Path) -> None:
    subprocess.run([sys.executable, "-c", UNFINISHED], cwd=ROOT, env=_environment(var), check=True)
    demo = Demo(var, 8123)
    end = time.monotonic() + PATIENCE
    while "Bygger et fylke" not in demo.said and time.monotonic() < end:
        time.sleep(0.05)
    assert "Fortsetter" not in demo.said
    assert demo.stop(signal.SIGHUP) == 0  # as when the terminal is closed
    assert "Stopper. Eksempelfylket bygges på nytt neste gang." in demo.said
    assert _running(var) == []


def test_a_signal_that_is_swallowed_is_heard_all_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", SWALLOWED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["swallowed", "heard"]


def _environment(var: Path) -> dict[str, str]:
    """Like an ordinary shell: the demo finds its own database."""
    ours = {"LAGET_ENV": "demo", "LAGET_VAR": str(var)}
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | ours


@contextmanager
def _taken_port() -> Iterator[int]:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield int(taken.getsockname()[1])


def _page(address: str) -> str:
    with urllib.request.urlopen(address + "/", timeout=PATIENCE) as answer:  # noqa: S310 -- our own http
        return str(answer.read().decode())


def _running(var: Path) -> list[str]:
    """What runs for the demo in that folder: each process by the part of its command that tells it apart."""
    found = []
    for process in psutil.process_iter():
        try:
            belongs = process.environ().get("LAGET_VAR") == str(var) or str(var) in process.cwd()
            command = " ".join(process.cmdline())
        except psutil.Error:
            continue
        if belongs and process.status() != psutil.STATUS_ZOMBIE:
            found.append(next((each for each in ("postgres", "granian", "worker") if each in command), command))
    return found
