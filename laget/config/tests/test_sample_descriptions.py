"""What the municipalities of the sample county say in their project descriptions can be handed in, and differs."""

from laget.base.cycle.publishing import plan_forms
from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.base.questions.answers import problems
from laget.base.questions.structure import Layout
from laget.config.sample.descriptions import MANY, TEXTS, said_by


def test_each_has_answered_what_the_form_asks_for_and_no_two_say_the_same() -> None:
    rules = read_county_file(COUNTIES / "trondelag.toml").rule_sets[0]
    layout = Layout(plan_forms()["plan_description"], rules, {"lists": {"partners": []}})
    said = [said_by(number) for number in range(MANY)]
    for each in said:
        assert problems(layout, each) == []
    assert len({str(each) for each in said}) == MANY


def test_what_only_one_does_is_said_by_one() -> None:
    said = [said_by(number) for number in range(MANY)]
    for alone in TEXTS["alone"]:
        (text,) = (each for each in alone.values() if str(each).startswith("Vi "))
        assert sum(text in map(str, each.values()) for each in said) == 1
    assert sum(each["statped"] == "steady" for each in said) == 1
