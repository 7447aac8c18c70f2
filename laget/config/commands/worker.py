import argparse

from laget.config.commands._setup import refuse_old_tables, setup

HELP = "Start arbeideren som sender brev og gjør annet som ventes på (Procrastinate)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    setup()
    refuse_old_tables()
    work()
    return 0


def work() -> None:
    """Once the app is loaded: until it is stopped."""
    from procrastinate.contrib.django import app

    # Django's own connection can't listen for new jobs; the worker has one that can.
    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]  # Django's has it
    worker.run_worker(concurrency=4)
