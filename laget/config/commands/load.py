import argparse
import sys
from pathlib import Path

from laget.base.cycle.problems import why
from laget.config.commands._setup import setup

HELP = "Les inn organisasjoner, tall eller et instrument fra en fil"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        metavar="HVA",
        choices=["register", "counts", "members", "instrument"],
        help="register: JSON fra NBR, NSR eller NPR; counts: tall, members: eiere i nettverk, som CSV eller XLSX; "
        "instrument: TOML",
    )
    parser.add_argument("county", metavar="FYLKESNUMMER", help="to siffer, for eksempel 50")
    parser.add_argument("file", type=Path, metavar="FIL")
    parser.add_argument("--source", default="", metavar="KILDE", help="hvor tallene kommer fra")


def run(options: argparse.Namespace) -> int:
    setup()
    from django.core.files import File

    from laget.base.actors.actions import import_counts, import_members
    from laget.base.actors.count_file import read_counts
    from laget.base.actors.files import BadFile, content_of
    from laget.base.actors.member_file import read_members
    from laget.base.actors.models import County
    from laget.base.actors.register_actions import import_register
    from laget.base.actors.register_file import read_register
    from laget.base.audit.record import SYSTEM
    from laget.base.cycle.clock import now
    from laget.need.surveys.library import load_instrument
    from laget.need.surveys.problems import InstrumentProblem

    county = County.objects.filter(code=options.county).first()
    if county is None:
        print(f"Finner ikke fylket med nummer {options.county}.", file=sys.stderr)
        return 1
    at = now()
    taken: object
    try:
        with options.file.open("rb") as opened:
            content = content_of(File(opened))
        if options.what == "register":
            taken = import_register(read_register(content), county=county, by=SYSTEM, at=at)
        elif options.what == "members":
            taken = import_members(read_members(content, name=options.file.name), county=county, by=SYSTEM, at=at)
        elif options.what == "instrument":
            taken = load_instrument(content.decode(), county=county, by=SYSTEM, at=at).instrument.title["nb"]
        else:
            rows = read_counts(content, name=options.file.name)
            taken = import_counts(rows, source=options.source or options.file.name, county=county, by=SYSTEM, at=at)
    except OSError as problem:
        print(f"Kan ikke lese {options.file}: {why(problem)}.", file=sys.stderr)
        return 1
    except UnicodeDecodeError:
        print(f"{options.file} er ikke en tekstfil i UTF-8.", file=sys.stderr)
        return 1
    except (BadFile, InstrumentProblem) as bad:
        faults = bad.faults if isinstance(bad, BadFile) else bad.problems
        print("Ingenting er lest inn:", *faults, sep="\n", file=sys.stderr)
        return 1
    print(f"{taken} er lest inn.")
    return 0
