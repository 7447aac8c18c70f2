"""A file as an answer: what is known of it. What it holds lies in the file storage, under its id."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from laget.base.ui.templatetags.ui import decimals


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that was laid by, checked, and kept. It is frozen with the answers: its hash says what it held."""

    id: str
    name: str
    size: int  # bytes
    sha256: str

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> "Attached":
        return cls(raw["id"], raw["name"], raw["size"], raw["sha256"])

    @property
    def as_answer(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def in_words(self) -> str:
        """Its name and size, and what it is known again by on paper and beside another version."""
        return f"{self.name} ({self.weight}, SHA-256 {self.sha256[:16]})"

    @property
    def weight(self) -> str:
        """ "1,2 MB" or "230 kB"."""
        if self.size < 1_000_000:
            return f"{max(1, round(self.size / 1000))} kB"
        return f"{decimals(self.size / 1_000_000)} MB"


def files_in(answers: Mapping[str, Any]) -> list[str]:
    """The ids of the files among answers, whichever questions they belong to."""
    return [answer["id"] for answer in answers.values() if isinstance(answer, dict)]
