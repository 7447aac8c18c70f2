"""A file in TOML, read as what it is to be. What keeps it from being so, is said in Norwegian to whoever wrote it."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from laget.base.cycle.faults import in_norwegian
from laget.base.cycle.problems import why

M = TypeVar("M", bound=BaseModel)
Problem = Callable[[list[str]], Exception]  # of every fault found, which the reader of that kind of file raises


def text_of(path: Path, problem: Problem) -> str:
    """Raises the problem when it can't be read, or isn't text."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise problem([f"Kan ikke lese {path}: {why(error)}."]) from None
    except UnicodeDecodeError:
        raise problem([f"{path} er ikke en tekstfil i UTF-8."]) from None


def read_as(shape: type[M], text: str, problem: Problem, *, kind: str, page: str) -> M:
    """Raises the problem. `kind` is what the file is called, `page` the page that explains it."""
    try:
        return shape.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise problem([f"Fila er ikke gyldig TOML{_place(error)}."]) from None
    except ValidationError as error:
        raise problem(in_norwegian(error, kind=kind, page=page)) from None


def _place(error: tomllib.TOMLDecodeError) -> str:
    """Where Python's own reader stopped: it says so in its message, in English."""
    found = re.search(r"line (\d+), column (\d+)", str(error))
    return f" på linje {found[1]}, kolonne {found[2]}" if found else ": noe mangler på slutten"
