"""What a synthesis begins with: its sections, and its themes with their words."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    questions: Sequence[str]


@cache
def sections() -> tuple[Section, ...]:
    return tuple(Section(**each) for each in _read("sections.toml")["sections"])


def section_of(path: str) -> str:
    """Where a question belongs, by its path in its form: "amount", or "tiltak.start"."""
    key = path.rpartition(".")[2]
    for wanted in (path, key):
        for section in sections():
            if wanted in section.questions:
                return section.key
    return sections()[-1].key


def first_themes() -> list[list[Any]]:
    return [[theme, words] for theme, words in _read("themes.toml")["themes"].items()]


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
