"""A whole year without a browser, through the same actions as the pages."""

import argparse
import json
import os
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from laget.config.commands.allocate import county_path
from laget.config.environment import read_environment
from laget.config.postgres import fresh_database

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
    name = county_path(options.county).stem
    os.environ.setdefault("LAGET_ENV", "demo")
    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    # A database of its own, so that the demo's people keep what they have done.
    fresh_database(read_environment().var, "laget_year")
    import django

    django.setup()
    from django.conf import settings

    settings.EMAIL_FILE_PATH = str(out / "mail")
    summary = carry(name, options.round, out)
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    show(summary)
    return 0 if summary["audit"]["ok"] else 1


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
        table.add_row(row["name"], *(f"{row[key]:,}".replace(",", " ") for key in COLUMNS))
    table.add_section()
    table.add_row("Sum", *(f"{summary['totals'][key]:,}".replace(",", " ") for key in COLUMNS), style="bold")
    audit = summary["audit"]
    verdict = "er hel" if audit["ok"] else "er BRUTT"
    console = Console(width=max(Console().width, 110))
    console.print(table)
    console.print(f"Revisjonsloggen {verdict}: {audit['entries']} linjer.")
