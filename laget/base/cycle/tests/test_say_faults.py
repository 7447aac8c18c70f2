"""One slip in a file is said once, not also for every list it stands in."""

import pytest

from laget.base.cycle.problems import CountyFileProblem
from laget.base.cycle.reading import COUNTIES, parse_county_file


def test_a_slip_inside_a_list_does_not_make_the_list_too_short() -> None:
    text = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8")
    assert "max_years = 3" in text
    with pytest.raises(CountyFileProblem) as refused:
        parse_county_file(text.replace("max_years = 3", "max_years = 0", 1))
    assert refused.value.lines == ("rule_sets.0.max_years: skal være over 0.",)


def test_an_account_with_a_slip_in_it_is_refused() -> None:
    text = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8")
    with pytest.raises(CountyFileProblem) as refused:
        parse_county_file(text.replace("[letter]\n", '[letter]\nrepay_to = "0001.00.07705"\n', 1))
    assert refused.value.lines == (
        "letter.repay_to: er ikke et kontonummer: det har elleve siffer, og det siste er et kontrollsiffer.",
    )


def test_an_empty_list_is_too_short() -> None:
    text = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8")
    start, end = text.index("[[rule_sets]]"), text.index("[dates.assessment]")
    with pytest.raises(CountyFileProblem) as refused:
        parse_county_file("rule_sets = []\n" + text[:start] + text[end:])
    assert refused.value.lines == ("rule_sets: skal ha minst én.",)
