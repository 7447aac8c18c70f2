"""Many people write in one document at the same time, and nobody's words are overwritten unseen."""

import random
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from laget.base.accounts.actor import Actor, actor_for
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.audit.models import Entry
from laget.base.audit.verify import verify
from laget.base.questions.actions import Clashing, content_hash, locked, save_answers
from laget.base.questions.answers import layout_of
from laget.base.questions.merging import Tab
from laget.base.questions.models import Document, Edit, Version
from laget.base.questions.states import Act, State
from testing.people import AUTUMN, SINCE, World

WRITERS, SAVES_EACH = 50, 40
SOLBAKKEN = "Solbakken barnehage"
Answers = dict[str, Any]
READY: Answers = {
    "lack": "Vi mangler felles rutiner.",
    "not_mastered": "Skolevegring.",
    "need": "Kompetanse i tidlig innsats.",
    "target_groups": ["kindergarten"],
    "took_part": ["staff", "leaders"],
    "how": "Personalmøte.",
}

pytestmark = pytest.mark.django_db(transaction=True)


class Page:
    """One section open in a browser, as one person sees it.

    It sends all its fields each time, with the revision it was opened at and an id of its own.
    """

    def __init__(self, document: Document, paths: list[str]) -> None:
        self.id = str(uuid4())
        self.opened = document.revision
        self.first = {path: document.answers.get(path) for path in paths}
        self.fields = dict(self.first)


@dataclass(frozen=True)
class Saved:
    """What was let through: the revision it led to, what the writer saw in the fields they changed, and their words."""

    revision: int
    page: str
    seen: Answers
    typed: Answers


@dataclass(frozen=True)
class Refused:
    page: Page
    typed: Answers
    clashing: Clashing


class Writer:
    """Someone who opens one section after the other, and saves some times in each."""

    def __init__(self, document: Document, actor: Actor, number: int) -> None:
        layout = layout_of(document)
        self.sections = [layout.cells(section) for section in layout.form.sections]
        self.document, self.actor, self.number = document.pk, actor, number
        self.dice = random.Random(number)
        self.pages: list[Page] = []
        self.saved: list[Saved] = []
        self.refused: list[Refused] = []

    def work(self) -> None:
        typed: Answers = {}
        for attempt in range(SAVES_EACH):
            if not typed and (not self.pages or self.dice.random() < 0.4):
                self._open(self.dice.choice(self.sections))
            typed = self._save(typed or self._type(attempt))
        connection.close()  # one for all saves, as a thread of the server has

    def _open(self, cells: list[Any]) -> None:
        self.pages.append(Page(Document.objects.get(pk=self.document), [cell.path for cell in cells]))

    def _type(self, attempt: int) -> Answers:
        """Words that nobody has written before, in one or two of the fields."""
        fields = self.pages[-1].fields
        chosen = self.dice.sample(sorted(fields), min(len(fields), self.dice.randint(1, 2)))
        return {path: f"{self.actor.person.name} {attempt} {path}" for path in chosen}

    def _save(self, typed: Answers) -> Answers:
        """Save, and give back what has to be written once more: it was refused, and is worth another try."""
        page = self.pages[-1]
        time.sleep(self.dice.uniform(0, 0.02))  # the others write meanwhile
        try:
            revision = save_answers(
                self.document,
                answers={**page.fields, **typed},
                revision=page.opened,
                tab=Tab(page.id),
                actor=self.actor,
                at=AUTUMN,
            ).revision
        except Clashing as clashing:
            self.refused.append(Refused(page, typed, clashing))
            self.pages.append(Page(Document.objects.get(pk=self.document), list(page.fields)))
            return typed if self.dice.random() < 0.5 else {}
        self.saved.append(Saved(revision, page.id, {path: page.fields[path] for path in typed}, typed))
        page.fields |= typed
        return {}


@pytest.fixture
def document(world: World) -> Document:
    """The assessment of Solbakken, where Kari leads and Knut works."""
    world.carry("ask_owners")
    found = Document.objects.select_related("round__rule_set", "round__county")
    return found.get(kind="assessment", subject=world.parties[SOLBAKKEN])


def test_fifty_writers_in_one_document_overwrite_nothing_unseen(world: World, document: Document) -> None:
    writers = [Writer(document, _staff(world, n), n) for n in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(writer.work) for writer in writers]:
            done.result()
    document.refresh_from_db()
    edits = list(Edit.objects.filter(document=document).select_related("person"))
    saved = sorted((each for writer in writers for each in writer.saved), key=lambda each: each.revision)
    refused = [each for writer in writers for each in writer.refused]
    print(f"{len(saved)} saved, {len(refused)} clashes")
    assert min(len(saved), len(refused)) > WRITERS  # enough of both for the rest to mean something
    assert len(saved) + len(refused) == WRITERS * SAVES_EACH
    assert [edit.revision for edit in edits] == [each.revision for each in saved] == [*range(1, len(saved) + 1)]
    stood = _replayed(edits)
    assert stood[-1] == document.answers
    assert document.revision == len(saved)
    for page in (page for writer in writers for page in writer.pages):
        assert page.first == {path: stood[page.opened].get(path) for path in page.first}
    for edit, each in zip(edits, saved, strict=True):
        # Only what was typed is changed, and only from what the writer saw there, or had saved there before.
        assert edit.changes == {path: [each.seen[path], each.typed[path]] for path in each.typed}
        assert edit.page == each.page
    _every_clash_has_a_cause_and_loses_nothing(refused, edits)
    _every_edit_has_its_entry(document, edits)


