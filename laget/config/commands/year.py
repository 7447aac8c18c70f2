"""A whole year without a browser, through the same actions as the pages."""

import argparse
import json
import os
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from laget.base.cycle.problems import why
from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.config.commands._setup import sample_environment
from laget.config.commands.allocate import county_path
from laget.config.commands.demo import sample_county
from laget.config.postgres import fresh_database
from laget.rules.numbers import spaced

DATABASE = "laget_year"  # stays until the next year is run, so that its letters can be verified
HELP = "Kjør et helt år på eksempeldataene, og skriv brevene, fordelingen, innstillingen og rapportene"
COLUMNS = {
    "need": "Behov",
    "frame": "Ramme",
    "applied": "Søkt",
    "recommended": "Anbefalt",
    "granted": "Innvilget",
    "used": "Brukt",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("county", metavar="FYLKE", help="eksempelfylket: trondelag")
    parser.add_argument("--out", type=Path, required=True, metavar="MAPPE", help="hvor det som blir laget, skal ligge")
    parser.add_argument("--round", type=int, default=2025, metavar="ÅR", help="budsjettåret (2025)")


def run(options: argparse.Namespace) -> int:
    os.environ.setdefault("LAGET_ENV", "demo")
    environment = sample_environment()
    name = sample_county(county_path(options.county).stem)
    refuse_unknown_year(name, options.round)
    out = folder(options.out)
    if (out / "summary.json").exists():
        print(f"{out} har et år fra før. Filene med samme navn blir erstattet.")
    # A database of its own, so that the demo's people keep what they have done.
    fresh_database(environment.var, DATABASE)
    import django

    django.setup()
    from django.conf import settings

    settings.EMAIL_FILE_PATH = str(out / "mail")
    summary = carry(name, options.round, out)
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    show(summary)
    letter = next(iter(sorted((out / "letters").glob("*.pdf"))), "FIL")
    print(f"Slik ser du om et av brevene er ekte, til du kjører et nytt år:\nlaget verify --year {letter}")
    return 0 if summary["audit"]["ok"] else 1


def refuse_unknown_year(name: str, year: int) -> None:
    """The county file has to say what the money of that year is."""
    years = sorted(read_county_file(COUNTIES / f"{name}.toml").years)
    if year not in years:
        raise SystemExit(f"Fylkesfila sier ikke noe om {year}. Velg blant: {', '.join(map(str, years))}.")


def folder(path: Path) -> Path:
    """The folder, made if it is not there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise SystemExit(f"Kan ikke skrive i {path}: {why(problem)}.") from None
    return path.resolve()


def carry(name: str, year: int, out: Path) -> dict[str, Any]:
    from laget.config.commands._setup import prepare
    from laget.config.commands.demo import counted, progress
    from laget.config.sample.papers import summarise, write_papers
    from laget.config.sample.world import build
    from laget.config.sample.year import SampleYear, beginning

    with progress() as bars:
        task = bars.add_task("Gjør klart", total=2)
        prepare()
        bars.advance(task)
        county = build(name, at=beginning(year))
        bars.advance(task)
        each = counted(bars)
        sample = SampleYear(county, year, progress=each)
        sample.carry()
        send_mail(each)
        write_papers(sample.round, out, each=each)
        return summarise(sample.round)


def send_mail(each: Any) -> None:
    """Empty the outbox, as the worker does."""
    from procrastinate.contrib.django import app

    for _ in each("Sender e-post", ["all"]):
        worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        worker.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)


def show(summary: dict[str, Any]) -> None:
    table = Table(title=f"{summary['county']} {summary['year']}")
    table.add_column("Nettverk", no_wrap=True)
    for heading in COLUMNS.values():
        table.add_column(heading, justify="right", no_wrap=True)
    for row in summary["networks"]:
        table.add_row(row["name"], *(spaced(row[key]) for key in COLUMNS))
    table.add_section()
    table.add_row("Sum", *(spaced(summary["totals"][key]) for key in COLUMNS), style="bold")
    audit = summary["audit"]
    verdict = "er hel" if audit["ok"] else "er BRUTT"
    console = Console(width=max(Console().width, 110))
    console.print(table)
    console.print(f"Revisjonsloggen {verdict}: {audit['entries']} linjer.")
