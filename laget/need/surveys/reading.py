"""An instrument read and checked, with every fault said in Norwegian, and written again."""

from functools import cache
from pathlib import Path

import tomli_w

from laget.base.cycle.toml_files import read_as, text_of
from laget.need.surveys.checks import what_does_not_hang_together
from laget.need.surveys.instrument_file import Instrument
from laget.need.surveys.problems import InstrumentProblem

__all__ = ["INSTRUMENTS", "InstrumentProblem", "parse_instrument", "read_instrument", "shipped", "write_instrument"]

INSTRUMENTS = Path(__file__).parent / "instruments"


def read_instrument(path: Path) -> Instrument:
    """Read a file. Raises InstrumentProblem, with every fault found, in Norwegian."""
    return parse_instrument(text_of(path, InstrumentProblem))


def parse_instrument(text: str) -> Instrument:
    """The same, from the text of a file."""
    instrument = read_as(Instrument, text, InstrumentProblem, kind="en instrumentfil", page="docs/instruments.md")
    problems = list(what_does_not_hang_together(instrument))
    if problems:
        raise InstrumentProblem(problems)
    return instrument


def write_instrument(instrument: Instrument) -> str:
    """The text of a file that reads as the same instrument."""
    return tomli_w.dumps(instrument.model_dump(mode="json", exclude_defaults=True))


@cache  # they don't change while a process runs
def shipped() -> tuple[Instrument, ...]:
    """The instruments that come with Laget."""
    return tuple(read_instrument(path) for path in sorted(INSTRUMENTS.glob("*.toml")))
