"""Find LibreOffice for the test that opens every file, or fetch it: `python -m testing.office`."""

import csv
import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

from testing.debian import install

PACKAGES = ("libreoffice-calc-nogui", "libreoffice-writer-nogui")
NAMES = ("soffice", "libreoffice")


def find() -> str | None:
    """The path of one that is here already."""
    if named := os.environ.get("LAGET_OFFICE"):
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def convert(files: Iterable[Path], to: str, *, into: Path, home: Path) -> None:
    """Open files, and save them as another kind. One start of it for all; `home` is where it keeps what is its own."""
    office = find()
    assert office, "The test needs LibreOffice: python -m testing.office"
    command = [office, f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore", "--convert-to", to]
    done = subprocess.run(
        [*command, "--outdir", str(into), *map(str, files)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr


@dataclass(frozen=True, slots=True)
class Kept:
    """Files that pages gave, each named for its page, to be opened all at once."""

    folder: Path
    spreadsheets: list[Path] = field(default_factory=list)
    texts: list[Path] = field(default_factory=list)

    def keep(self, name: str, answer: Any) -> None:
        """What a page answered, if it is for LibreOffice."""
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        media = answer.headers.get("Content-Type", "")
        for ending, found, kept in (
            ("xlsx", "spreadsheetml", self.spreadsheets),
            ("docx", "wordprocessingml", self.texts),
        ):
            if found in media:
                file = self.folder / f"{name.replace(':', '-')}.{ending}"
                file.write_bytes(content)
                kept.append(file)

    def open_all(self) -> None:
        home, out = self.folder / "home", self.folder / "out"
        convert(self.texts, "txt:Text (encoded):UTF8", into=out, home=home)
        for text in self.texts:
            assert len((out / f"{text.stem}.txt").read_text(encoding="utf-8")) > 200, text.stem
        convert(self.spreadsheets, "csv:Text - txt - csv (StarCalc):44,34,76,1", into=out, home=home)
        for sheet in self.spreadsheets:
            written = openpyxl.load_workbook(sheet).worksheets[0]
            headings = [str(cell.value or "") for cell in next(written.iter_rows())]
            with (out / f"{sheet.stem}.csv").open(encoding="utf-8", newline="") as found:
                assert next(csv.reader(found)) == headings, sheet.stem


def kept_in(folder: Path) -> Kept:
    return Kept(folder)


if __name__ == "__main__":
    if find() is None:
        install(*PACKAGES, what="LibreOffice for the test that opens every file")
    if find() is None:
        raise SystemExit(f"One test needs LibreOffice. Install {' and '.join(PACKAGES)}, or name it in LAGET_OFFICE.")
