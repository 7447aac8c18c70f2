"""What is wrong on the command line is said in a line or two of Norwegian, never as a stack trace."""

import sys
from pathlib import Path

import pytest

from laget.base.actors.models import Organisation
from laget.base.audit.models import Entry
from laget.base.cycle.reading import COUNTIES
from laget.config.cli import main
from laget.need.surveys.models import StoredInstrument
from laget.need.surveys.reading import INSTRUMENTS
from testing.people import World

SCALE = (INSTRUMENTS / "what_we_have.toml").read_text(encoding="utf-8")
TRONDELAG = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8")
NO_SAMPLE = "Det finnes ikke noe eksempelfylke som heter «atlantis». Velg blant: trondelag."
YEARS = "Fylkesfila sier ikke noe om 1999. Velg blant: 2024, 2025, 2026."


def run(*arguments: str) -> int:
    try:
        return main(arguments)
    except SystemExit as stop:  # as the interpreter does at the end of a program
        if isinstance(stop.code, str):
            print(stop.code, file=sys.stderr)
            return 1
        return int(stop.code or 0)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "laget: du må også oppgi KOMMANDO."),
        ("allocate trondelag", "laget allocate: du må også oppgi --round."),
        ("allocate trondelag --round", "laget allocate: --round: mangler en verdi."),
        ("allocate trondelag --round i-fjor", "laget allocate: --round: 'i-fjor' er ikke et helt tall."),
        ("allocate trondelag --round 2025 --fort", "laget: kjenner ikke --fort."),
        ("allocate trondelag --round 1999", "Fila sier ikke noe om 1999. Årene i fila: 2024, 2025, 2026."),
        ("allocate atlantis --round 2025", "Kan ikke lese atlantis: den finnes ikke."),
        ("allocate / --round 2025", "Kan ikke lese /: det er en mappe."),
        ("county check atlantis", "Kan ikke lese atlantis: den finnes ikke."),
        (
            "year atlantis --out /tmp/x",
            NO_SAMPLE,
        ),
        ("demo --county atlantis", NO_SAMPLE),
        ("year trondelag --out /tmp/x --round 1999", YEARS),
        ("year trondelag --out /dev/null", "Kan ikke skrive i /dev/null: det ligger noe annet der."),
    ],
)
def test_what_is_wrong_is_said(line: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*line.split()) != 0
    assert capsys.readouterr().err.splitlines()[-1].replace("\u00a0", " ") == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[county]\ncode = '50'\nname = \n", ["Fila er ikke gyldig TOML på linje 3, kolonne 8."]),
        ("[county", ["Fila er ikke gyldig TOML: noe mangler på slutten."]),
        (
            TRONDELAG.replace('code = "50"', 'code = "femti"').replace("base = 400_000", 'bse = "mye"'),
            [
                "county.code: er ikke skrevet slik det skal. Se docs/county.md.",
                "money.key.base: mangler.",
                "money.key.bse: finnes ikke i en fylkesfil. Er det en skrivefeil?",
            ],
        ),
        (
            TRONDELAG.replace('["dmmh", "hinn"]', '["sepu"]').replace("[dates.report]", "[dates.x]"),
            [
                "dates.report: mangler. Laget trenger en dato for dette steget.",
                "dates.report_review.after: datoen «report» står ikke under [dates].",
                "networks.fosen.partners: «sepu» står ikke under [partners].",
            ],
        ),
    ],
)  # fmt: skip
def test_every_fault_in_a_county_file_is_said(
    text: str, says: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "fylke.toml"
    file.write_text(text, encoding="utf-8")
    assert run("county", "check", str(file)) == 1
    assert capsys.readouterr().err.splitlines() == says


def test_a_file_that_is_not_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "fylke.toml"
    file.write_bytes(b"\xff\xfe\x00")
    assert run("county", "check", str(file)) == 1
    assert capsys.readouterr().err == f"{file} er ikke en tekstfil i UTF-8.\n"


def test_a_bad_file_of_counts_is_refused_line_by_line(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "tall.csv"
    file.write_text("orgnr;år;gruppe;antall;status\n1;2025;barn;2;endelig\n", encoding="utf-8")
    assert run("load", "counts", "50", str(file)) == 1
    assert run("load", "counts", "99", str(file)) == 1
    assert run("load", "counts", "50", str(tmp_path / "borte.csv")) == 1
    assert capsys.readouterr().err.splitlines() == [
        "Ingenting er lest inn:",
        "Linje 2, organisasjonsnummer: «1» er ikke et organisasjonsnummer.",
        "Finner ikke fylket med nummer 99.",
        f"Kan ikke lese {tmp_path / 'borte.csv'}: den finnes ikke.",
    ]


def test_a_good_file_of_counts_is_taken_in(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    solbakken = world.organisation("Solbakken barnehage")
    file = tmp_path / "tall.csv"
    file.write_text(f"orgnr;år;gruppe;antall;status\n{solbakken.number};2026;barn;57;foreløpig\n", encoding="utf-8")
    assert run("load", "counts", "50", str(file), "--source", "BASIL") == 0
    assert capsys.readouterr().out == "1 er lest inn.\n"
    found = Organisation.objects.get(pk=solbakken.pk).head_counts.get(year=2026)
    assert (found.number, found.status, found.source) == (57, "preliminary", "BASIL")


def test_a_licensed_scale_is_taken_in_once_for_one_county(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "scale.toml"
    file.write_text(SCALE, encoding="utf-8")
    assert [run("load", "instrument", "50", str(file)) for _ in range(2)] == [0, 0]
    stored = StoredInstrument.objects.get(key="what_we_have")
    assert (stored.party_id, stored.text) == (world.county.pk, SCALE)
    entry = Entry.objects.get(act="load", kind="instrument")
    assert (entry.chain_id, entry.about, entry.detail) == ("50", str(stored.pk), {"sha256": stored.sha256})
    file.write_text(SCALE.replace("minutes = 10", "minutes = 12"), encoding="utf-8")
    assert run("load", "instrument", "50", str(file)) == 1
    file.write_text(SCALE.replace("minutes = 10", 'minutes = "mange"'), encoding="utf-8")
    assert run("load", "instrument", "50", str(file)) == 1
    said = capsys.readouterr()
    assert said.out == "Hva har vi? er lest inn.\n" * 2
    assert said.err.splitlines() == [
        "Ingenting er lest inn:",
        "«what_we_have» versjon 1 er lest inn før, og var ikke lik. Gi fila et nytt tall i «version».",
        "Ingenting er lest inn:",
        "minutes: skal være et helt tall.",
    ]
