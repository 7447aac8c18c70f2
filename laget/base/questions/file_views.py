"""Files as answers: laid by and taken away with the page they are on, and fetched."""

import uuid
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from laget.base.accounts.http import Request
from laget.base.questions import actions, file_actions, kept_files, queries
from laget.base.questions.answers import Problem
from laget.base.questions.file_checks import MOST_BYTES, FileRefused
from laget.base.questions.forms import seen_revision, seen_tab
from laget.base.questions.models import Document
from laget.base.questions.section_page import SectionPage
from laget.base.questions.structure import Cell


@require_GET
def file(request: Request, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """To those who may open the document: those who write it every file, others those of what was sent."""
    document = queries.visible_document(request.actor, Document, pk)
    found = get_object_or_404(queries.files_visible_to(request.actor, document), pk=file)
    return attachment(request, found)


def attachment(request: Request, upload: kept_files.Kept) -> HttpResponse:
    try:
        return kept_files.as_attachment(upload)
    except kept_files.StorageFailed:
        return render(request, "questions/no_file.html", {"upload": upload}, status=HTTPStatus.SERVICE_UNAVAILABLE)


def keep_files(request: Request, page: SectionPage) -> list[Problem]:
    """Lay by the files that came with a page, and take away the one that was pointed out. Says what wasn't done."""
    if not request.FILES and "take_away" not in request.POST:
        return []
    cells = [cell for cell in page.cells() if cell.kind == "file"]
    return [problem for cell in cells for problem in _keep(request, page.document.pk, cell)]


def _keep(request: Request, document: uuid.UUID, cell: Cell) -> Iterator[Problem]:
    posted = request.FILES.get(f"file:{cell.path}")
    typed = {"path": cell.path, "revision": seen_revision(request.POST), "tab": seen_tab(request.POST)}
    known: dict[str, Any] = {**typed, "actor": request.actor, "at": request.now}
    try:
        if posted is not None:
            file_actions.lay_by(document, name=posted.name or "", content=content_of(posted), **known)
        elif request.POST.get("take_away") == cell.path:
            file_actions.take_away(document, **known)
    except FileRefused as refused:
        yield _problem(cell, str(refused))
    except kept_files.StorageFailed:
        yield _problem(cell, _("Fila ble ikke lagret, for lageret svarer ikke. Resten er lagret. Prøv igjen om litt."))
    except actions.Clashing as clashing:
        said = _(
            "%(name)s har lagt ved en annen fil i mellomtiden. Se på den, og legg ved din på nytt om den skal gjelde."
        )
        yield _problem(cell, said % {"name": clashing.clashes[0].name})


def content_of(posted: "UploadedFile[Any]") -> bytes:
    """What it holds; of one that is too large, no more than shows that it is."""
    content: bytes = posted.read(MOST_BYTES + 1)
    return content


def _problem(cell: Cell, why: str) -> Problem:
    return Problem(why, path=cell.path)
