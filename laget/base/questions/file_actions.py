"""A file laid by as an answer, or taken away: all of it, or nothing."""

import hashlib
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.questions import kept_files
from laget.base.questions.actions import refuse_unless_open, save_page
from laget.base.questions.attached import Attached
from laget.base.questions.file_checks import checked_name
from laget.base.questions.merging import Tab
from laget.base.questions.models import Document, Upload


def lay_by(
    document: UUID, *, path: str, name: str, content: bytes, revision: int, tab: Tab, actor: Actor, at: datetime
) -> Document:
    """Let a file be the answer. What it holds is stored first: then the answer, or it is forgotten again.

    Raises FileRefused, StorageFailed, NoLongerOpen, and Clashing when another has laid one by since.
    """
    refuse_unless_open(document, actor=actor)  # before anything is stored; and again when the answer is saved
    cleaned = checked_name(name, content)
    sha256 = hashlib.sha256(content).hexdigest()
    upload = Upload(id=uuid.uuid4(), document_id=document, path=path, name=cleaned, size=len(content), sha256=sha256)
    upload.by, upload.at = actor.person, at
    kept_files.put(upload, content)
    try:
        return _answer(upload, revision=revision, tab=tab, actor=actor, at=at)
    except BaseException:
        kept_files.forget(upload.key)
        raise


def take_away(document: UUID, *, path: str, revision: int, tab: Tab, actor: Actor, at: datetime) -> Document:
    """Let there be no file. One that stands in a version stays there. Raises as above."""
    return save_page(document, read=_only(path, None), revision=revision, tab=tab, actor=actor, at=at)


@transaction.atomic
def _answer(upload: Upload, *, revision: int, tab: Tab, actor: Actor, at: datetime) -> Document:
    said = Attached(str(upload.pk), upload.name, upload.size, upload.sha256).as_answer
    saved = save_page(upload.document_id, read=_only(upload.path, said), revision=revision, tab=tab, actor=actor, at=at)
    if saved.answers.get(upload.path) == said:
        upload.save(force_insert=True)
    else:  # its page has sent another since
        kept_files.forget(upload.key)
    return saved


def _only(path: str, answer: Any) -> Callable[[Document], Mapping[str, Any]]:
    """A page that holds this answer alone."""
    return lambda _document: {path: answer}
