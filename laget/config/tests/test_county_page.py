"""docs/county.md is enough to write a county from: its county is read, divided and broken, and no word is missing."""

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
import tomli_w
from pydantic_core import PydanticUndefined

from laget.base.cycle import county_file as shape
from laget.base.cycle import money_shape
from laget.base.cycle.form_checks import READ_BY_LAGET, READ_IN_APPLICATION
from laget.base.cycle.form_shape import Form, Part, Question, QuestionType, Section, ShownIf, Translation
from laget.base.cycle.problems import CountyFileProblem
from laget.base.cycle.reading import parse_county_file
from laget.config.cli import main
from laget.grant.allocation.inputs import inputs_from_file
from testing.markdown import DOCS, code, number, sections, tables

PAGE = sections(DOCS / "county.md")
(COUNTY,) = code(PAGE["A whole county"], "toml")
FAULTS = tables(PAGE["What can be wrong"])[0]
HEADINGS: dict[str, type[Part]] = {
    "The file": shape.CountyFile,
    "County": shape.CountyInfo,
    "Rule set": shape.RuleSetInfo,
    "Criterion": shape.Criterion,
    "Payment part": shape.PaymentPart,
    "Date": shape.DateRule,
    "Money": money_shape.Money,
    "Key": money_shape.KeyRule,
    "Fixed item": money_shape.FixedItem,
    "Set-aside": money_shape.SetAside,
    "Bound": money_shape.Bound,
    "Partner": shape.PartnerInfo,
    "Network": shape.NetworkInfo,
    "Year": shape.Year,
    "Other date": shape.OtherDates,
    "Form": Form,
    "Section": Section,
    "Question": Question,
    "Shown if": ShownIf,
    "Translation": Translation,
    "Letter": shape.LetterTexts,
    "Forum": shape.ForumRules,
    "Fellestiltak": shape.FellestiltakRules,
    "Reminders": shape.Reminders,
    "Ranking": money_shape.RankingRules,
    "Scoring criterion": money_shape.ScoringCriterion,
    "Ordning": shape.OwnOrdning,
}
(RANKED,) = code(PAGE["A county where applications are ranked"], "toml")


def test_every_kind_of_table_has_its_heading() -> None:
    of_a_county = {each for each in Part.__subclasses__() if each.__module__.startswith("laget.base.cycle.")}
    assert set(HEADINGS.values()) == of_a_county


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_word_is_on_the_page_with_its_default(heading: str) -> None:
    said = {row["Word"]: row["Default"].strip("`") for row in tables(PAGE[heading])[0]}
    fields = HEADINGS[heading].model_fields
    assert list(said) == [field.alias or name for name, field in fields.items()]
    needed = {field.alias or name for name, field in fields.items() if field.is_required()}
    assert {word for word, default in said.items() if default == "needed"} == needed
    plain = {name: field.default for name, field in fields.items() if isinstance(field.default, (str, bool, int))}
    shown = {
        name: f'"{default}"' if isinstance(default, str) else str(default).lower() for name, default in plain.items()
    }
    assert {word: default for word, default in said.items() if word in plain} == shown
    assert all(field.default is not PydanticUndefined or field.default_factory for field in fields.values()
               if not field.is_required())  # fmt: skip


def test_every_type_of_question_is_on_the_page() -> None:
    assert [row["Type"].strip("`") for row in tables(PAGE["Question"])[1]] == list(get_args(QuestionType))


def test_the_questions_that_laget_reads_are_those_of_the_page() -> None:
    said = {
        row["Form"]: {word.strip(" `") for word in row["Questions"].split(",")} for row in tables(PAGE["Question"])[2]
    }
    assert said == READ_BY_LAGET
    assert all(f"`{path}`" in PAGE["Question"] for path in READ_IN_APPLICATION)


def test_the_county_that_ranks_has_the_money_that_the_page_says() -> None:
    file = parse_county_file(tomli_w.dumps(instead(tomllib.loads(COUNTY), tomllib.loads(RANKED))))
    for row in tables(PAGE["A county where applications are ranked"])[0]:
        result = inputs_from_file(file.of(row["Ordning"]), int(row["Year"])).divide()
        assert (result.left, result.frames) == (number(row["To the applications"]), ())
    assert list(file.ordninger_in(2025)) == ["regional-ordning", "desentralisert-ordning"]
    assert list(file.ordninger_in(2026)) == ["kollektiv"]


def test_ordninger_that_run_at_once_have_names() -> None:
    several = RANKED.replace('[ordninger.regional-ordning]\nshort = "Regional ordning"\nyears.2025', "[years.2025]\nx")
    several = several.replace("[years.2025]\nx.grant", "[years.2025]\ngrant").replace(
        "years.2025.set_asides", "set_asides"
    )
    with pytest.raises(CountyFileProblem) as problem:
        parse_county_file(tomli_w.dumps(instead(tomllib.loads(COUNTY), tomllib.loads(several))))
    said = "ordninger.regional-ordning: mangler. Flere ordninger går i 2025, og hver trenger «short»."
    assert problem.value.lines == (said,)


def test_only_one_ordning_takes_over_the_money_of_another() -> None:
    twice = RANKED.replace("valid_to = 2025-12-31\nown_share", 'continues = ["regional-ordning"]\nown_share')
    twice = twice.replace("years.2025.grant = 3_000_000", "years.2026.grant = 3_000_000\nyears.2025.grant = 3_000_000")
    twice += "\n[ordninger.kollektiv]\nshort = 'Kollektiv'\n"
    with pytest.raises(CountyFileProblem) as problem:
        parse_county_file(tomli_w.dumps(instead(tomllib.loads(COUNTY), tomllib.loads(twice))))
    said = "rule_sets: «regional-ordning» tas over av flere ordninger i 2026. Bare én kan bære pengene."
    assert problem.value.lines == (said,)


def instead(county: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The county with these tables instead of those with the same name."""
    inside = {name: county[name] | other[name] for name in ("dates", "forms", "years") if name in other}
    return county | other | inside


def test_the_county_of_the_page_divides_its_money_as_the_page_says() -> None:
    result = inputs_from_file(parse_county_file(COUNTY), 2025).divide()
    assert result.rest == 4_830_000
    frames = {post.name: post.amount for post in result.frames}
    assert frames == {row["Network"]: number(row["Frame"]) for row in tables(PAGE["A whole county"])[0]}
    assert sum(frames.values()) + result.left == 4_830_000


def test_the_county_of_the_page_passes_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "nordfylke.toml"
    path.write_text(COUNTY, encoding="utf-8")
    assert main(["county", "check", str(path)]) == 0
    assert capsys.readouterr().out == "Fila for Nordfylke er i orden: 3 nettverk, år 2025.\n"


@pytest.mark.parametrize("fault", FAULTS, ids=[row["Said"] for row in FAULTS])
def test_each_fault_is_said_in_the_words_of_the_page(fault: dict[str, str]) -> None:
    before, after = fault["Changed"].strip("`"), fault["To"].strip("`")
    assert before in COUNTY
    with pytest.raises(CountyFileProblem) as problem:
        parse_county_file(COUNTY.replace(before, after.replace("\\n", "\n"), 1))
    assert fault["Said"] in problem.value.lines
