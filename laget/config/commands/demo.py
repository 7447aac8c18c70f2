"""The whole of Laget on one machine: database, website and worker, with a sample county in it."""

import argparse
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from laget.base.cycle.reading import COUNTIES
from laget.config.commands._setup import prepare, safe_environment, sample_environment, setup
from laget.config.commands.server import server_command
from laget.config.environment import ROOT
from laget.config.postgres import fresh_database

HELP = "Start Laget med et eksempelfylke, og stopp alt med Ctrl-C"
FIRST_DAY = date(2024, 11, 4)  # the needs of 2025 are being gathered
PATIENCE = 120  # seconds: a slow machine that does something else too needs most of them
UNHEARD = 3  # seconds until a signal that stopped nothing is tried again
STOPPING = threading.Event()  # someone has asked for it, so whatever breaks after that is no fault
console = Console()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--county", default="trondelag", help="hvilket eksempelfylke")
    parser.add_argument("--reset", action="store_true", help="kast dataene og begynn på nytt")


def run(options: argparse.Namespace) -> int:
    os.environ.setdefault("LAGET_ENV", "demo")
    sample_environment()
    stop_on_signals()
    try:
        return start(options)
    except BaseException:
        if not STOPPING.is_set():
            raise
        signal.setitimer(signal.ITIMER_REAL, 0)
        kept = "Eksempelfylket bygges på nytt neste gang." if unfinished().exists() else "Dataene er tatt vare på."
        console.print(f"\nStopper. {kept}")
        return 0


def start(options: argparse.Namespace) -> int:
    sample_county(options.county)
    port, held = free_port(options.port)
    os.environ.setdefault("LAGET_ADDRESS", f"http://localhost:{port}")
    if options.reset or unfinished().exists():
        with console.status("Kaster det som var"):
            throw_away()
    setup()
    with console.status("Gjør tabeller og filer klare"):
        prepare()
    fill(options.county)
    held.close()
    return serve(port)


def stop_on_signals() -> None:
    """Let Ctrl-C, a closed terminal and a polite kill mean the same, also where we were started with Ctrl-C off.

    The first is enough. `timeout` and `make` send theirs in pairs, and a second must not break off the stopping. But
    where Python can let nothing out, as while it throws away an object, what a signal raises is lost: then it is raised
    again a little later.
    """

    def interrupt(number: int, _frame: object) -> None:
        if number == signal.SIGALRM or not STOPPING.is_set():
            STOPPING.set()
            signal.setitimer(signal.ITIMER_REAL, UNHEARD)
            raise KeyboardInterrupt

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(each, interrupt)


def sample_county(name: str) -> str:
    """The name of a county that comes with sample people. Stops when there is no such thing."""
    known = sorted(
        path.stem for path in (ROOT / "laget/config/sample").glob("*.toml") if (COUNTIES / path.name).exists()
    )
    if name not in known:
        raise SystemExit(f"Det finnes ikke noe eksempelfylke som heter «{name}». Velg blant: {', '.join(known)}.")
    return name


def throw_away() -> None:
    """Empty the demo's database, and remove its files and mail. Only the demo's own: never a database given to us."""
    if "DATABASE_URL" in os.environ:
        raise SystemExit("DATABASE_URL er satt. «--reset» kaster bare demoens egen database.")
    var = sample_environment().var
    fresh_database(var, "laget")
    for name in ("files", "mail"):
        shutil.rmtree(var / name, ignore_errors=True)


def unfinished() -> Path:
    """A mark that stands while the county is being built. When it is there at a start, someone stopped halfway."""
    return safe_environment().var / "unfinished"


def free_port(wanted: int) -> tuple[int, socket.socket]:
    """The port asked for, or the next one that is free, held until the socket is closed. Says so when it is another.

    The server shares its port among its processes, so another demo that started while this one was building would
    share it too, and each would get half of what people ask for.
    """
    for port in range(wanted, wanted + 50):
        held = socket.socket()
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind(("127.0.0.1", port))
            held.listen()
        except OSError:
            held.close()
            continue
        if port != wanted:
            console.print(f"[yellow]Port {wanted} er opptatt. Bruker {port} i stedet.[/yellow]")
        return port, held
    raise SystemExit(f"Ingen ledig port mellom {wanted} og {wanted + 49}. Prøv «laget demo --port 9000».")


