"""Plays the year, and stands ready in any scene of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import override_settings

from laget.base.ui import views
from laget.config import urls
from laget.config.tests.matrix.judge import Judge, Situation
from laget.config.tests.matrix.papers import Papers
from laget.config.tests.matrix.scenes import SCENES, Scene
from laget.config.tests.matrix.stage import Stage

_HERE = b"<the address that was asked for>"


@dataclass(frozen=True)
class Now:
    scene: Scene
    stage: Stage
    papers: Papers
    judge: Judge


class Theatre:
    """Plays the scenes in order. To go back is to begin again."""

    def __init__(self) -> None:
        self._empty = transaction.savepoint()
        self._begin()

    def go_to(self, scene: Scene, *, thorough: bool) -> Now:
        if SCENES.index(scene) < self._next - 1:
            transaction.savepoint_rollback(self._empty)
            self._begin()
        while self._next <= SCENES.index(scene):
            SCENES[self._next].play(self._stage)
            self._papers.read()
            self._next += 1
            _look_at_the_rows()
        tried = set() if thorough else self._tried
        judge = Judge(self._stage.callers, self._papers, scene.name, thorough=thorough, tried=tried)
        return Now(scene, self._stage, self._papers, judge)

    def _begin(self) -> None:
        self._stage = Stage()
        self._papers = Papers(self._stage)
        self._tried: set[Situation] = set()  # in the scenes so far
        self._next = 0


def _look_at_the_rows() -> None:
    """Else it depends on when the database last looked, how it reads these rows.

    Our own tables alone: of the catalogues, some are common to all databases, and would be locked for whoever looks
    at them in another, as long as the play lasts.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(map(connection.ops.quote_name, connection.introspection.table_names())))


@contextmanager
def nowhere_drawn_once() -> Iterator[None]:
    """The page of what isn't there, drawn once for each person: it is handed nothing else that it could tell apart."""
    drawn: dict[tuple[object, bool], bytes] = {}

    def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        whom, here = (request.user.pk, request.path.startswith("/api/")), request.path.encode()
        if whom not in drawn:
            drawn[whom] = views.not_found(request, exception).content.replace(here, _HERE)
        return HttpResponse(drawn[whom].replace(_HERE, here), status=404)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "handler404", not_found)
        yield


@contextmanager
def open_theatre(files: Path) -> Iterator[Theatre]:
    """One transaction around it all."""
    with override_settings(MEDIA_ROOT=str(files)), transaction.atomic():
        yield Theatre()
        transaction.set_rollback(True)
