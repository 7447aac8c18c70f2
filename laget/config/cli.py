"""The command line: `laget --help`."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from laget.config.norwegian import speak_norwegian

COMMANDS = (
    "demo", "server", "worker", "migrate", "allocate", "year", "verify", "audit", "archive", "county", "instrument",
    "load", "administrator", "glossary", "manage",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laget.config.settings")
    speak_norwegian()
    # The command is picked out first, so that one that needs no database loads nothing of it.
    name = next((each for each in arguments if not each.startswith("-")), "")
    parser = argparse.ArgumentParser(
        prog="laget", description="Kompetanseutvikling for et helt fylke, fra behov til rapport."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="KOMMANDO")
    for command in COMMANDS if name not in COMMANDS else [name]:
        module = import_module(f"laget.config.commands.{command}")
        subparser = subparsers.add_parser(command, help=module.HELP, description=module.HELP)
        module.add_arguments(subparser)
        subparser.set_defaults(run=module.run)
    if name == "manage":
        return int(import_module("laget.config.commands.manage").run_with(arguments[arguments.index("manage") + 1 :]))
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except Exception as problem:
        line = import_module("laget.config.database_faults").in_a_line(problem)
        if not line:
            raise
        raise SystemExit(line) from None
