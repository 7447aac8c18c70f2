"""Instruments of kartlegging, with nothing but their files: anyone can check one, or read what it asks."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from laget.need.surveys.instrument_file import Instrument, Item, layer_name, text
from laget.need.surveys.languages import LANGUAGES
from laget.need.surveys.problems import InstrumentProblem
from laget.need.surveys.reading import INSTRUMENTS, read_instrument, shipped
from laget.need.surveys.translations import in_full, in_part

HELP = "Kontroller, list opp eller vis instrumenter til kartlegging"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="HVA")
    check = commands.add_parser("check", help="si hva som eventuelt er feil i fila")
    check.add_argument("file", type=Path, metavar="FIL.toml")
    commands.add_parser("list", help="instrumentene som følger med")
    show = commands.add_parser("show", help="alt et instrument spør om")
    show.add_argument("key", metavar="NAVN", help="navnet på et som følger med, eller en fil")
    show.add_argument("--language", choices=LANGUAGES, default="nb", help="språket, når instrumentet har det")


def run(options: argparse.Namespace) -> int:
    try:
        _COMMANDS[options.what](options)
    except InstrumentProblem as problem:
        for line in problem.problems:
            print(line, file=sys.stderr)
        return 1
    return 0


def _check(options: argparse.Namespace) -> None:
    print(f"{_summary(read_instrument(options.file))} Fila er i orden.")


def _list(_options: argparse.Namespace) -> None:
    for instrument in shipped():
        print(f"{instrument.key:24} {_summary(instrument)}")


def _show(options: argparse.Namespace) -> None:
    instrument, language = read_instrument(_path(options.key)), options.language
    print(_summary(instrument, language))
    print(text(instrument.purpose, language))
    print(f"Kilde: {instrument.source}\nLisens: {instrument.licence}\n\n{text(instrument.intro, language)}")
    for section in instrument.sections:
        print(f"\n{text(section.title, language)}")
        if section.intro:
            print(text(section.intro, language))
        for item in section.items:
            print(f"  {item.key:20} {text(item.text, language)}{_remarks(item, language)}")
    print()
    for name, choices in instrument.answer_scales.items():
        print(f"{name}: {', '.join(f'{choice.value} {text(choice.text, language)}' for choice in choices)}")


def _summary(instrument: Instrument, language: str = "nb") -> str:
    languages = ", ".join(LANGUAGES[code] for code in in_full(instrument))
    some = "".join(f", noe på {LANGUAGES[code]}" for code in in_part(instrument))
    return (
        f"{text(instrument.title, language)}, versjon {instrument.version}: "
        f"{len(instrument.items())} spørsmål, {instrument.minutes} minutter, {languages}{some}."
    )


def _remarks(item: Item, language: str) -> str:
    remarks = []
    if item.layers:
        remarks.append("til " + ", ".join(layer_name(layer, language) for layer in item.layers))
    if item.reversed:
        remarks.append("snudd")
    if item.when:
        remarks.append(f"hvis {item.when.item} er {' eller '.join(map(str, item.when.values))}")
    return f" ({'; '.join(remarks)})" if remarks else ""


def _path(name: str) -> Path:
    """A path, or the name of an instrument that comes with Laget."""
    known = INSTRUMENTS / f"{name}.toml"
    return known if known.exists() else Path(name)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], None]] = {"check": _check, "list": _list, "show": _show}
