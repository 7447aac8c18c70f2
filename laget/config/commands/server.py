import argparse
import errno
import os
import socket
import sys
from ipaddress import ip_address

from laget.base.cycle.problems import why
from laget.config.commands._setup import refuse_old_tables, safe_environment, setup

HELP = "Start nettstedet (granian)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", type=_host, default="127.0.0.1", help="IP-adressen det lytter på (127.0.0.1)")
    parser.add_argument("--port", type=_port, default=8000, help="porten det lytter på (8000)")
    parser.add_argument("--workers", type=_workers, default=2, help="hvor mange prosesser (2)")


def run(options: argparse.Namespace) -> int:
    setup()
    refuse_old_tables()
    _refuse_no_static_files()
    _refuse_what_is_taken(options.host, options.port)
    _warn_of_no_seal()
    if sys.stderr.isatty():
        print(f"Nettstedet starter på {options.host}, port {options.port}. Stopp med Ctrl-C.", file=sys.stderr)
    command = server_command(options.host, options.port, options.workers)
    os.execv(command[0], command)


def server_command(host: str, port: int, workers: int) -> list[str]:
    # Two threads a worker: one works while the other waits for the disk. More would wait for each other.
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "laget.config.wsgi:application",
        "--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "2",
        "--log-level", "warning", "--workers-kill-timeout", "30",
    ]  # fmt: skip


def _host(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} er ikke en IP-adresse, som 127.0.0.1 eller 0.0.0.0") from None


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} er ikke en port fra 0 til 65535")
    return int(text)


def _workers(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} er ikke et antall på 1 eller mer")
    return int(text)


def _refuse_no_static_files() -> None:
    """Every page asks for them by the names that `laget migrate` gave them."""
    environment = safe_environment()
    static = environment.var / "static"
    if environment.is_production and not (static / "staticfiles.json").exists():
        raise SystemExit(f"Det er ingen statiske filer i {static}. Kjør «laget migrate» først.")


def _warn_of_no_seal() -> None:
    """All but deciding and sending letters goes well without. Better said now than when someone is to decide."""
    from laget.base.ui.seal import NoSeal, certificate

    try:
        certificate()
    except NoSeal as problem:
        print(problem, file=sys.stderr)


def _refuse_what_is_taken(host: str, port: int) -> None:
    """Another server on the same port would share it, and each get half of what people ask for."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            reason = _WHY.get(problem.errno or 0) or why(problem)
            raise SystemExit(f"Kan ikke lytte på {host}, port {port}: {reason}.") from None


_WHY = {errno.EADDRINUSE: "porten er opptatt", errno.EADDRNOTAVAIL: "denne maskinen har ikke adressen"}
