"""The two servers that are measured against each other: the bare page under gunicorn, and ours as it is run."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from e2e.server import free_port, wait_until_open
from laget.config.commands.server import server_command
from laget.config.environment import ROOT

WORKERS = 2


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int


@contextlib.contextmanager
def hello() -> Iterator[Server]:
    """H: the bare Django page under gunicorn, sync workers."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "bench.hello:application", "--bind", f"127.0.0.1:{port}",
        "--workers", str(WORKERS), "--worker-class", "sync", "--log-level", "warning",
    ]  # fmt: skip
    with _running(command, port) as server:
        yield server


@contextlib.contextmanager
def ours() -> Iterator[Server]:
    """Laget as `laget server` starts it, in production."""
    port = free_port()
    with _running(server_command("127.0.0.1", port, WORKERS), port) as server:
        yield server


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[Server]:
    process = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ))
    try:
        wait_until_open(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(30)