def fill(name: str) -> None:
    """Build the sample county, last year carried and this year begun. Leaves a county that is there as it is."""
    from laget.base.actors.models import County
    from laget.base.cycle.actions import set_demo_day
    from laget.config.sample.catalogue import offer
    from laget.config.sample.delivery import carry_out, run_pulje
    from laget.config.sample.events import arrange, hold_a_day
    from laget.config.sample.gatherings import put_in_wheels
    from laget.config.sample.groups import work_together
    from laget.config.sample.oppfolging import follow_up
    from laget.config.sample.ranked import BESIDE, build_beside
    from laget.config.sample.surveys import ask_twice
    from laget.config.sample.uptake import go_through
    from laget.config.sample.voices import hear_children
    from laget.config.sample.world import build
    from laget.config.sample.year import OSLO, SampleYear
    from laget.effect.archive.actions import keep_journal

    if County.objects.exists():
        console.print("Fortsetter med dataene som de var. «make demo-reset» begynner på nytt.")
        return
    unfinished().touch()
    console.print("Bygger et fylke med to år i. Det tar et halvt minutt.")
    with progress() as bars:
        each = counted(bars)
        task = bars.add_task("Bygger eksempelfylket", total=None)
        county = build(name, at=datetime(2023, 8, 15, 9, tzinfo=OSLO))
        bars.update(task, total=1, completed=1)
        offer(county, today=date(FIRST_DAY.year - 1, 8, 20))  # before anyone plans what to use of it
        SampleYear(county, FIRST_DAY.year, progress=each).carry(until="pay")
        _deliver_letters()
        SampleYear(county, FIRST_DAY.year + 1, progress=each).carry(until="ask_owners")
    begins = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 8, tzinfo=OSLO)
    with console.status("Bygger fylkene ved siden av"):
        for beside in BESIDE:
            build_beside(beside, at=begins)
    with console.status("Kartlegger, to høster på rad"):
        survey = ask_twice(county)
    with console.status("Hører barna"):
        hear_children(survey)
    hold_a_day(county, today=FIRST_DAY)
    arrange(county, today=FIRST_DAY)
    work_together(county, today=FIRST_DAY)
    put_in_wheels(county, at=begins)
    carry_out(SampleYear(county, FIRST_DAY.year).round, today=FIRST_DAY)
    run_pulje(county, today=FIRST_DAY)
    go_through(county, today=FIRST_DAY)
    follow_up(county, today=FIRST_DAY)
    keep_journal(county.pk, at=begins)
    _plan_and_sum_up(SampleYear(county, FIRST_DAY.year + 1).round, at=begins)
    set_demo_day(FIRST_DAY, person=None)
    unfinished().unlink()


def _deliver_letters() -> None:
    """The day they left, as the worker does: from then on one may complain, and not from when the demo was begun."""
    from laget.grant.tilsagn.models import Letter
    from laget.grant.tilsagn.outbox import deliver

    for letter in Letter.objects.filter(delivery=Letter.Delivery.SENDING):
        assert letter.leaves_at
        deliver(letter.pk, at=letter.leaves_at)


def _plan_and_sum_up(round: Any, *, at: datetime) -> None:
    """What is planned for the year after, and what many say of it."""
    from laget.config.sample.descriptions import describe_projects
    from laget.config.sample.plans import make_plans
    from laget.config.sample.synthesis import TITLES, sum_up

    with console.status("Skriver og vedtar planer"):
        make_plans(round, at=at)
        describe_projects(round, at=at)
    for kind in TITLES:
        sum_up(round.county, today=at.date(), kind=kind)


def progress() -> Progress:
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console
    )


def counted(bars: Progress) -> Any:
    """Go through things with a bar that shows how far it has come."""

    def each(label: str, things: list[Any]) -> Iterator[Any]:
        return iter(bars.track(things, description=label)) if things else iter(things)

    return each


def serve(port: int) -> int:
    """Run the website and the worker until Ctrl-C, then stop both. The database stops with this process."""
    commands = [server_command("127.0.0.1", port, workers=2), [sys.executable, "-m", "laget", "worker"]]
    processes: list[subprocess.Popen[bytes]] = []
    try:
        # In sessions of their own, so that Ctrl-C comes to us, and we stop them in peace.
        processes.extend(
            subprocess.Popen(command, start_new_session=True, preexec_fn=end_with_the_demo)  # noqa: PLW1509 -- one thread
            for command in commands
        )
        wait_until_open(port, processes)
        console.print(f"\n[bold]Laget kjører på http://localhost:{port}[/bold]  Stopp med Ctrl-C.")
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
    finally:
        stop(processes)
    console.print("[red]En av prosessene stoppet av seg selv, så resten ble stoppet også.[/red]")
    return 1


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG, in linux/prctl.h


def end_with_the_demo() -> None:
    """Asked of a process as it is born: stop when the demo is gone, also when it was killed and could stop nothing."""
    if _LIBC:
        _LIBC.prctl(_WHEN_PARENT_DIES, signal.SIGTERM)


def wait_until_open(port: int, processes: Iterable[subprocess.Popen[bytes]]) -> None:
    with console.status("Starter nettstedet"):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if any(process.poll() is not None for process in processes):
                raise SystemExit("Nettstedet startet ikke. Se meldingen over.")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
    raise SystemExit(
        f"Nettstedet svarte ikke innen {PATIENCE // 60} minutter. Maskinen har kanskje mye å gjøre. "
        "Vent litt, og start på nytt: dataene er tatt vare på."
    )


def stop(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)  # it was heard
    for process in processes:
        process.terminate()
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        with suppress(ProcessLookupError):  # what was just starting may not have heard, or not told its own
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
