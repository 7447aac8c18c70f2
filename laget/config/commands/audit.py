import argparse
from pathlib import Path

from rich.progress import Progress

from laget.base.cycle.problems import why
from laget.config.commands._setup import setup

HELP = "Kontroller revisjonsloggen, eller forankre den utenfor databasen"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="HVA")
    verify = commands.add_parser("verify", help="kontroller at ingen linje er endret, flyttet eller borte")
    verify.add_argument("--anchors", type=Path, help="en fil med forankringer, fra «laget audit anchor»")
    anchor = commands.add_parser("anchor", help="skriv hvor kjedene er kommet, til en fil som ligger et annet sted")
    anchor.add_argument("file", type=Path, metavar="FIL")


def run(options: argparse.Namespace) -> int:
    setup()
    from laget.base.audit.verify import lines, read_anchors, verify, write_anchors

    if options.what == "anchor":
        try:
            written = write_anchors(options.file)
        except OSError as problem:
            raise SystemExit(f"Kan ikke skrive {options.file}: {why(problem)}.") from None
        for anchor in written:
            print(f"{anchor.chain}: {lines(anchor.length)}, {anchor.head}")
        return 0
    try:
        anchors = read_anchors(options.anchors) if options.anchors else []
    except (OSError, ValueError, TypeError):
        raise SystemExit(f"Kan ikke lese {options.anchors} som forankringer fra «laget audit anchor».") from None
    if options.anchors and not anchors:
        raise SystemExit(f"Det står ingen forankringer i {options.anchors}. Da er ingenting sammenlignet.")
    with Progress(transient=True) as progress:
        task = progress.add_task("Leser kjedene", total=None)
        verdict = verify(anchors, progress=lambda read: progress.update(task, completed=read))
    for broken in verdict.breaks:
        print(f"Kjeden {broken.chain} er brutt: {broken.reason}.")
    if verdict.ok:
        print(f"Revisjonsloggen er hel: {lines(verdict.entries)}.")
    return 0 if verdict.ok else 1
