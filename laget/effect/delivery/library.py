"""The spor and the models for development that come with Laget, read and checked."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from laget.base.cycle.form_shape import Part
from laget.base.cycle.toml_files import read_as
from laget.effect.delivery.spor_file import Spor, Way

HERE = Path(__file__).parent
P = TypeVar("P", bound=Part)


class TemplateProblem(Exception):
    """A file that can't be used: every fault found, in Norwegian."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def parse_spor(text: str) -> Spor:
    """Raises TemplateProblem."""
    spor = _parse(text, Spor, kind="et spor")
    problems = list(_wrong_with(spor))
    if problems:
        raise TemplateProblem(problems)
    return spor


def parse_way(text: str) -> Way:
    """Raises TemplateProblem."""
    way = _parse(text, Way, kind="en utviklingsmodell")
    keys = [phase.key for phase in way.phases]
    doubled = sorted({key for key in keys if keys.count(key) > 1})
    if doubled:
        raise TemplateProblem([f"To faser heter «{key}». Gi hver sitt navn." for key in doubled])
    return way


@cache  # they don't change while a process runs
def ways() -> dict[str, Way]:
    """By key: first the one that spor 3 is made for, then the others by title."""
    found = sorted((parse_way(text) for text in _texts("ways")), key=lambda way: (way.key != "spiral", way.title))
    return {way.key: way for way in found}


@cache
def all_spor() -> dict[str, Spor]:
    """By key, in the order of their numbers."""
    found = sorted((parse_spor(text) for text in _texts("spor")), key=lambda spor: spor.number)
    return {spor.key: spor for spor in found}


def _texts(folder: str) -> Iterator[str]:
    return (path.read_text(encoding="utf-8") for path in sorted((HERE / folder).glob("*.toml")))


def _parse(text: str, shape: type[P], *, kind: str) -> P:
    return read_as(shape, text, TemplateProblem, kind=kind, page="docs/delivery.md")


def _wrong_with(spor: Spor) -> Iterator[str]:
    """What each piece can't see alone."""
    known = ways()
    if spor.way is not None and spor.way not in known:
        yield f"Utviklingsmodellen «{spor.way}» finnes ikke. Velg en av {', '.join(sorted(known))}."
        return
    phases = {phase.key for phase in known[spor.way].phases} if spor.way else set()
    for step in spor.steps:
        if step.month > spor.months:
            yield f"«{step.title}» er {step.month} måneder ut, men sporet varer {spor.months}."
        for key in sorted({*step.shares, *step.prepares} - phases):
            yield f"«{step.title}» viser til fasen «{key}», som utviklingsmodellen ikke har."
        if step.times > 1 and not step.is_held:
            yield f"«{step.title}» er arbeid mellom samlingene, og kan ikke holdes {step.times} ganger."
    months = [step.month for step in spor.steps]
    if months != sorted(months):
        yield "Stegene skal stå i den rekkefølgen de kommer: «month» kan ikke bli lavere."
