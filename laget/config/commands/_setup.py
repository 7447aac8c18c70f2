import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from rich.console import Console

from laget.config.environment import Environment, read_environment
from laget.config.postgres import ensure_database
from laget.rules.words import counted

# Of what comes with htmx, pages fetch the one file: to pack the others would take longer than all of our own.
NOT_SERVED = [f"django_htmx/{each}" for each in ("ext/*", "htmax-*", "htmx-4*", "htmx-2.js", "django-htmx.js")]


def setup() -> None:
    """Make the database and Django ready, for the commands that need them."""
    environment = safe_environment()
    if not environment.is_production:
        with says("Starter databasen"):
            ensure_database(environment.var)
    with says("Starter Laget"):
        django.setup()


def says(what: str) -> AbstractContextManager[object]:
    """What is being done, for whoever sits and waits at a terminal; nothing goes to a log."""
    return Console(stderr=True).status(what) if sys.stderr.isatty() else nullcontext()


def safe_environment() -> Environment:
    """The environment; what is wrong with it is said in a line, and the command stops there."""
    try:
        return read_environment()
    except ImproperlyConfigured as problem:
        raise SystemExit(str(problem)) from None


def sample_environment() -> Environment:
    """The same, for the commands that make up people: they stay away from real ones."""
    environment = safe_environment()
    if environment.is_production:
        raise SystemExit("Denne kommandoen bruker eksempeldata, og kjører ikke med LAGET_ENV=production.")
    return environment


def refuse_old_tables() -> None:
    """Stop where `laget migrate` has not been run since the code was changed: pages would fail, and jobs be lost.

    One that doesn't answer is no reason: the server starts, and serves as soon as it does.
    """
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    if not safe_environment().is_production:
        return
    try:
        executor = MigrationExecutor(connection)
    except OperationalError:
        return
    left = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if left:
        raise SystemExit(
            f"Databasen mangler {counted(left, 'oppdatering', 'oppdateringer')}. Kjør «laget migrate» først."
        )


def prepare() -> None:
    """Bring the tables, the instruments that come along and the static files up to date. Safe to do again.

    Raises OSError where files can't be written.
    """
    from django.conf import settings
    from django.core.management import call_command

    from laget.base.cycle.clock import now
    from laget.need.surveys.library import store_shipped

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    store_shipped(at=now())
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=NOT_SERVED)
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)  # there is something to back up from the first night
