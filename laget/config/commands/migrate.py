import argparse

from laget.config.commands._setup import prepare, setup

HELP = "Oppdater tabellene og de statiske filene"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    setup()
    prepare()
    return 0
