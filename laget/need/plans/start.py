"""What a plan begins with: the answers that are common to such plans, to be changed by whoever writes it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from laget.base.cycle.form_shape import Form

FILE = Path(__file__).parent / "start.toml"


def first_answers(form: Form, kind: str) -> dict[str, Any]:
    """By their paths. A list is the titles of a section that repeats; what the form doesn't ask is left out."""
    answers: dict[str, Any] = {}
    asked = form.paths()
    for key, found in _in_file().get(kind, {}).items():
        if isinstance(found, str) and key in asked:
            answers[key] = found
        elif f"{key}.title" in asked:
            ids = [f"{number:08x}" for number in range(1, len(found) + 1)]
            answers[key] = ids
            answers |= {f"{key}.{id}.title": title for id, title in zip(ids, found, strict=True)}
    return answers


@cache
def _in_file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
