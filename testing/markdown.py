"""What the tests read out of our own pages: sections, tables, code and links."""

import re
from pathlib import Path

from laget.config.environment import ROOT

DOCS = ROOT / "docs"
CODE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def pages() -> list[Path]:
    """Every page of the documentation, README and its neighbours among them."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def sections(page: Path) -> dict[str, str]:
    """The text under each heading, down to the next heading of any level."""
    parts = re.split(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def tables(text: str) -> list[list[dict[str, str]]]:
    """Each table as rows, each row by its headings."""
    found = re.findall(r"(?:^\|.*\|$\n?)+", text, flags=re.MULTILINE)
    return [_rows([_cells(line) for line in table.splitlines()]) for table in found]


def code(text: str, language: str) -> list[str]:
    return [body for name, body in CODE.findall(text) if name == language]


def quote(text: str) -> str:
    """The block quote in the text, "" when there is none."""
    return " ".join(line.removeprefix("> ") for line in text.splitlines() if line.startswith("> "))


def links(page: Path) -> list[str]:
    """Where the page points, code aside."""
    return LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))


def number(text: str) -> int:
    """ "1 250 000" as people write it."""
    return int(text.replace(" ", ""))


def _rows(lines: list[list[str]]) -> list[dict[str, str]]:
    heading, _rule, *rows = lines
    return [dict(zip(heading, row, strict=True)) for row in rows]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
