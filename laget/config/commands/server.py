import argparse
import os
import sys

from laget.config.commands._setup import setup

HELP = "Start nettstedet (granian)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)


def run(options: argparse.Namespace) -> int:
    setup()
    command = server_command(options.host, options.port, options.workers)
    os.execv(command[0], command)


def server_command(host: str, port: int, workers: int) -> list[str]:
    # Two threads a worker: one works while the other waits for the disk. More would wait for each other.
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "laget.config.wsgi:application",
        "--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "2",
        "--log-level", "warning", "--workers-kill-timeout", "30",
    ]  # fmt: skip
