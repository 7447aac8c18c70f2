"""What a timer does with many things: one that goes wrong keeps no other from its turn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model, QuerySet


class ForEach(Protocol):
    def __call__(self, things: QuerySet[Any], act: Callable[..., object], *, at: datetime) -> None: ...


@contextmanager
def one_by_one() -> Iterator[ForEach]:
    """Gives a function that does an act with each of many things, by their ids.

    All have had their turn before what went wrong is raised, as an ExceptionGroup: then the job is tried again.
    """
    problems: list[Exception] = []

    def for_each(things: QuerySet[Model], act: Callable[..., object], *, at: datetime) -> None:
        ids: list[UUID] = list(things.values_list("pk", flat=True))
        for pk in ids:
            try:
                act(pk, at=at)
            except Exception as problem:  # noqa: BLE001 -- whatever it is, it is raised in the end
                problems.append(problem)

    yield for_each
    if problems:
        raise ExceptionGroup("Some had to be left", problems)
