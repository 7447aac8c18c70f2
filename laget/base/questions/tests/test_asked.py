"""What a document asks: the form it was opened with, in its language, with questions that follow from others."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.http import QueryDict

from laget.base.audit.record import SYSTEM
from laget.base.cycle.form_shape import Form, Option, Question, Section, ShownIf, Translation
from laget.base.cycle.models import FormVersion
from laget.base.cycle.publishing import keep
from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.base.questions.actions import freeze, save_answers
from laget.base.questions.answers import passed_over, problems
from laget.base.questions.display import blocks, differences
from laget.base.questions.forms import SectionForm, typed_in
from laget.base.questions.models import Document
from laget.base.questions.section_page import on_page
from laget.base.questions.structure import Layout
from laget.base.ui.templatetags.ui import kr
from testing.people import AUTUMN, World

RULES = read_county_file(COUNTIES / "trondelag.toml").rule_sets[0]
LEVELS: tuple[Option, ...] = (("all", "Alle"), ("some", "Noen"))


def asked(key: str, type: Any, *, after: tuple[str, ...] = (), label: str = "", **more: Any) -> Question:
    """A question, `after` an earlier one and the answers to it."""
    follows = ShownIf.model_validate({"question": after[0], "is": after[1:]}) if after else None
    return Question(key=key, type=type, label=label or f"{key.capitalize()}?", shown_if=follows, **more)


FORM = Form(
    title="Behovsmelding",
    lists={"levels": (*LEVELS, ("few", "Få", "Nokre få"))},
    sections=(
        Section(
            key="statped",
            title="Statped",
            questions=(
                asked("wanted", "yes_no", required=True),
                asked("with", "text", after=("wanted", "yes"), required=True, shortest=5, limit=20),
                asked("level", "choice", after=("with",), options="levels"),
            ),
        ),
        Section(
            key="tiltak",
            title="Tiltak",
            repeats="added",
            one="tiltak",
            questions=(
                asked("title", "text"),
                asked("cost", "money", least=1000),
                asked("why", "text", required=True).model_copy(
                    update={"shown_if": ShownIf(question="cost", over=100_000)}
                ),
                asked("how", "text", after=("wanted", "yes")),
            ),
        ),
    ),
)
LAYOUT = Layout(FORM, RULES, {})
NO = {"wanted": "no", "with": "rettleiing", "level": "all", "tiltak": ["a"], "tiltak.a.title": "Lek"}


def said(layout: Layout, answers: dict[str, Any]) -> list[str]:
    return [problem.text for problem in problems(layout, answers)]


def test_everyone_is_shown_no_question_that_names_people_nor_a_file_nor_what_follows_from_them() -> None:
    statped, tiltak = FORM.sections
    wanted, named, level = statped.questions
    file = asked("proof", "file")
    open_to_all = FORM.model_copy(
        update={
            "sections": (
                statped.model_copy(
                    update={"questions": (wanted, named.model_copy(update={"personal": True}), level, file)}
                ),
                tiltak,
                statped.model_copy(update={"key": "more", "questions": (file,)}),
            )
        }
    ).for_everyone()
    assert [section.path(question) for section, question in open_to_all.asked()] == [
        "wanted",
        *("tiltak.title", "tiltak.cost", "tiltak.why", "tiltak.how"),
    ]
    assert [section.key for section in open_to_all.sections] == ["statped", "tiltak"]


def test_what_is_not_asked_is_not_missed_nor_shown_nor_compared() -> None:
    assert said(LAYOUT, NO) == []
    assert [entry.label for block in blocks(LAYOUT, NO) for entry in block.entries] == ["Wanted?", "Cost?"]
    yes = NO | {"wanted": "yes", "with": "", "tiltak.a.cost": "100 001"}
    assert said(LAYOUT, yes) == ["With? Mangler svar.", "Lek. Why? Mangler svar."]
    changed = [(each.label, each.before, each.after) for each in differences(LAYOUT, NO, NO | {"wanted": "yes"})]
    assert changed == [("Wanted?", "Nei", "Ja"), ("With?", "", "rettleiing"), ("Level?", "", "Alle")]


def test_limits_are_said_with_what_to_do() -> None:
    answers = NO | {"wanted": "yes", "with": "kurs", "tiltak.a.cost": "999"}
    assert said(LAYOUT, answers) == [
        "With? Teksten er for kort. Skriv minst 5 tegn.",
        f"Lek. Cost? Beløpet kan ikke være under {kr(1000)}.",
    ]
    longer = "With? Teksten er 1 tegn for lang. Her er det plass til 20."
    assert said(LAYOUT, NO | {"wanted": "yes", "with": "x" * 21}) == [longer]


def test_a_page_has_what_may_be_asked_on_it_and_says_when() -> None:
    statped, tiltak = FORM.sections
    over = passed_over(LAYOUT, NO)
    cells = on_page(LAYOUT.cells(statped), over)
    assert [(cell.path, cell.only_if) for cell in cells] == [
        ("wanted", ""),
        ("with", "Svar bare hvis du svarte «Ja» på «Wanted?»."),
        ("level", "Svar bare hvis du har svart på «With?»."),
    ]
    later = on_page(LAYOUT.cells(tiltak, "a"), over)
    assert [cell.path for cell in later] == ["tiltak.a.title", "tiltak.a.cost", "tiltak.a.why"]  # not "how": no Statped
    assert later[2].only_if == "Svar bare hvis du skrev mer enn 100\u202f000 på «Cost?»."
    groups = SectionForm(later, answers=NO, check=False).grouped()
    assert [(each.question.key, each.answers) for each in groups] == [("title", ""), ("cost", ""), ("why", "")]


def test_a_question_that_came_up_since_the_page_was_opened_is_left_as_it_is() -> None:
    cells = LAYOUT.cells(FORM.sections[0])
    assert typed_in(cells, QueryDict("wanted=yes")) == {"wanted": "yes"}
    assert typed_in(cells, QueryDict("wanted=yes&asked=with&with=")) == {"wanted": "yes", "with": None}


def test_a_form_is_read_in_the_language_of_those_who_write() -> None:
    words = Translation(title="Statped i nynorsk", help="Skriv kort.")
    statped = FORM.sections[0].model_copy(update={"nn": words})
    question = statped.questions[0].model_copy(update={"nn": Translation(label="Vil de ha hjelp?")})
    statped = statped.model_copy(update={"questions": (question, *statped.questions[1:])})
    form = FORM.model_copy(update={"sections": (statped,)})
    nynorsk = form.in_language("nn")
    assert form.in_language("nb") is form
    assert (nynorsk.sections[0].title, nynorsk.sections[0].help) == ("Statped i nynorsk", "Skriv kort.")
    assert [each.label for each in nynorsk.sections[0].questions] == ["Vil de ha hjelp?", "With?", "Level?"]
    assert Layout(nynorsk, RULES, {}).options("levels") == (*LEVELS, ("few", "Nokre få"))
    assert LAYOUT.options("levels") == (*LEVELS, ("few", "Få"))


def publish(world: World, form: Form, number: int) -> FormVersion:
    return FormVersion.objects.create(
        round=world.round, kind="behovsmelding", number=number, stored=keep(form), published_at=AUTUMN
    )


@pytest.mark.django_db
def test_a_document_keeps_its_form_and_freezes_only_what_was_asked(world: World) -> None:
    first = FormVersion.objects.get(round=world.round, kind="behovsmelding")
    form = first.stored.form
    cooperation = next(each for each in form.sections if each.key == "cooperation")
    how = asked("statped_how", "text", after=("statped", "yes"))
    longer = cooperation.model_copy(update={"questions": (*cooperation.questions, how)})
    changed = form.model_copy(update={"sections": (*form.sections[:2], longer, *form.sections[3:])})
    second = publish(world, changed, 2)
    world.carry("ask_owners")
    publish(world, form, 3)
    inderoy = Document.objects.get(kind="behovsmelding", subject=world.parties["Inderøy kommune"])
    assert (inderoy.asked_id, inderoy.form) == (second.stored_id, changed)
    for refused in ({"asked": first.stored_id}, {"language": "nn"}):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            Document.objects.filter(pk=inderoy.pk).update(**refused)
    for table in ("cycle_formversion", "cycle_storedform"):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    typed = {"need": "Språk.", "statped": "no", "statped_how": "Veiledning."}
    ola = world.act("ola")
    save_answers(inderoy.pk, answers=typed, revision=0, actor=ola, at=AUTUMN)
    written = Document.objects.select_related("round__rule_set", "party").get(pk=inderoy.pk)
    version = freeze(written, by=SYSTEM, actor=ola, at=AUTUMN)
    assert written.answers == typed  # should they say yes after all, it still stands there
    assert version.content["answers"] == {"need": "Språk.", "statped": "no"}
    assert (version.content["form"], version.content["language"]) == (second.stored_id, "nb")
