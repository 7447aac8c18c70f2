import argparse
import sys
from pathlib import Path

from laget.base.cycle.problems import in_words
from laget.config.commands._setup import setup

HELP = "Sjekk om et brev er ekte"
UNREADABLE = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="brevet, slik det kom (PDF)")


def run(options: argparse.Namespace) -> int:
    """0 for genuine, 1 for changed, 2 for unknown, 3 when the file can't be read."""
    setup()
    from laget.grant.tilsagn.verdicts import in_lines
    from laget.grant.tilsagn.verify import check

    try:
        content = options.file.read_bytes()
    except OSError as problem:
        print(f"Kan ikke lese {options.file}: {in_words(problem)}.", file=sys.stderr)
        return UNREADABLE
    verdict = check(content)
    print(*in_lines(verdict), sep="\n")
    return verdict.finding.value
