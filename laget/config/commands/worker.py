import argparse

from laget.config.commands._setup import setup

HELP = "Start arbeideren som sender brev og gjør annet som ventes på (Procrastinate)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    setup()
    from procrastinate.contrib.django import app

    app.run_worker(concurrency=4, wait=True)
    return 0
