"""`make bench`: what Laget takes, each figure beside a yardstick measured in the same run.

    python -m bench                     everything, some ten minutes
    python -m bench pages letters       only these

Writes build/bench.json: {name: {"value", "unit", "ratio"}}. docs/performance.md says what each means.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build"
VAR = OUT / "bench"

# Before Django reads its settings: as in production, in a database and a folder of our own.
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "laget.config.settings",
    "LAGET_ENV": "production",
    "LAGET_VAR": str(VAR),
    "LAGET_SECRET_KEY": "what is measured has nothing to hide, and is gone the next time",
    "LAGET_VOICE_KEYS": f"bench:{'A' * 43}=",
    "LAGET_HOSTS": "localhost",
    "LAGET_ADDRESS": "https://localhost",
    "LAGET_EMAIL_URL": "smtp://localhost:25",
    "LAGET_MAIL_FROM": "Laget <laget@example.org>",
    "LAGET_SEAL": str(VAR / "seal.p12"),
}


os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody runs Laget so: each start would compile it all again


def main(wanted: list[str]) -> int:
    from bench import database
    from bench.figures import Figures, console
    from bench.machine import describe

    began, figures = time.monotonic(), Figures()
    with console.status("Making a database"):
        postgres = database.make("laget_bench", VAR)
    console.print(describe(postgres.version), style="dim")
    from bench import (
        allocation,
        answering,
        events,
        freezing,
        letters,
        pages,
        picture,
        ranking,
        search,
        year,
    )  # they need Django to be set up
    from bench.county import filled
    from laget.base.ui.trial_certificate import make_trial_certificate

    make_trial_certificate(VAR / "seal.p12")

    def own(name: str) -> database.Postgres:
        """An empty database for one of those that fill it with people of the same names."""
        return database.make(f"laget_bench_{name}", VAR)

    def apart(measure: Callable[[Figures], None]) -> Callable[[], None]:
        def run() -> None:
            own(measure.__module__.rpartition(".")[2])
            measure(figures)

        return run

    runs: dict[str, Callable[[], None]] = {
        "allocation": lambda: allocation.measure(figures),
        "year": lambda: year.measure(figures, OUT),
        "letters": lambda: letters.measure(figures, filled()),
        "pages": lambda: pages.measure(figures, filled(), postgres),
        "answering": lambda: answering.measure(figures, own("answering")),
        "freezing": apart(freezing.measure),
        "ranking": apart(ranking.measure),
        "events": apart(events.measure),
        "picture": apart(picture.measure),
        "search": apart(search.measure),
    }
    for name, run in runs.items():
        if not wanted or name in wanted:
            console.rule(name, align="left")
            run()
    figures.write(OUT / "bench.json")
    console.print(figures.table())
    console.print(f"{time.monotonic() - began:.0f} seconds. Written to build/bench.json.", style="dim")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
