"""What registers know of the one a document is about, as it was when the document was opened. Nobody types it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str
    source: str  # the register, with its year or day


def facts_in(given: Mapping[str, Any]) -> list[Fact]:
    return [Fact(**each) for each in given.get("facts", ())]
