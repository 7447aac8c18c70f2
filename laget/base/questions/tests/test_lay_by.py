"""A file as an answer: kept whole or not at all, frozen with the version, and fetched by those who may open it."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from laget.base.audit.record import SYSTEM
from laget.base.cycle.form_shape import Question
from laget.base.cycle.models import FormVersion
from laget.base.cycle.publishing import keep
from laget.base.questions import file_actions
from laget.base.questions.actions import Clashing, freeze, save_answers, send_out
from laget.base.questions.merging import Tab
from laget.base.questions.models import Document, Reach, Upload, Version
from laget.base.questions.paper import set_paper
from laget.base.questions.tests.test_check_file import pdf, word
from testing.pdf import text_of_pdf
from testing.people import AUTUMN, World

pytestmark = pytest.mark.django_db(transaction=False)
PDF, WORD = pdf(), word()


@pytest.fixture
def storage(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files/answers"


@pytest.fixture
def document(world: World, storage: Path) -> Document:
    """Inderøy's behovsmelding, that asks for a plan."""
    newest = FormVersion.objects.get(round=world.round, kind="behovsmelding")
    form = newest.stored.form
    plan = Question(key="plan_file", type="file", label="Legg ved planen", required=True)
    anchoring = form.sections[3].model_copy(update={"questions": (*form.sections[3].questions, plan)})
    changed = form.model_copy(update={"sections": (*form.sections[:3], anchoring, *form.sections[4:])})
    FormVersion.objects.create(
        round=world.round, kind="behovsmelding", number=2, stored=keep(changed), published_at=AUTUMN
    )
    world.carry("ask_owners")
    return Document.objects.get(kind="behovsmelding", subject=world.parties["Inderøy kommune"])


def again(document: Document) -> Document:
    return Document.objects.select_related("round__rule_set", "party", "subject").get(pk=document.pk)


def page(document: Document) -> str:
    return f"/dokument/{document.pk}/skjema/anchoring/"


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def post(client: Client, document: Document, name: str, content: bytes, **more: Any) -> Any:
    posted = {"revision": again(document).revision, "page": "a", "took_part": "Alle.", **more}
    return client.post(page(document), posted | {"file:plan_file": SimpleUploadedFile(name, content)})


def frozen(world: World, document: Document) -> Version:
    found = again(document)
    version = freeze(found, by=SYSTEM, actor=world.act("ola"), at=AUTUMN)
    send_out(version, at=AUTUMN)
    Document.objects.filter(pk=document.pk).update(reach=Reach.CHAIN)
    return version


def test_a_file_is_laid_by_changed_and_taken_away_and_nothing_is_left_behind(
    world: World, document: Document, storage: Path, django_capture_on_commit_callbacks: Any
) -> None:
    ola = signed_in(world, "ola")
    assert "multipart/form-data" in ola.get(page(document)).content.decode()
    assert post(ola, document, "../Plan for lek.pdf", PDF, stay="1")["Location"] == page(document)
    answer = again(document).answers
    assert answer["took_part"] == "Alle."
    assert {key: answer["plan_file"][key] for key in ("name", "size", "sha256")} == {
        "name": "Plan for lek.pdf",
        "size": len(PDF),
        "sha256": hashlib.sha256(PDF).hexdigest(),
    }
    (first,) = Upload.objects.all()
    assert [each.name for each in storage.iterdir()] == [str(first.pk)]
    ola.post(page(document), {"revision": again(document).revision, "took_part": "Alle sammen."})  # without a file
    assert again(document).answers["plan_file"] == answer["plan_file"]
    with django_capture_on_commit_callbacks(execute=True):
        post(ola, document, "plan.docx", WORD)
    (second,) = Upload.objects.all()
    assert [each.name for each in storage.iterdir()] == [str(second.pk)]
    with django_capture_on_commit_callbacks(execute=True):
        posted = {"revision": again(document).revision, "took_part": "Alle.", "take_away": "plan_file"}
        ola.post(page(document), posted)
    assert (list(Upload.objects.all()), list(storage.iterdir())) == ([], [])
    assert "plan_file" not in again(document).answers


