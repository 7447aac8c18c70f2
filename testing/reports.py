"""A world whose reports have been sent, made once for a whole file of tests: each of them undoes what it did."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.test import override_settings

from laget.config.sample.reports import approve, ask_more, judge
from testing.people import World, build_world

__all__ = ["approve", "ask_more", "carried_world", "judge"]


@contextmanager
def carried_world(until: str, *, files: Path) -> Iterator[World]:
    """The small county, carried up to and including a step of its year. One transaction around it all."""
    with override_settings(MEDIA_ROOT=str(files)), transaction.atomic():
        world = build_world()
        world.carry(until)
        yield world
        transaction.set_rollback(True)
