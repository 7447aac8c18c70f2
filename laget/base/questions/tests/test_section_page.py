"""What a page says while one writes: what can't be used, what two have changed, and what it all builds on."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.base.questions.actions import add_item, remove_item, save_answers
from laget.base.questions.answers import unreadable
from laget.base.questions.display import blocks
from laget.base.questions.fields import CellField
from laget.base.questions.models import Document
from laget.base.questions.reading import HIGHEST_AMOUNT, read_money, read_number
from laget.base.questions.structure import YES_NO, Cell, Layout
from laget.base.ui.templatetags.ui import kr
from testing.people import AUTUMN, World

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def document(world: World) -> Document:
    """The assessment of Solbakken, where Kari leads and Knut works."""
    world.carry("ask_owners")
    return Document.objects.get(kind="assessment", subject=world.parties["Solbakken barnehage"])


def _address(document: Document, section: str) -> str:
    return f"/dokument/{document.pk}/skjema/{section}/"


def test_what_cannot_be_read_is_said_by_the_name_of_its_line() -> None:
    file = read_county_file(COUNTIES / "trondelag.toml")
    lines = [{"id": "p1", "title": "Språk i hverdagen, NTNU"}, {"id": "p2", "title": "Rom for alle, NTNU"}]
    layout = Layout(file.forms["innstilling"], file.rule_sets[0], {"items": {"lines": lines}})
    answers = {"lines.p1.amount": "250 000", "lines.p2.amount": "abc"}
    (problem,) = unreadable(layout, answers, layout.section("lines"))
    assert problem.text == (
        "Rom for alle, NTNU. Anbefalt: «abc» er ikke et beløp i hele kroner. Skriv for eksempel 250 000."
    )
    assert problem.path == "lines.p2.amount"


@pytest.mark.parametrize("text", ["9" * 20, "9" * 5000])
def test_a_number_that_is_too_high_is_not_called_something_else(text: str) -> None:
    assert refusal_of(read_number, text) == "Tallet kan ikke være over 1\u202f000\u202f000\u202f000\u202f000."
    assert refusal_of(read_money, text) == f"Beløpet kan ikke være over {kr(HIGHEST_AMOUNT)}."


@pytest.mark.parametrize("text", ["-5", "- 5", "\u22125", "\u20135"])
def test_what_is_under_nothing_is_said_to_be_so(text: str) -> None:
    assert refusal_of(read_number, text) == "Tallet kan ikke være under 0."
    for amount in (text, f"{text} kr", f"kr {text},-"):
        assert refusal_of(read_money, amount) == f"Beløpet kan ikke være under {kr(0)}."


def test_a_title_that_is_far_too_long_is_not_said_whole_of_all_that_is_wrong() -> None:
    file = read_county_file(COUNTIES / "trondelag.toml")
    layout = Layout(
        file.forms["innstilling"], file.rule_sets[0], {"items": {"lines": [{"id": "p1", "title": "a" * 500}]}}
    )
    (problem,) = unreadable(layout, {"lines.p1.amount": "abc"}, layout.section("lines"))
    assert problem.text.startswith(f"{'a' * 79}…. Anbefalt: «abc» er ikke")


def refusal_of(read: Callable[..., int], text: str) -> str:
    with pytest.raises(ValidationError) as refused:
        read(text, most=HIGHEST_AMOUNT)
    return str(refused.value.message)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("250 000", 250_000),
        ("250\u00a0000", 250_000),
        ("250.000", 250_000),
        ("1.250.000", 1_250_000),
        ("kr 12.000,-", 12_000),
        ("12000,00 kr", 12_000),
        ("250000.00", 250_000),
        ("12.000,00", 12_000),
        ("kr. 50", 50),
        ("1250.50", None),
        ("2.5", None),
        ("12.0000", None),
        ("1250,5", None),
    ],
)
def test_an_amount_is_read_as_it_is_meant_or_not_at_all(text: str, amount: int | None) -> None:
    if amount is None:
        with pytest.raises(ValidationError):
            read_money(text, most=HIGHEST_AMOUNT)
    else:
        assert read_money(text, most=HIGHEST_AMOUNT) == amount


def test_a_whole_number_has_no_decimals() -> None:
    assert read_number("12.000", most=None) == 12_000
    for text in ("2.5", "12.50"):
        with pytest.raises(ValidationError):
            read_number(text, most=None)


def test_a_saving_by_itself_says_what_cannot_be_used(world: World, client: Client, document: Document) -> None:
    client.force_login(world.people["kari"])
    typed = {"have": "x" * 3001, "revision": "0", "page": "one"}
    said = client.post(_address(document, "now"), typed, headers=HTMX).content.decode()
    assert "men dette må rettes før det kan sendes: Hva har vi? Teksten er 1 tegn for lang." in said
    pressed = client.post(_address(document, "now"), typed)
    assert pressed.status_code == 422
    assert "Lagret, men dette må rettes før det kan sendes" in pressed.content.decode()
    assert 'data-field="counter" data-limit="3000"' in pressed.content.decode()
    assert 'data-field="validation" data-counted' in pressed.content.decode()  # not said twice, where the counter runs


def test_a_page_where_nothing_was_written_does_not_say_that_it_was_saved(
    world: World, client: Client, document: Document
) -> None:
    client.force_login(world.people["kari"])

    def press(**typed: str) -> str:
        return client.post(_address(document, "now"), {**typed, "page": "one"}, follow=True).content.decode()

    said = press(revision="0")
    assert "Ingenting var endret." in said
    assert "Lagret." not in said
    assert "Lagret." in press(revision="0", have="En plan.")
    assert "Ingenting var endret." in press(revision="1", have="En plan.")
    client.post(_address(document, "now"), {"have": "To.", "revision": "1", "page": "one"}, headers=HTMX)
    assert "Lagret." in press(revision="1", have="To.")  # it saved by itself first
    save_answers(document.pk, answers={"lack": "Tid."}, revision=2, actor=world.act("knut"), at=AUTUMN)
    assert "Ingenting var endret." in press(revision="2", have="To.", lack="Tid.")  # someone else did


def test_a_saving_that_was_held_up_puts_nothing_back(world: World, client: Client, document: Document) -> None:
    client.force_login(world.people["kari"])

    def save(have: str, turn: str, page: str = "one") -> int:
        typed = {"have": have, "turn": turn, "revision": "0", "page": page}
        return client.post(_address(document, "now"), typed, headers=HTMX).status_code

    assert save("En plan.", "0") == 200
    assert save("En plan for året.", "2") == 200
    assert save("En plan for", "1") == 200  # nobody is there to be told
    document.refresh_from_db()
    assert (document.answers, document.revision) == ({"have": "En plan for året."}, 2)
    assert save("En annen plan.", "1", page="two") == 409  # to another page, it is what someone else has written
    assert save("En plan for hele året.", "3") == 200
    document.refresh_from_db()
    assert document.answers == {"have": "En plan for hele året."}


def test_what_two_have_changed_does_not_keep_the_rest_of_the_page_from_being_saved(
    world: World, client: Client, document: Document
) -> None:
    save_answers(document.pk, answers={"have": "Knut skriver."}, revision=0, actor=world.act("knut"), at=AUTUMN)
    client.force_login(world.people["kari"])
    typed = {"have": "Kari skriver.", "lack": "Felles rutiner.", "revision": "0", "page": "karis"}
    answer = client.post(_address(document, "now"), typed, headers=HTMX)
    assert answer.status_code == 409
    assert "Resten lagres som før." in answer.content.decode()
    document.refresh_from_db()
    assert document.answers == {"have": "Knut skriver.", "lack": "Felles rutiner."}


def test_history_has_one_line_for_an_hour_of_writing(world: World, client: Client, document: Document) -> None:
    for n in range(3):
        answers: dict[str, Any] = {"have": f"Utkast {n}"}
        save_answers(document.pk, answers=answers, revision=n, actor=world.act("kari"), at=AUTUMN)
    client.force_login(world.people["kari"])
    page = client.get(f"/dokument/{document.pk}/historikk/").content.decode()
    assert page.count('<td data-label="Hvem">') == 2  # opened, and written in
    assert "3 ganger denne timen" in page


def test_an_optional_table_says_that_it_may_be_left_empty(world: World, client: Client, document: Document) -> None:
    client.force_login(world.people["kari"])
    page = client.get(_address(document, "challenges")).content.decode()
    assert 'Hvordan er det hos dere? <span class="quiet">(valgfritt)</span></legend>' in page


def test_an_answer_that_need_not_be_there_can_be_taken_back(world: World, client: Client, document: Document) -> None:
    client.force_login(world.people["kari"])
    address, path = _address(document, "challenges"), "challenges.speech"
    none = re.compile(f'<input type="radio" name="{path}" value=""[^>]*checked')
    assert none.search(client.get(address).content.decode())
    client.post(address, {path: "need", "revision": "0", "page": "one"})
    document.refresh_from_db()
    assert document.answers == {path: "need"}
    assert not none.search(client.get(address).content.decode())
    client.post(address, {path: "", "revision": "1", "page": "one"})
    document.refresh_from_db()
    assert document.answers == {}


def test_an_answer_that_must_be_there_can_only_be_another() -> None:
    file = read_county_file(COUNTIES / "trondelag.toml")
    asked = next(each for _section, each in file.forms["beslutningsgrunnlag"].asked() if each.key == "long_term_plan")
    field = CellField(Cell("long_term_plan", asked, asked.label, "yes_no", YES_NO))
    assert [key for key, _label in field.widget.choices] == ["yes", "no"]


def test_an_owner_reads_what_has_come_beside_the_form(world: World, client: Client) -> None:
    world.carry("assess")
    document = Document.objects.get(kind="behovsmelding", subject=world.parties["Inderøy kommune"])
    (source,) = document.given["sources"]
    client.force_login(world.people["ola"])
    assert "Dette kan dere bygge på" in client.get(f"/behovsmelding/{document.pk}/").content.decode()
    page = client.get(_address(document, "need")).content.decode()
    assert "Les det dere kan bygge på" in page
    assert source["text"] in page
    chosen = {"assessments": [source["id"]]}
    save_answers(document.pk, answers=chosen, revision=document.revision, actor=world.act("ola"), at=AUTUMN)
    assert "Dette bygger på" in client.get(f"/behovsmelding/{document.pk}/").content.decode()
    assert "Les det dere bygger på" in client.get(_address(document, "need")).content.decode()


def test_an_owner_to_whom_nobody_has_sent_anything_is_told_so(world: World, client: Client) -> None:
    world.carry("ask_owners")
    document = Document.objects.get(kind="behovsmelding", subject=world.parties["Inderøy kommune"])
    client.force_login(world.people["ola"])
    assert "Ingen har sendt noe hit ennå." in client.get(_address(document, "assessments")).content.decode()
    check = client.get(f"/behovsmelding/{document.pk}/se-over/").content.decode()
    assert "Ingen har sendt noe å bygge på ennå. Under «Oppgaver» ser du hvem som skal sende." in check


def test_a_tiltak_is_taken_out_by_name_when_one_has_said_yes(world: World, client: Client) -> None:
    world.carry("adopt_frames")
    client.force_login(world.people["arne"])
    client.post(f"/beslutningsgrunnlag/runde/{world.round.pk}/spor/")
    document = Document.objects.get(kind="beslutningsgrunnlag", subject=world.parties["Innherred"])
    client.force_login(world.people["nina"])
    item = client.post(_address(document, "tiltak/ny")).headers["Location"].split("/")[-2]
    client.post(_address(document, f"tiltak/{item}"), {f"tiltak.{item}.title": "Språk i hverdagen", "revision": "1"})
    page = client.get(_address(document, "tiltak")).content.decode()
    assert "Alt dere har skrevet om «Språk i hverdagen», blir borte fra dokumentet." in page
    assert "Ja, fjern «Språk i hverdagen»" in page
    said = client.post(_address(document, f"tiltak/{item}/fjern"), follow=True).content.decode()
    assert "«Språk i hverdagen» er fjernet." in said
    assert client.post(_address(document, f"tiltak/{item}/fjern"), follow=True).status_code == 200  # pressed twice
    document.refresh_from_db()
    assert [edit.revision for edit in document.edits.order_by("revision")] == [1, 2, 3]  # and taken out once


def test_what_one_writes_of_a_tiltak_that_someone_takes_out_meanwhile_is_not_lost(world: World, client: Client) -> None:
    world.carry("adopt_frames")
    client.force_login(world.people["arne"])
    client.post(f"/beslutningsgrunnlag/runde/{world.round.pk}/spor/")
    document = Document.objects.get(kind="beslutningsgrunnlag", subject=world.parties["Innherred"])
    nina = world.act("nina")
    item = add_item(document.pk, section="tiltak", actor=nina, at=AUTUMN)
    remove_item(document.pk, section="tiltak", item=item, actor=nina, at=AUTUMN)
    client.force_login(world.people["nina"])
    typed = {f"tiltak.{item}.title": "Språk i hverdagen", "revision": "1", "page": "one"}
    note = client.post(_address(document, f"tiltak/{item}"), typed, headers=HTMX)
    assert (note.status_code, "Trykk på lagreknappen" in note.content.decode()) == (409, True)
    page = client.post(_address(document, f"tiltak/{item}"), typed)
    assert page.status_code == 409
    assert "Noen har tatt dette ut av dokumentet mens du skrev" in page.content.decode()
    assert "Språk i hverdagen" in page.content.decode()


def test_a_table_that_nothing_was_given_for_is_shown_empty() -> None:
    file = read_county_file(COUNTIES / "trondelag.toml")
    form = file.forms["innstilling"].holding_its_lists(file.lists)
    shown = blocks(Layout(form, file.rule_sets[0], {"items": {"lines": []}}), {})
    assert [block.groups for block in shown if block.section.repeats == "given"] == [()]
