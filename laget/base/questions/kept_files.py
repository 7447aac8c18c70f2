"""What attached files hold, in the file storage: put there, fetched, and forgotten."""

import hashlib
import logging
from collections.abc import Iterable
from functools import partial
from typing import Protocol

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from laget.base.questions.file_checks import TYPES, extension_of
from laget.base.questions.models import Upload

ATTACHED = True
log = logging.getLogger(__name__)


class Kept(Protocol):
    """What is known of a file that lies there: an answer's, or another's."""

    name: str
    sha256: str

    @property
    def key(self) -> str: ...


class StorageFailed(Exception):
    """The file storage doesn't answer, or no longer holds what it was given."""


def put(upload: Kept, content: bytes) -> None:
    """Raises StorageFailed, whatever it is that failed: disk, network or a storage far away."""
    try:
        default_storage.save(upload.key, ContentFile(content))
    except Exception as error:
        log.exception("could not store %s", upload.key)
        raise StorageFailed from error


def fetch(upload: Kept) -> bytes:
    """What was laid by, to the byte. Raises StorageFailed when it isn't there, or isn't the same."""
    try:
        with default_storage.open(upload.key) as file:
            content: bytes = file.read()
    except Exception as error:
        log.exception("could not fetch %s", upload.key)
        raise StorageFailed from error
    if hashlib.sha256(content).hexdigest() != upload.sha256:
        log.error("%s is not what was laid by", upload.key)
        raise StorageFailed
    return content


def let_go(ids: Iterable[str]) -> None:
    """Delete files that no answer names any longer, unless a version does. What they hold goes when that is certain."""
    loose = list(Upload.objects.filter(pk__in=ids, versions=None))
    keys = [upload.key for upload in loose]
    for upload in loose:
        upload.delete()
    for key in keys:
        transaction.on_commit(partial(forget, key))


def forget(key: str) -> None:
    """One that can't be deleted lies there to no harm: nothing leads to it."""
    try:
        default_storage.delete(key)
    except Exception:
        log.exception("could not delete %s", key)


def as_attachment(upload: Kept) -> HttpResponse:
    """To be saved and opened by what the reader has for it, and never shown here. Raises StorageFailed."""
    response = HttpResponse(fetch(upload), content_type=TYPES[extension_of(upload.name)])
    response.headers["Content-Disposition"] = str(content_disposition_header(ATTACHED, upload.name))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
