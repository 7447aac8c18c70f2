import argparse
from pathlib import Path

from laget.base.cycle.problems import why
from laget.config.commands._setup import setup

HELP = "Skriv et års journal med dokumentene som avlevering på formen til Noark 5"
NOT_VALID = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("county", metavar="FYLKE", help="slik det står i adressene, for eksempel trondelag")
    parser.add_argument("--year", type=int, required=True, metavar="ÅR", help="hvilket år i journalen")
    parser.add_argument("--out", type=Path, required=True, metavar="FIL", help="hvor avleveringen skrives (ZIP)")
    parser.add_argument(
        "--schemas",
        type=Path,
        metavar="MAPPE",
        help="Arkivverkets skjemaer (N5/v5.0): da kontrolleres filene mot dem, og skjemaene legges ved",
    )


def run(options: argparse.Namespace) -> int:
    """0 when it is written, 1 when the schemas say that something is wrong with it."""
    setup()
    from laget.base.actors.models import County
    from laget.base.cycle.clock import now
    from laget.effect.archive.noark import deposit, faults_by_schemas
    from laget.effect.archive.queries import journal_of

    county = County.objects.filter(slug=options.county).first()
    if county is None:
        raise SystemExit(f"Det er ikke noe fylke som heter {options.county} her.")
    entries = list(journal_of(county, options.year).order_by("sequence"))
    if not entries:
        raise SystemExit(f"Journalen for {options.year} er tom. Den føres hver natt, når noe er sendt.")
    try:
        package = deposit(county, entries, at=now(), schemas=options.schemas)
        options.out.write_bytes(package)
        faults = faults_by_schemas(package, options.schemas) if options.schemas else []
    except OSError as problem:
        raise SystemExit(f"Kan ikke lese eller skrive {problem.filename}: {why(problem)}.") from None
    print(f"{len(entries)} dokumenter er skrevet til {options.out}.")
    for fault in faults:
        print(fault)
    return NOT_VALID if faults else 0
