"""A whole year without a browser, held against the bare commits that so many acts need at least."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from bench.figures import Figure, Figures

AT_ONCE = 2000  # commits to time: enough to tell


def measure(figures: Figures, out: Path) -> None:
    """`laget year`, in a process and a database of its own."""
    folder = out / "bench-year"
    before = _commit_seconds()
    began = time.perf_counter()
    command = [sys.executable, "-m", "laget", "year", "trondelag", "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "LAGET_ENV": "demo"})
    seconds = time.perf_counter() - began
    commit = (before + _commit_seconds()) / 2
    acts = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["audit"]["entries"]
    figures.add(
        Figure(
            "year",
            "A year, headless",
            seconds,
            "s",
            f"{acts} bare commits",
            seconds / (acts * commit),
            note=f"{acts / seconds:.0f} acts a second; a bare commit takes {commit * 1000:.2f} ms",
        )
    )


def _commit_seconds() -> float:
    """How long it takes to insert a row and commit it, one after the other, waiting for the disk."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench_bare (act text)")
        began = time.perf_counter()
        for _ in range(AT_ONCE):
            connection.execute("INSERT INTO bench_bare VALUES ('save')")
        seconds = time.perf_counter() - began
        connection.execute("DROP TABLE bench_bare")
    return seconds / AT_ONCE
