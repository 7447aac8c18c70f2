import argparse

from laget.base.cycle.problems import why
from laget.config.commands._setup import prepare, says, setup

HELP = "Oppdater tabellene og de statiske filene"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    setup()
    try:
        with says("Oppdaterer tabellene og de statiske filene"):
            prepare()
    except OSError as problem:
        raise SystemExit(f"Kan ikke skrive i {problem.filename}: {why(problem)}. Se LAGET_VAR.") from None
    print("Tabellene og de statiske filene er oppdatert.")
    return 0
