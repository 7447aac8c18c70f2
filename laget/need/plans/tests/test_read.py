"""What a plan says, as Laget reads it and draws it."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from laget.base.questions.answers import layout_of
from laget.base.questions.checks import what_is_wrong
from laget.need.plans.chart import WIDTH, chart_of
from laget.need.plans.gantt import gantt_of
from laget.need.plans.reading import Content, Day, Place, Stretch, read_plan
from laget.rules.risk import Limits, Risk
from testing.people import AUTUMN, World
from testing.plans import adopted, begun, proposed


@pytest.mark.django_db
def test_everything_that_is_drawn_is_read_from_a_project_plan(world: World) -> None:
    plan = adopted(world)
    content = read_plan(layout_of(plan), plan.answers)
    leader = content.organisation[3]
    assert (leader.title, leader.kind, leader.role) == ("Prosjektleder, rådgiver oppvekst", "leader", "Prosjektleder")
    assert (leader.start, leader.end) == (date(2025, 1, 1), date(2027, 6, 30))
    assert [(each.title, each.start, each.end) for each in content.phases][1] == (
        "Kartlegging og analyse",
        date(2025, 2, 1),
        date(2025, 6, 20),
    )
    assert [each.planning for each in content.measures] == [date(2025, 4, 1)]
    assert [each.on for each in (*content.milestones, *content.tasks)] == [
        date(2025, 6, 20),
        date(2025, 9, 30),
        date(2025, 2, 10),
        date(2025, 3, 1),
    ]
    assert [(each.number, each.theme_in_words, each.now, each.after) for each in content.risks] == [
        (1, "Folk som slutter, eller mangler", Risk(3, 4), Risk(2, 3)),
        (2, "Bistand fra UH og Statped", Risk(4, 4), Risk(2, 4)),
    ]
    assert (content.limits, content.ends) == (Limits(5, 15), date(2027, 12, 31))
    assert [(each.title, each.decided_by, each.decided_on) for each in content.anchoring] == [
        ("Kvalitetsplan for oppvekst", "Kommunestyret", date(2024, 6, 13))
    ]
    assert [(each.party, each.kind, each.notice) for each in content.agreements] == [
        ("Universitetet", "Partnerskapsavtale", date(2026, 9, 1))
    ]
    assert [each.influence for each in content.interests] == ["Noe"]
    assert [each.title for each in content.success][1:] == ["Det er satt av tid og penger"]


@pytest.mark.django_db
def test_a_plan_that_is_hardly_begun_is_read_as_far_as_it_goes(world: World) -> None:
    plan = begun(world, "plan_measures")
    plan.answers |= {
        "measures": ["a", "b"],
        "measures.a.title": "Kurs",
        "measures.a.start": "2025-05-01",
        "measures.a.end": "2025-04-01",
        "measures.b.start": "i høst",
    }
    content = read_plan(layout_of(plan), plan.answers)
    assert (content.measures, content.risks, content.phases) == ((), (), ())


def test_every_role_stands_in_its_layer_and_none_over_another() -> None:
    kinds = ["resource", "owner", *["working_group"] * 5, "steering", "reference_group", "made up by the county"]
    title = "En gruppe med et svært langt navn som ikke får plass på en linje"
    chart = chart_of([Place(str(n), title, kind, kind, "", "", None, None) for n, kind in enumerate(kinds)])
    assert [box.role for box in chart.boxes] == [
        "owner",
        "steering",
        *["working_group"] * 5,
        "resource",
        "reference_group",
        "made up by the county",
    ]
    assert [box.advises for box in chart.boxes] == [False] * 7 + [True] * 3
    assert [tie.advises for tie in chart.ties] == [False, False, True]
    for n, box in enumerate(chart.boxes):
        assert 0 <= box.x < box.x + box.width <= WIDTH
        assert box.y + box.height <= chart.height
        assert max(y for y, _line in box.lines) < box.y + box.height
        for other in chart.boxes[n + 1 :]:
            assert other.y >= box.y + box.height or other.x >= box.x + box.width or box.x >= other.x + other.width
    assert chart_of([]).boxes == ()


def test_bars_stand_where_their_days_are_and_words_stay_inside() -> None:
    phases = (
        Stretch("a", "Først", date(2025, 1, 1), date(2025, 7, 1), None, "", ""),
        Stretch("b", "Så", date(2025, 4, 1), date(2027, 12, 31), None, "", ""),
    )
    measures = (Stretch("c", "Kurs med langt navn", date(2027, 10, 1), date(2027, 12, 1), date(2027, 8, 1), "", ""),)
    milestones = (Day("d", "Vedtatt", date(2027, 12, 31), ""), Day("e", "Uten dag", None, ""))
    content = replace(NOTHING, phases=phases, measures=measures, milestones=milestones)
    gantt = gantt_of(content, words={"phases.a": "I rute"}, today=date(2026, 7, 2))
    assert gantt
    (first, second), (course,), (adopted_on,) = (part.lines for part in gantt.parts)
    assert (first.title, first.x, second.x > first.x, second.x < first.x + first.width) == (
        "Først · I rute",
        8,
        True,
        True,
    )
    assert (course.early_width > 0, course.ends_text, adopted_on.width, adopted_on.ends_text) == (True, True, 0, True)
    assert (gantt.today, [tick.label for tick in gantt.ticks][:5]) == (320, ["2025", "apr", "jul", "okt", "2026"])
    long = replace(content, milestones=(Day("d", "x" * 200, date(2025, 1, 1), ""),))
    found = gantt_of(long, words={}, today=date(2031, 1, 1))
    assert found
    assert (len(found.parts[-1].lines[0].title), found.today) == (84, None)
    assert gantt_of(NOTHING, words={}, today=date(2025, 1, 1)) is None


@pytest.mark.django_db
def test_what_does_not_hang_together_is_said_before_it_is_laid_before_anyone(world: World, client: Client) -> None:
    plan = proposed(world)
    assert what_is_wrong(plan, layout_of(plan), AUTUMN.date()) == []
    plan.answers |= {"phases.00000002.end": "2025-01-31", "agreements.00000001.end": "2024-01-01", "risk_act": "4"}
    assert [(each.text, each.section, each.item) for each in what_is_wrong(plan, layout_of(plan), AUTUMN.date())] == [
        (
            "Kartlegging og analyse. Slutter: Dette er før det begynner, 1. februar 2025. Rett en av dagene.",
            "phases",
            "00000002",
        ),
        (
            "Partnerskap om Kompetanseløftet. Til: Dette er før det begynner, 1. januar 2025. Rett en av dagene.",
            "agreements",
            "00000001",
        ),
        (
            "Grensen for når noe må gjøres (4) er lavere enn grensen for å vurdere tiltak (5).",
            "risk_limits",
            "",
        ),
    ]


NOTHING = Content({}, {}, (), (), (), (), (), (), (), Limits(5, 15), (), (), (), None)


@pytest.mark.django_db
def test_the_organisation_is_drawn_and_stands_in_a_table(world: World, client: Client) -> None:
    plan = adopted(world)
    client.force_login(world.people["nina"])
    page = client.get(plan.get_absolute_url()).content.decode()
    assert page.count('class="place') == 7
    assert "1. januar 2025 til 30. juni 2027" in page
    assert (page.count('class="stretch"'), page.count('class="milestone"'), page.count('class="early"')) == (5, 2, 1)
