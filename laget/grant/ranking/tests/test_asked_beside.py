"""What the county asks its working groups beside the points: the same of all who score an application."""

from functools import partial

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.county_forms import actions as forms
from laget.base.county_forms.editing import with_question, with_section
from laget.base.cycle.form_shape import Form, Question, Section, ShownIf
from laget.base.questions.answers import NotReady
from laget.grant.ranking import board_actions, score_actions
from laget.grant.ranking.board import board_of
from laget.grant.ranking.export import sheets
from laget.grant.ranking.models import Answered, Ranking
from testing.county_forms import revision_of
from testing.people import SINCE, World
from testing.ranking import JANUARY, MARCH, application, build_ranked_world, grouped

pytestmark = pytest.mark.django_db
WHY = ShownIf.model_validate({"question": "spread", "is": ["yes"]})
BESIDE = Section(
    key="beside",
    title="Mer om tiltaket",
    questions=(
        Question(key="spread", type="yes_no", label="Kan andre lære av det?", required=True),
        Question(key="who", type="text", label="Hvem?", required=True, shown_if=WHY),
    ),
)


def ask_beside(world: World, section: Section, *, add: bool = True) -> None:
    ada = world.people["siri"]
    HeldRole.objects.get_or_create(person=ada, role=Role.ADMINISTRATOR, party=world.county, valid_from=SINCE)
    siri, kind = world.act("siri"), "scoring"

    def edit(form: Form) -> Form:
        return with_section(form, section) if add else with_question(form, "beside", section.questions[-1], {})

    forms.change(world.round, kind, edit, revision=revision_of(world.round, kind), actor=siri, at=JANUARY)
    forms.publish(world.round, kind, revision=revision_of(world.round, kind), actor=siri, at=JANUARY)


def test_members_answer_what_was_asked_when_the_application_was_taken_in() -> None:
    world = build_ranked_world()
    ask_beside(world, BESIDE)
    grouped(world)
    later = Question(key="later", type="text", label="Kom for sent", required=True)
    ask_beside(world, BESIDE.model_copy(update={"questions": (later,)}), add=False)
    found, keys = application(world, "Nærvær"), [each.key for each in world.round.file.ranking.criteria]
    given = dict.fromkeys(keys, (4, "Fordi."))
    give = partial(score_actions.give_points, found.pk, given=given, actor=world.act("jon", JANUARY), at=JANUARY)
    with pytest.raises(NotReady) as missing:
        give(answers={"spread": "yes"})
    assert [problem.text for problem in missing.value.problems] == ["Hvem? Mangler svar."]
    client = Client()
    client.force_login(world.people["berit"])
    page = client.get(found.get_absolute_url()).content.decode()
    assert "Kan andre lære av det?" in page
    assert "Kom for sent" not in page
    posted = {f"{key}-points": "5" for key in keys} | {f"{key}-note": "Fordi." for key in keys}
    wrong = client.post(f"{found.get_absolute_url()}poeng/", posted | {"spread": "yes", "asked": "who", "who": ""})
    assert (wrong.status_code, "Hvem? Mangler svar." in wrong.content.decode()) == (422, True)
    client.post(f"{found.get_absolute_url()}poeng/", posted | {"spread": "yes", "asked": "who", "who": "Byen."})
    give(answers={"spread": "no", "who": "Står her fra før."})
    said = {each.person.name: each.answers for each in Answered.objects.select_related("person")}
    assert said == {"Berit": {"spread": "yes", "who": "Byen."}, "Jon": {"spread": "no"}}
    assert "Byen." in client.get(found.get_absolute_url()).content.decode()
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        Answered.objects.update(answers={})
    ranking: Ranking = board_actions.begin_ranking(world.round, actor=world.act("arne", MARCH), at=MARCH)
    (answered,) = sheets(board_of(ranking, world.act("arne", MARCH), day=MARCH.date()))[3:]
    assert [row[1:] for row in answered.rows] == [
        ["Berit", "Kan andre lære av det?", "Ja"],
        ["Berit", "Hvem?", "Byen."],
        ["Jon", "Kan andre lære av det?", "Nei"],
    ]
