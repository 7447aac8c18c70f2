import django

from laget.config.environment import read_environment
from laget.config.postgres import ensure_database


def setup() -> None:
    """Make the database and Django ready, for the commands that need them."""
    environment = read_environment()
    if not environment.is_production:
        ensure_database(environment.var)
    django.setup()


def prepare() -> None:
    """Bring the tables and the static files up to date. Safe to do again."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
