"""`laget instrument` reads files alone: no database, and every message in Norwegian."""

from pathlib import Path

import pytest

from laget.config.cli import main
from laget.need.surveys.reading import INSTRUMENTS


def test_a_good_file_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instrument", "check", str(INSTRUMENTS / "what_we_have.toml")]) == 0
    assert capsys.readouterr().out == (
        "Hva har vi?, versjon 1: 10 spørsmål, 10 minutter, bokmål, nynorsk, engelsk, noe på nordsamisk. "
        "Fila er i orden.\n"
    )


def test_a_bad_file_is_refused_with_every_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = (INSTRUMENTS / "what_we_have.toml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.toml"
    bad.write_text(good.replace('key = "lack"', 'key = "have"').replace('answers = "challenges"', 'answers = "all"', 1))
    assert main(["instrument", "check", str(bad)]) == 1
    assert capsys.readouterr().err == (
        "items: «have» står 2 ganger. Hvert navn kan stå én gang.\n"
        "items.often: svarskalaen «all» står ikke under [answer_scales].\n"
    )


def test_the_list_names_each_that_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instrument", "list"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert names == sorted(path.stem for path in INSTRUMENTS.glob("*.toml"))


def test_an_instrument_is_shown_with_who_is_asked_what_and_when(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instrument", "show", "competence_map", "--language", "nn"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert (
        lines[0] == "Kompetansekart, versjon 1: 48 spørsmål, 8 minutter, bokmål, nynorsk, engelsk, noe på nordsamisk."
    )
    [asked] = [line for line in lines if line.startswith("  levels_reading ")]
    assert asked.split(maxsplit=1)[1] == (
        "Lese- og skrivevanskar (til Leiarar, PP-tenesta; hvis needs_reading er 3 eller 4)"
    )
    assert lines[-3] == "needs: 1 Ikkje behov, 2 Lite behov, 3 Stort behov, 4 Svært stort behov, 0 Ikkje aktuelt"


def test_an_unknown_name_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instrument", "show", "nowhere"]) == 1
    assert capsys.readouterr().err == "Kan ikke lese nowhere: den finnes ikke.\n"


def test_a_folder_is_not_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instrument", "check", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"Kan ikke lese {tmp_path}: det er en mappe.\n"
