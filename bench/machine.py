"""The machine and what runs on it: without that, a figure says little."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("django", "granian", "gunicorn", "psycopg", "typst")


def describe(postgres: str) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    load = "/".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}, PostgreSQL {postgres}, {packages}; load {load}"
    )


def cpu_seconds(*roots: int) -> float:
    """Processor time used so far by these processes and all below them. 0 where there is no /proc."""
    processes = _processes()
    mine, more = set[int](), set(roots)
    while more:
        mine |= more
        more = {pid for pid, (parent, _ticks) in processes.items() if parent in more}
    return sum(processes[pid][1] for pid in mine & processes.keys()) / os.sysconf("SC_CLK_TCK")


def _processes() -> dict[int, tuple[int, int]]:
    """Each process with its parent, and the ticks that it and those it has buried have used."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        found[int(path.parent.name)] = (int(fields[1]), sum(int(each) for each in fields[11:15]))
    return found


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
