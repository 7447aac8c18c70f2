"""An adopted plan on paper: contents and numbers, as PDF that everyone can read and as Word."""

import io
from dataclasses import asdict

import docx
import pikepdf
import pytest
from django.test import Client

from laget.base.questions.paper import TEMPLATE, Part, content_of
from laget.base.questions.word import word_of
from laget.base.ui.pdf import compile_pdf
from laget.base.ui.templatetags.ui import day
from testing.pdf import faults_in_pdf, text_of_pdf
from testing.people import AUTUMN, World
from testing.plans import adopted, proposed


@pytest.mark.django_db
def test_a_plan_has_contents_and_numbers_as_pdf_and_as_word(world: World, client: Client) -> None:
    plan = adopted(world)
    client.force_login(world.people["nina"])
    pdf = client.get(f"/dokument/{plan.pk}/versjon/1/pdf/").content
    assert faults_in_pdf(pdf) == []
    on_paper = " ".join(text_of_pdf(pdf).split())
    assert "Innhold" in on_paper
    word = docx.Document(io.BytesIO(client.get(f"/dokument/{plan.pk}/versjon/1/word/").content))
    styled = [(str(each.style and each.style.name), each.text) for each in word.paragraphs]
    headings = [(style, text) for style, text in styled if style.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Innhold")
    sections = [text for style, text in headings[1:] if style == "Heading 1"]
    assert [each.split(" ")[0] for each in sections] == [str(n) for n in range(1, 18)]
    assert [text for style, text in headings if text.startswith("5.")] == [
        "5.1 Kommunen",
        "5.2 Kommunalsjef oppvekst",
        "5.3 Styringsgruppa",
        "5.4 Prosjektleder, rådgiver oppvekst",
        "5.5 Prosjektgruppa",
        "5.6 Rektorer og styrere",
        "5.7 Ressurslærere",
    ]
    for _style, title in headings[1:]:
        assert title in on_paper


@pytest.mark.django_db
def test_a_reader_that_speaks_is_told_which_language_the_paper_is_in(world: World) -> None:
    plan = adopted(world)
    content = content_of(plan, plan.versions.get())
    assert content["language"] == plan.language == "nb"
    for language in ("nb", "nn"):
        with pikepdf.open(io.BytesIO(compile_pdf(TEMPLATE, content | {"language": language}, on=AUTUMN.date()))) as pdf:
            assert str(pdf.Root.Lang) == f"{language}-NO"
        word = docx.Document(io.BytesIO(word_of(content | {"language": language})))
        assert word.core_properties.language == f"{language}-NO"


@pytest.mark.django_db
def test_a_plan_says_who_adopted_it_wherever_it_is_read(world: World, client: Client) -> None:
    client.force_login(world.people["ola"])
    plan, said = adopted(world), f"Vedtatt av Kommunestyret {day(AUTUMN)}, Sak 61/24."
    page = f"/dokument/{plan.pk}/versjon/1/"
    word = docx.Document(io.BytesIO(client.get(f"{page}word/").content))
    assert said in client.get(page).content.decode()
    assert said in " ".join(text_of_pdf(client.get(f"{page}pdf/").content).split())
    assert said in " ".join(each.text for each in word.paragraphs)


@pytest.mark.django_db
def test_a_plan_that_no_one_has_adopted_says_so(world: World, client: Client) -> None:
    client.force_login(world.people["ola"])
    page = f"/dokument/{proposed(world).pk}/versjon/1/"
    assert "Den er ikke vedtatt." in client.get(page).content.decode()
    assert "Den er ikke vedtatt." in " ".join(text_of_pdf(client.get(f"{page}pdf/").content).split())


def test_what_no_file_of_word_can_have_is_left_out_of_it() -> None:
    part = Part("Behov\x02", entries=[("Hvorfor?", "Språk\vog lek\x1f")], headings=["Hva"], rows=[["Lek\x00"]])
    around = dict.fromkeys(("title", "author", "over", "heading", "status", "footer"), "Plan\x0b")
    word = docx.Document(io.BytesIO(word_of({**around, "contents": False, "parts": [asdict(part)]})))
    assert [each.text for each in word.paragraphs if each.text][-4:-1] == ["Hvorfor?", "Språk", "og lek"]
    assert word.tables[0].cell(1, 0).text == "Lek"
