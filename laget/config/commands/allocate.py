"""A county file divided, with nothing but the file: anyone can check it."""

import argparse
import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from laget.base.cycle.county_file import CountyFile
from laget.base.cycle.problems import CountyFileProblem
from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.grant.allocation.explain import explain
from laget.grant.allocation.inputs import as_json, inputs_from_file
from laget.rules.apportionment import Apportionment, CannotApportion
from laget.rules.numbers import spaced

HELP = "Fordel fylkets penger etter en fylkesfil"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("county", metavar="FYLKE.toml", help="en fylkesfil, eller navnet på en som følger med")
    parser.add_argument("--round", type=int, required=True, metavar="ÅR", help="budsjettåret")
    parser.add_argument("--ordning", default="", help="nøkkelen til ordningen, der fylket har flere (alle)")
    parser.add_argument("--json", action="store_true", help="skriv fordelingen som JSON")
    parser.add_argument("--why", action="store_true", help="vis hvert steg bak hver ramme")


def run(options: argparse.Namespace) -> int:
    try:
        file = read_county_file(county_path(options.county))
        keys = _ordninger(file, options.ordning, options.round)
        divided = {key: inputs_from_file(file.of(key), options.round).divide() for key in keys}
    except CountyFileProblem as problem:
        return _refuse(problem.lines)
    except CannotApportion as problem:
        return _refuse([str(problem)])
    if options.json:
        found = {key: as_json(result) for key, result in divided.items()}
        print(json.dumps({"ordninger": found} if len(found) > 1 else found[keys[0]], ensure_ascii=False, indent=2))
        return 0
    for key, result in divided.items():
        own = file.ordninger.get(key)
        _print(result, title=f"Fordeling: {own.short}" if own else "Fordeling", why=options.why)
    return 0


def _ordninger(file: CountyFile, asked: str, year: int) -> list[str]:
    """The one asked for, else every one that runs that year; "" where the file says of none that it does."""
    if asked and asked not in {rules.ordning for rules in file.rule_sets}:
        known = ", ".join(sorted({rules.ordning for rules in file.rule_sets}))
        raise CountyFileProblem([f"Fila har ingen ordning som heter «{asked}». Ordningene i fila: {known}."])
    return [asked] if asked else list(file.ordninger_in(year)) or [""]


def county_path(name: str) -> Path:
    """A path, or the name of a file that comes with Laget: "trondelag"."""
    path = Path(name)
    known = COUNTIES / f"{path.stem}.toml"
    return known if not path.exists() and known.exists() else path


def _refuse(lines: tuple[str, ...] | list[str]) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return 1


def _print(result: Apportionment, *, title: str, why: bool) -> None:
    console = Console()
    table = Table(title=title)
    table.add_column("Post")
    table.add_column("Kroner", justify="right")
    table.add_row("Fylkets tilskudd", spaced(result.grant), style="bold")
    for posts in (result.bound, result.set_asides, result.fixed, result.fellestiltak):
        for post in posts:
            table.add_row(post.name, spaced(-post.amount))
    to_whom = "Til nettverkene" if result.shares else "Til søknadene, etter rangering"
    table.add_row(to_whom, spaced(result.rest), style="bold", end_section=True)
    for post in result.frames:
        table.add_row(post.name, spaced(post.amount))
    if result.shares:
        table.add_row("Ikke fordelt", spaced(result.left))
    console.print(table)
    for share in result.shares if why else ():
        steps = Table(title=f"Hvorfor dette beløpet: {share.name}")
        for heading in ("Steg", "Regnestykke", "Kroner"):
            steps.add_column(heading, justify="right" if heading == "Kroner" else "left")
        for step in explain(result, share):
            steps.add_row(step.says, step.reckoning, "" if step.amount is None else spaced(step.amount))
        console.print(steps)
