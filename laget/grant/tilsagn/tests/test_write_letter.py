"""Each recipient is written to in its own language; a copy in Word says that it is a copy."""

import io

import pikepdf
import pytest
from django.test import Client
from docx import Document

from laget.base.actors.models import Language, Party
from laget.base.audit.models import Entry
from laget.grant.tilsagn.example import OUTCOMES, example_of
from laget.grant.tilsagn.letters import seal_letter, set_text
from laget.grant.tilsagn.tests.letters import APRIL, RECIPIENT, content, decided, of
from testing.pdf import faults_in_pdf, text_of_pdf
from testing.people import World

COPY = "Redigerbar kopi. Dette er ikke det forseglede brevet."


@pytest.mark.parametrize(
    ("recipient", "writer", "language"),
    [
        ("nb", "nn", "nb"),
        ("nn", "nb", "nn"),
        ("neutral", "nn", "nn"),
        ("neutral", "nb", "nb"),
        ("neutral", "neutral", "nb"),
    ],
)
def test_the_language_is_the_recipients_and_the_writers_when_it_is_neutral(
    recipient: str, writer: str, language: str
) -> None:
    assert Party(language_decision=recipient).language_from(Party(language_decision=writer)) == language


def test_a_letter_in_nynorsk_is_nynorsk_throughout_and_sealed(world: World) -> None:
    letter = decided(world, writes="nn")
    text = text_of_pdf(content(letter))
    assert letter.language == Language.NYNORSK
    assert "Tilsegn om tilskot for 2025" in text
    assert "Vi følgjer innstillinga frå samarbeidsforum." in text
    assert "Statsforvaltaren i Trøndelag" in text
    assert "Statsforvalteren i" not in text
    with pikepdf.open(io.BytesIO(content(letter))) as file:
        assert str(file.Root.Lang) == "nn-NO"
    assert faults_in_pdf(content(letter)) == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_in_both_languages_is_for_the_archive_and_for_everyone(
    world: World, outcome: str, language: Language
) -> None:
    text = example_of(world.round, outcome, language)
    draft = set_text(text, on=APRIL.date(), prepared="Eva")
    sealed = seal_letter(set_text(text, on=APRIL.date(), prepared="Eva", decided="Dag"), reference=text.reference)
    assert faults_in_pdf(draft) == faults_in_pdf(sealed) == []
    assert text.words("draft") in text_of_pdf(draft)
    assert text.words("draft") not in text_of_pdf(sealed)
    assert text.title in text_of_pdf(sealed)


@pytest.mark.parametrize("name", ["eva", "dag"])
def test_the_examples_and_the_texts_are_on_a_page(world: World, client: Client, name: str) -> None:
    client.force_login(world.people[name])
    page = f"/tilsagn/runde/{world.round.pk}/brevtekster/"
    shown = client.get(page).content.decode()
    assert "Vi følgjer innstillinga frå samarbeidsforum." in shown
    assert '<th scope="row">Innledning: tilsagn</th>' in shown
    assert "Vi har vedtatt å gi [mottakeren] [beløp] i tilskudd." in shown
    pdf = client.get(f"{page}eksempel/?utfall=refusal&maalform=nn")
    assert "Avslag på tilskot for 2025" in text_of_pdf(pdf.content)
    assert client.get(f"{page}eksempel/?utfall=annet").status_code == 404
    assert client.get(f"{page}eksempel/?maalform=en").status_code == 404


def test_the_word_copy_says_that_it_is_one_and_takes_nothing_for_markup(world: World, client: Client) -> None:
    Party.objects.filter(pk=world.parties[RECIPIENT].pk).update(name="Nord & <b>Sør</b> {{ sum }}")
    letter = decided(world)
    client.force_login(world.people["eva"])
    answer = client.get(f"/tilsagn/{of(letter).pk}/word/")
    assert answer["Content-Disposition"] == 'attachment; filename="kopi-vedtak-2025-nord-b-sor-b-sum.docx"'
    document = Document(io.BytesIO(answer.content))
    paragraphs = [each.text.strip() for each in document.paragraphs]
    assert paragraphs[0] == COPY
    assert document.sections[0].header.paragraphs[0].text == COPY
    assert COPY in document.sections[0].footer.paragraphs[0].text
    assert "Nord & <b>Sør</b> {{ sum }}" in paragraphs
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["Til", "År", "Søkt", "Innvilget"]
    assert len(rows) == 2 + of(letter).amounts.count()
    assert rows[-1][0] == "Sum"


def test_an_administrator_sets_the_language_and_the_audit_log_says_so(world: World, client: Client) -> None:
    nord = world.parties[RECIPIENT]
    client.force_login(world.people["ada"])
    page = f"/aktorer/postmottak/{nord.pk}/"
    assert client.post(page, {"language": "svensk", "email": "post@nord.example"}).status_code == 422
    client.post(page, {"language": "nn", "email": "nytt@nord.example"})
    nord.refresh_from_db()
    assert (nord.language_decision, nord.email) == ("nn", "nytt@nord.example")
    entry = Entry.objects.get(act="set_language", about=nord.pk)
    assert (entry.actor_name, entry.before, entry.after) == ("Ada", "neutral", "nn")
