import argparse
import sys
from pathlib import Path

from laget.base.cycle.problems import why
from laget.config.commands._setup import sample_environment, setup
from laget.config.commands.year import DATABASE
from laget.config.postgres import left_database

HELP = "Sjekk om et brev er ekte"
UNREADABLE = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="brevet, slik det kom (PDF)")
    parser.add_argument("--year", action="store_true", help="brevet er skrevet av «laget year» her på maskinen")


def run(options: argparse.Namespace) -> int:
    """0 for genuine, 1 for changed, 2 for unknown, 3 when the file can't be read."""
    if options.year and not left_database(sample_environment().var, DATABASE):
        raise SystemExit("Ingen har kjørt «laget year» her. Da er det ingen brev derfra å sjekke.")
    setup()
    from laget.grant.tilsagn.verdicts import in_lines
    from laget.grant.tilsagn.verify import check

    try:
        content = options.file.read_bytes()
    except OSError as problem:
        print(f"Kan ikke lese {options.file}: {why(problem)}.", file=sys.stderr)
        return UNREADABLE
    verdict = check(content)
    print(*in_lines(verdict), sep="\n")
    return verdict.finding.value
