"""The spor and the models that come along hang together; a file that doesn't is refused, with what is wrong."""

import pytest

from laget.effect.delivery.library import HERE, TemplateProblem, all_spor, parse_spor, parse_way, ways

REFRESHER = (HERE / "spor" / "1_refresher.toml").read_text(encoding="utf-8")
DEVELOPMENT = (HERE / "spor" / "3_development.toml").read_text(encoding="utf-8")


def test_the_three_spor_are_as_the_plan_has_them() -> None:
    refresher, voice, development = all_spor().values()
    assert [each.number for each in all_spor().values()] == [1, 2, 3]
    assert (refresher.steps[0].kind, refresher.steps[0].times, refresher.takes_questions) == ("webinar", 2, True)
    assert (voice.months, voice.steps[0].links[0].address) == (12, "https://www.statped.no/")
    assert [step.title for step in development.steps] == [f"Samling {n}" for n in range(1, 7)]
    assert (development.months, development.steps[-1].month) == (18, 18)


def test_each_samling_shares_what_the_one_before_prepared() -> None:
    """The plan says phase 5 twice: at samling 5 it is the sixth that is prepared, and our file says so."""
    steps = all_spor()["development"].steps
    assert [step.shares for step in steps[1:]] == [step.prepares for step in steps[:-1]]
    assert [key for step in steps for key in step.prepares] == [phase.key for phase in ways()["spiral"].phases]
    assert "fase 5" in steps[4].note


def test_there_are_other_models_to_choose() -> None:
    titles = [way.title for way in ways().values()]
    assert titles[0] == "Utforskende spiral"
    assert {"Datateam", "Pedagogisk analyse", "Forbedringssirkelen", "Aksjonsforskning", "Barnets stemme"} < set(titles)
    assert len(ways()["spiral"].phases) == 6


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (REFRESHER.replace("months = 6", "months = 0"), "skal være over 0."),
        (REFRESHER.replace('title = "Oppfølging"', 'title = "Oppfølging"\ntimes = 2'), "kan ikke holdes 2 ganger"),
        (DEVELOPMENT.replace("month = 18", "month = 19"), "«Samling 6» er 19 måneder ut, men sporet varer 18."),
        (DEVELOPMENT.replace('way = "spiral"', 'way = "sirkel"'), "«sirkel» finnes ikke"),
        (DEVELOPMENT.replace('prepares = ["learn"]', 'prepares = ["lern"]'), "fasen «lern»"),
        (DEVELOPMENT.replace("month = 10", "month = 2"), "«month» kan ikke bli lavere"),
        ("key =", "Fila er ikke gyldig TOML"),
    ],
)
def test_a_spor_that_does_not_hang_together_is_refused(text: str, said: str) -> None:
    with pytest.raises(TemplateProblem) as problem:
        parse_spor(text)
    assert said in str(problem.value)


def test_a_model_with_the_same_phase_twice_is_refused() -> None:
    text = (HERE / "ways" / "data_team.toml").read_text(encoding="utf-8").replace('key = "quality"', 'key = "collect"')
    with pytest.raises(TemplateProblem) as problem:
        parse_way(text)
    assert str(problem.value) == "To faser heter «collect». Gi hver sitt navn."
