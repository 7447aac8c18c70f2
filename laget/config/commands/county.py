import argparse
import sys

from laget.base.cycle.county_file import CountyFile
from laget.base.cycle.problems import CountyFileProblem
from laget.base.cycle.reading import read_county_file
from laget.config.commands._setup import setup
from laget.config.commands.allocate import county_path
from laget.rules.words import listed

HELP = "Kontroller eller last inn en fylkesfil"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="HVA")
    for name, text in (("check", "si hva som eventuelt er feil i fila"), ("load", "ta fila i bruk for nye runder")):
        commands.add_parser(name, help=text).add_argument("county", metavar="FYLKE.toml")


def run(options: argparse.Namespace) -> int:
    path = county_path(options.county)
    try:
        file = read_county_file(path)
    except CountyFileProblem as problem:
        for line in problem.lines:
            print(line, file=sys.stderr)
        return 1
    if options.what == "check":
        years = listed(map(str, _years(file)))
        print(f"Fila for {file.county.name} er i orden: {len(file.networks)} nettverk, år {years}.")
        return 0
    setup()
    from laget.base.audit.record import SYSTEM
    from laget.base.cycle.actions import load_county_file
    from laget.base.cycle.clock import now
    from laget.base.cycle.setup import create_county, partners_without_number

    at = now()
    county = create_county(file, by=SYSTEM, at=at)
    for rule_set in load_county_file(path.read_text(encoding="utf-8"), county=county, by=SYSTEM, at=at):
        print(f"Lastet inn: {rule_set}")
    for name in partners_without_number(file):
        print(
            f"{name} har ikke organisasjonsnummer i fila, og er ikke med ennå. Skriv «number», og last inn fila igjen.",
            file=sys.stderr,
        )
    return 0


def _years(file: CountyFile) -> list[int]:
    """Those that any of its ordninger can be run in."""
    return sorted({year for each in (file, *map(file.of, file.ordninger)) for year in each.years})
