"""Django's own commands."""

import argparse

from laget.config.commands._setup import setup

HELP = "Djangos egne kommandoer, for dem som utvikler Laget"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("arguments", nargs="*")


def run(options: argparse.Namespace) -> int:
    return run_with(options.arguments)


def run_with(arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line

    setup()
    execute_from_command_line(["laget manage", *arguments])
    return 0
