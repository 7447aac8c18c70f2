"""The two counties that rank are configuration alone, and their money is as reckoned by hand."""

import json
import re

import pytest

from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.config.cli import main
from laget.config.environment import ROOT

# county, year and ordning: grant, bound, set aside, fixed, fellestiltak, and what the applications are ranked against.
BY_HAND = {
    ("ostmark", 2025, "regional-ordning"): (24_000_000, 3_150_000, 2_400_000, 120_000, 0, 18_330_000),
    ("ostmark", 2025, "desentralisert-ordning"): (31_500_000, 10_000_000, 0, 0, 0, 21_500_000),
    ("ostmark", 2025, "kompetanseloftet"): (18_750_000, 4_000_000, 0, 120_000, 500_000, 14_130_000),
    ("ostmark", 2026, "kollektiv-kompetanseutvikling"): (62_000_000, 12_400_000, 2_170_000, 120_000, 0, 47_310_000),
    ("nordvidda", 2025, "regional-ordning"): (9_200_000, 1_100_000, 0, 320_000, 0, 7_780_000),
    ("nordvidda", 2025, "desentralisert-ordning"): (11_000_000, 0, 250_000, 0, 0, 10_750_000),
    ("nordvidda", 2025, "kompetanseloftet"): (7_500_000, 0, 0, 320_000, 300_000, 6_880_000),
    ("nordvidda", 2026, "kollektiv-kompetanseutvikling"): (26_000_000, 2_550_000, 260_000, 320_000, 0, 22_870_000),
}
PARTS = ("bound", "set_asides", "fixed", "fellestiltak")


@pytest.mark.parametrize(("county", "year", "ordning"), BY_HAND)
def test_the_money_of_each_ordning_is_as_reckoned_by_hand(
    county: str, year: int, ordning: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["allocate", county, "--round", str(year), "--ordning", ordning, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    sums = [sum(post["amount"] for post in result[part]) for part in PARTS]
    assert (result["grant"], *sums, result["left"]) == BY_HAND[county, year, ordning]
    assert result["frames"] == []
    assert sum(sums) + result["left"] == result["grant"]


@pytest.mark.parametrize("county", ["ostmark", "nordvidda"])
def test_three_ordninger_run_at_once_and_one_takes_over(county: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = read_county_file(COUNTIES / f"{county}.toml")
    assert list(file.ordninger_in(2025)) == ["regional-ordning", "desentralisert-ordning", "kompetanseloftet"]
    (taken_over,) = file.ordninger_in(2026).values()
    assert set(taken_over.continues) == set(file.ordninger_in(2025))
    assert main(["allocate", county, "--round", "2025", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)["ordninger"]) == set(file.ordninger_in(2025))
    assert main(["allocate", county, "--round", "2025"]) == 0
    assert "Til søknadene, etter rangering" in capsys.readouterr().out


def test_each_ordning_has_its_own_way(capsys: pytest.CaptureFixture[str]) -> None:
    ostmark, nordvidda = (read_county_file(COUNTIES / f"{county}.toml") for county in ("ostmark", "nordvidda"))
    assert [each.key for each in ostmark.ranking.criteria] == ["need", "workplace", "partnership", "durable"]
    assert not ostmark.ranking.networks_first
    assert "beslutningsgrunnlag" not in ostmark.of("kompetanseloftet").steps
    together = nordvidda.of("kompetanseloftet")
    assert together.steps.index("beslutningsgrunnlag") < together.steps.index("ranking")
    assert (together.applied_by, together.ranking.highest) == ("beslutningsgrunnlag", 10)
    alone = nordvidda.of("regional-ordning")
    assert (alone.applied_by, alone.ranking.criteria, alone.ranking.networks_first) == ("behovsmelding", (), True)
    assert main(["allocate", "ostmark", "--round", "2025", "--ordning", "rekom"]) == 1
    assert capsys.readouterr().err.startswith("Fila har ingen ordning som heter «rekom». Ordningene i fila: ")


def test_no_county_is_named_in_the_code() -> None:
    """They are configuration alone."""
    named = re.compile("ostmark|Østmark|nordvidda|Nordvidda")
    code = [path for path in (ROOT / "laget").rglob("*.py") if not {"tests", "sample", "commands"} & set(path.parts)]
    assert [path.name for path in code if named.search(path.read_text(encoding="utf-8"))] == []
