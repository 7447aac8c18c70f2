"""`laget year`: a whole county's year without a browser, and every figure it leaves agrees with the others."""

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from openpyxl import load_workbook

COLUMNS = ("need", "frame", "applied", "recommended", "granted", "used")


@dataclass(frozen=True)
class Year:
    """What the command left: the folder, what it printed, and the summary."""

    out: Path
    printed: str
    summary: dict[str, Any]

    @property
    def letters(self) -> dict[str, dict[str, Any]]:
        """The decision that goes along in each letter, by recipient."""
        found = {}
        for file in (self.out / "letters").glob("*.pdf"):
            with pikepdf.open(file) as pdf:
                data = json.loads(pdf.attachments["tilsagn.json"].get_file().read_bytes())
            found[data["recipient"]] = data
        return found

    @property
    def division(self) -> dict[str, dict[str, int]]:
        """The posts of the spreadsheet: {label: {name: kroner}}."""
        sheet = load_workbook(io.BytesIO((self.out / "fordeling-2025.xlsx").read_bytes()))["Fordeling"]
        posts: dict[str, dict[str, int]] = {}
        for label, name, amount in sheet.iter_rows(min_row=2, values_only=True):
            posts.setdefault(str(label), {})[str(name or "")] = int(str(amount))
        return posts


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    folder = tmp_path_factory.mktemp("year")
    dropped = ("DATABASE_URL", "LAGET_ENV", "LAGET_VAR")
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    ran = subprocess.run(
        [sys.executable, "-m", "laget", "year", "trondelag", "--out", str(folder / "out")],
        env=environment | {"LAGET_VAR": str(folder / "var")},
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    summary = json.loads((folder / "out" / "summary.json").read_text(encoding="utf-8"))
    return Year(folder / "out", ran.stdout, summary)


def test_everything_that_a_year_leaves_is_there(year: Year) -> None:
    assert {path.name for path in year.out.iterdir()} == {
        "fordeling-2025.xlsx", "innstilling-2025.pdf", "letters", "mail", "protokoll-2025-03-12.pdf", "reports",
        "summary.json",
    }  # fmt: skip
    letters = {path.name for path in (year.out / "letters").iterdir()}
    assert len(letters) == 17  # eleven networks, four partners, the PPT leaders and the forum
    assert {path.name for path in (year.out / "reports").iterdir()} == letters


def test_each_letter_went_out_once(year: Year) -> None:
    mail = b"".join(path.read_bytes() for path in (year.out / "mail").iterdir())
    went_out = re.findall(rb"Message-ID: <letter-(\w+)@", mail)
    assert len(went_out) == len(set(went_out)) == mail.count(b"Content-Disposition: attachment")
    assert len(re.findall(rb"Subject: Vedtak om tilsk\w+ for 2025", mail)) == 17  # one in nynorsk


def test_the_audit_log_is_whole(year: Year) -> None:
    audit = year.summary["audit"]
    assert audit["ok"] is True
    assert f"Revisjonsloggen er hel: {audit['entries']} linjer." in year.printed


def test_the_networks_add_up_to_the_totals(year: Year) -> None:
    networks = year.summary["networks"]
    assert len(networks) == 11
    assert year.summary["totals"] == {key: sum(row[key] for row in networks) for key in COLUMNS}


def test_no_step_has_more_money_than_the_one_before(year: Year) -> None:
    for row in year.summary["networks"]:
        assert row["frame"] >= row["applied"] >= row["recommended"] >= row["granted"] >= row["used"] > 0


def test_the_table_says_what_the_summary_says(year: Year) -> None:
    for row in (*year.summary["networks"], {"name": "Sum", **year.summary["totals"]}):
        (line,) = [line for line in year.printed.splitlines() if line.startswith(f"│ {row['name']} ")]
        cells = [cell.strip() for cell in line.strip("│").split("│")]
        assert cells == [row["name"], *(f"{row[key]:,}".replace(",", "\u202f") for key in COLUMNS)]


def test_the_spreadsheet_has_the_same_frames_and_adds_up_to_the_grant(year: Year) -> None:
    division = year.division
    assert division["Ramme"] == {row["name"]: row["frame"] for row in year.summary["networks"]}
    assert sum(division["Faste tildelinger"].values()) == 2_400_000
    assert division["Sum av delene"] == division["Fylkets tilskudd"] == {"": 20_600_000}


def test_the_letters_give_what_the_summary_says_is_granted(year: Year) -> None:
    division, this_year = year.division, 0
    for letter in year.letters.values():
        assert letter["granted"] == sum(line["granted"] for line in letter["amounts"])
        this_year += sum(line["granted"] for line in letter["amounts"] if line["year"] == 2025)
    earmarked = sum(division["Faste tildelinger"].values()) + sum(division["Fellestiltak"].values())
    assert this_year == year.summary["totals"]["granted"] + earmarked
