"""The pages about Laget are true where that can be tried: every dependency has its line, every link leads somewhere."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from laget.config import environment
from laget.config.cli import COMMANDS
from laget.config.environment import ROOT
from testing.markdown import DOCS, code, links, pages, sections, tables

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DEPENDENCIES = {
    "To run": PROJECT["project"]["dependencies"],
    "To develop": PROJECT["dependency-groups"]["dev"],
    "To build": PROJECT["build-system"]["requires"],
    "From npm": list(json.loads((ROOT / "frontend/package.json").read_text(encoding="utf-8"))["dependencies"]),
}


@pytest.mark.parametrize("heading", DEPENDENCIES)
def test_every_dependency_has_its_line_and_every_line_a_dependency(heading: str) -> None:
    rows = tables(sections(DOCS / "decisions/dependencies.md")[heading])[0]
    assert [row["Dependency"] for row in rows] == [_name(each) for each in DEPENDENCIES[heading]]
    assert all(row["Why it"] and row["What lost"] for row in rows)


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [link for link in links(page) if not _leads_somewhere(page, link)] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            waiting += [target for target in _targets(page) if target.suffix == ".md"]
    assert set(pages()) - seen == set()


def test_every_environment_variable_is_on_the_page_about_operations() -> None:
    said = {row["Variable"].strip("`") for row in tables(sections(DOCS / "operations.md")["Environment"])[0]}
    code = Path(environment.__file__).read_text(encoding="utf-8")
    assert said == set(re.findall(r'variables\.get\("(\w+)"', code))


def test_every_command_on_the_pages_is_there() -> None:
    said = [
        line
        for page in pages()
        for block in code(page.read_text(encoding="utf-8"), "sh")
        for line in block.splitlines()
    ]
    used = {name: {line.split()[1] for line in said if line.startswith(f"{name} ")} for name in ("make", "laget")}
    assert used["laget"] - set(COMMANDS) == set()
    assert (
        used["make"] - set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)) == set()
    )
    assert {"demo", "test"} <= used["make"]
    assert {"county", "audit", "allocate"} <= used["laget"]


def test_the_picture_is_small_enough_to_open_at_once() -> None:
    assert 10_000 < (DOCS / "picture.png").stat().st_size < 200_000


def _name(requirement: str) -> str:
    """ "psycopg[binary,pool]>=3.3" is psycopg. npm's names begin with @ and have a slash."""
    found = re.match(r"[@\w/.-]+", requirement)
    assert found
    return found[0]


def _leads_somewhere(page: Path, link: str) -> bool:
    address, _hash, anchor = link.partition("#")
    if "://" in address:
        return True
    target = (page.parent / address) if address else page
    return target.exists() and (not anchor or anchor in {_anchor(heading) for heading in sections(target)})


def _targets(page: Path) -> Iterator[Path]:
    relative = (link.partition("#")[0] for link in links(page) if "://" not in link)
    return ((page.parent / address).resolve() for address in relative if address)


def _anchor(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