def test_what_came_too_late_is_shown_beside_a_question_about_a_file(world: World, document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(state="submitted")
    late = signed_in(world, "ola").post(page(document), {"revision": 0, "page": "a", "took_part": "Alle var med."})
    assert (late.status_code, "Alle var med." in late.content.decode()) == (409, True)


def test_what_is_not_taken_is_said_and_the_rest_is_saved(world: World, document: Document, storage: Path) -> None:
    ola = signed_in(world, "ola")
    refused = post(ola, document, "plan.pdf", WORD)
    assert refused.status_code == 422
    said = "«plan.pdf» slutter på .pdf, men innholdet er noe annet. Lagre den på nytt i riktig format."
    page = refused.content.decode()
    assert ("Fila ble ikke lagt ved. Resten er lagret" in page, "må rettes før det kan sendes" in page) == (True, False)
    assert page.count(said) == 2  # on top, and at the question
    assert again(document).answers == {"took_part": "Alle."}
    assert not storage.exists()


def test_nothing_is_half_done_when_the_storage_fails(world: World, document: Document, storage: Path) -> None:
    ola = signed_in(world, "ola")
    storage.parent.mkdir()
    storage.write_text("Her skulle det vært en mappe.")
    failed = post(ola, document, "plan.pdf", PDF)
    assert failed.status_code == 422
    assert "Fila ble ikke lagret, for lageret svarer ikke." in failed.content.decode()
    assert (again(document).answers, Upload.objects.count()) == ({"took_part": "Alle."}, 0)
    storage.unlink()
    post(ola, document, "plan.pdf", PDF)
    (kept,) = Upload.objects.all()
    (storage / str(kept.pk)).write_bytes(PDF + b"x")
    spoilt = ola.get(f"/dokument/{document.pk}/fil/{kept.pk}/")
    assert (spoilt.status_code, "Fila kan ikke hentes nå" in spoilt.content.decode()) == (503, True)
    assert "content-disposition" not in spoilt.headers


def test_what_is_stored_is_forgotten_when_the_answer_cannot_be_saved(
    world: World, document: Document, storage: Path
) -> None:
    known: dict[str, Any] = {"document": document.pk, "path": "plan_file", "at": AUTUMN, "actor": world.act("ola")}
    file_actions.lay_by(name="a.pdf", content=PDF, revision=0, tab=Tab("a", 1), **known)
    (kept,) = Upload.objects.all()
    file_actions.lay_by(name="b.pdf", content=PDF, revision=0, tab=Tab("a", 0), **known)  # sent before, and held up
    assert Upload.objects.get() == kept
    with pytest.raises(Clashing):  # from another window, opened before
        file_actions.lay_by(name="b.pdf", content=PDF, revision=0, tab=Tab("b"), **known)
    assert [each.name for each in storage.iterdir()] == [str(kept.pk)]


def test_a_file_of_a_version_stays_as_it_was(world: World, document: Document, storage: Path) -> None:
    ola = signed_in(world, "ola")
    post(ola, document, "plan.pdf", PDF)
    version = frozen(world, document)
    (kept,) = version.files.all()
    assert version.content["answers"]["plan_file"]["sha256"] == kept.sha256
    posted = {"revision": again(document).revision, "took_part": "Alle.", "take_away": "plan_file"}
    ola.post(page(document), posted)
    assert "plan_file" not in again(document).answers
    assert (Upload.objects.get(), (storage / str(kept.pk)).read_bytes()) == (kept, PDF)
    for change in (lambda: Upload.objects.filter(pk=kept.pk).update(name="x"), kept.delete):
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            change()
    on_paper = text_of_pdf(set_paper(again(document), version, on=AUTUMN.date()))
    assert f"plan.pdf (1 kB, SHA-256 {kept.sha256[:16]})" in on_paper
    shown = ola.get(f"/dokument/{document.pk}/versjon/1/").content.decode()
    assert f'<a href="/dokument/{document.pk}/fil/{kept.pk}/">plan.pdf</a>' in shown
    frozen(world, document)
    apart = ola.get(f"/dokument/{document.pk}/versjon/2/").content.decode()
    assert f"<del>plan.pdf (1 kB, SHA-256 {kept.sha256[:16]})</del>" in apart


def test_a_file_is_fetched_by_those_who_may_open_it_and_never_shown_in_the_page(
    world: World, document: Document, storage: Path
) -> None:
    post(signed_in(world, "ola"), document, "plan for lek.pdf", PDF)
    sent = Upload.objects.get()
    frozen(world, document)
    save_answers(
        document.pk, answers={"plan_file": None}, revision=again(document).revision, actor=world.act("ola"), at=AUTUMN
    )
    post(signed_in(world, "ola"), document, "utkast.pdf", PDF)
    draft = Upload.objects.exclude(pk=sent.pk).get()
    status = {
        name: [
            signed_in(world, name).get(f"/dokument/{document.pk}/fil/{each.pk}/").status_code for each in (sent, draft)
        ]
        for name in ("ola", "nina", "eva", "pia", "ada")
    }
    assert status == {"ola": [200, 200], "nina": [200, 404], "eva": [200, 404], "pia": [404, 404], "ada": [404, 404]}
    other = Document.objects.get(kind="behovsmelding", subject=world.parties["Fjordgløtt SA"])
    assert signed_in(world, "nina").get(f"/dokument/{other.pk}/fil/{sent.pk}/").status_code == 404
    reply = signed_in(world, "nina").get(f"/dokument/{document.pk}/fil/{sent.pk}/")
    assert io.BytesIO(reply.content).getvalue() == PDF
    headers = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    assert [reply[name] for name in headers] == [
        "application/pdf",
        'attachment; filename="plan for lek.pdf"',
        "nosniff",
        "default-src 'none'; sandbox; frame-ancestors 'none'",
    ]
