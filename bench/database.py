"""Databases of the bench's own, with empty tables, and Django on the last one made."""

from dataclasses import dataclass
from pathlib import Path

import django

from laget.config.postgres import fresh_database


@dataclass(frozen=True, slots=True)
class Postgres:
    version: str
    pid: int  # of the first of its processes; 0 when it runs on another machine


def make(name: str, var: Path) -> Postgres:
    """Made anew each time, in the PostgreSQL of DATABASE_URL or in one of the bench's own."""
    fresh_database(var, name)
    django.setup()
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name
    from laget.config.commands._setup import prepare

    prepare()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = str(cursor.fetchone()[0])
    pid = var / "pg" / "postmaster.pid"
    return Postgres(version, int(pid.read_text().split()[0]) if pid.exists() else 0)