def _staff(world: World, n: int) -> Actor:
    person = Person.objects.create_user(f"ansatt{n}@laget.example", name=f"Ansatt {n}")
    HeldRole.objects.create(person=person, role=Role.UNIT_STAFF, party=world.parties[SOLBAKKEN], valid_from=SINCE)
    return actor_for(person, day=AUTUMN.date())


def _replayed(edits: list[Edit]) -> list[Answers]:
    """The answers as they stood after no edit, after the first, after the second and so on."""
    stood: list[Answers] = [{}]
    for edit in edits:
        assert {path: stood[-1].get(path) for path in edit.changes} == {p: c[0] for p, c in edit.changes.items()}
        stood.append({**stood[-1], **{path: after for path, (_before, after) in edit.changes.items()}})
    return stood


def _every_clash_has_a_cause_and_loses_nothing(refused: list[Refused], edits: list[Edit]) -> None:
    for each in refused:
        assert each.clashing.mine == each.typed
        later = [edit for edit in edits if edit.revision > each.page.opened and edit.page != each.page.id]
        for clash in each.clashing.clashes:
            assert clash.mine == each.typed[clash.path]
            written = [(edit.person.name, edit.changes[clash.path][1]) for edit in later if clash.path in edit.changes]
            assert (clash.name, clash.theirs) in written


def _every_edit_has_its_entry(document: Document, edits: list[Edit]) -> None:
    entries = Entry.objects.filter(about=str(document.pk), act=Act.SAVE).order_by("number")
    assert [(entry.actor, entry.detail) for entry in entries] == [
        (
            str(edit.person_id),
            {"revision": edit.revision, "paths": sorted(edit.changes), "sha256": content_hash(edit.changes)},
        )
        for edit in edits
    ]
    assert verify().ok


class Browser:
    """A section as the browser holds it: its fields, and what it does with an answer from the server."""

    def __init__(self, person: Person, address: str) -> None:
        self.client, self.address = Client(), address
        self.client.force_login(person)
        self.fields = _fields(self.client.get(address).content.decode())

    def autosave(self, **typed: str) -> None:
        """What the page does by itself while one types: only what the answer tells it to change is changed."""
        self.fields |= typed
        answer = self.client.post(self.address, self.fields, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        self.fields |= _fields(answer.content.decode())

    def press_save(self, **typed: str) -> int:
        self.fields |= typed
        answer = self.client.post(self.address, self.fields)
        self.fields = _fields(answer.content.decode())
        return answer.status_code


def _fields(html: str) -> dict[str, str]:
    inputs = re.findall(r'<input type="(?:hidden|text)" [^>]*?name="([^"]+)"(?:[^>]*? value="([^"]*)")?', html)
    return dict(inputs) | dict(re.findall(r'<textarea [^>]*?name="([^"]+)"[^>]*>\s*([^<]*?)</textarea>', html))


def test_a_page_that_saves_by_itself_keeps_what_others_have_written_in_its_other_fields(
    world: World, document: Document
) -> None:
    kari, knut = (Browser(world.people[name], f"/dokument/{document.pk}/skjema/now/") for name in ("kari", "knut"))
    knut.autosave(have="Knut har skrevet dette.")
    kari.autosave(lack="Kari begynner")
    kari.autosave(lack="Kari begynner, og skriver videre.")
    document.refresh_from_db()
    assert document.answers == {"have": "Knut har skrevet dette.", "lack": "Kari begynner, og skriver videre."}


def test_a_page_with_an_error_in_it_keeps_what_others_have_written_in_its_other_fields(
    world: World, document: Document
) -> None:
    address = f"/dokument/{document.pk}/skjema/took_part/"
    kari, knut = (Browser(world.people[name], address) for name in ("kari", "knut"))
    knut.autosave(how="Knut har skrevet dette.")
    assert kari.press_save(staff="mange") == 422
    kari.press_save(staff="12")
    document.refresh_from_db()
    assert document.answers == {"how": "Knut har skrevet dette.", "staff": "12"}


@contextmanager
def another_saving(document: Document, actor: Actor, answers: Answers) -> Iterator[None]:
    """Someone's save is under way: done, but committed only after what stands inside has begun."""
    saved = threading.Event()

    def save() -> None:
        with transaction.atomic():
            save_answers(document.pk, answers=answers, revision=document.revision, actor=actor, at=AUTUMN)
            saved.set()
            time.sleep(0.3)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(save)
        assert saved.wait(10)
        yield
        done.result()


def test_whoever_acts_on_a_document_waits_for_those_who_write_in_it(world: World, document: Document) -> None:
    kind = apps.get_model("assessments", "Assessment")
    with another_saving(document, world.act("knut"), {"have": "Knut skriver."}), transaction.atomic():
        found = locked(kind, document.pk, actor=world.act("kari"))
        assert (found.revision, found.answers) == (1, {"have": "Knut skriver."})


def test_sending_waits_for_a_save_under_way_and_then_asks_the_sender_to_look_again(
    world: World, document: Document
) -> None:
    document = save_answers(document.pk, answers=READY, revision=0, actor=world.act("kari"), at=AUTUMN)
    kari = Client()
    kari.force_login(world.people["kari"])
    with another_saving(document, world.act("knut"), {"have": "Knut skriver."}):
        answer = kari.post(f"/vurdering/{document.pk}/send/", {"revision": document.revision})
    document.refresh_from_db()
    assert answer.status_code == 302
    assert document.state == State.DRAFT
    assert document.answers == {**READY, "have": "Knut skriver."}
    assert not Version.objects.exists()
