"""The contracts on imports in pyproject.toml see every file: one that is split has all its parts in them."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from laget.config.environment import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
IN_AN_APP = next(each for each in CONTRACTS if "containers" in each)
WITHOUT_REQUEST = next(each for each in CONTRACTS if "laget.base.accounts.http" in each.get("forbidden_modules", ()))
FILES = [
    path.relative_to(ROOT)
    for area in ("base", "need", "grant", "effect")
    for path in ROOT.glob(f"laget/{area}/*/*.py")
    if path.parent.name != "tests"
]


def module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts)


def is_action(path: Path) -> bool:
    """It holds a verb: something done in one transaction."""
    return "transaction.atomic" in (ROOT / path).read_text(encoding="utf-8")


def test_every_app_with_a_layer_is_a_container() -> None:
    layered = {module(path.parent) for path in FILES if path.stem in {"models", "actions", "views"}}
    assert layered - {"laget.base.audit", "laget.base.ui"} == set(IN_AN_APP["containers"])


def test_every_part_of_a_layer_stands_in_it() -> None:
    layers = [set(re.findall(r"\w+", layer)) for layer in IN_AN_APP["layers"]]
    known = set.union(*layers)
    parts = {path.stem for path in FILES if re.search(r"(?:^|_)(?:urls|views|forms|queries|permissions)$", path.stem)}
    assert parts <= known
    verbs = {path.stem for path in FILES if is_action(path) and path.stem not in {"jobs", "verify"}}
    assert verbs == next(layer for layer in layers if "actions" in layer)


def test_no_action_sees_a_request() -> None:
    verbs = [module(path) for path in FILES if is_action(path) and path.stem not in {"jobs", "verify"}]
    unseen = [each for each in verbs if not any(fnmatch(each, known) for known in WITHOUT_REQUEST["source_modules"])]
    assert unseen == []
