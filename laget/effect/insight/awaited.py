"""What others are to send, with those who are to send the same in one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from laget.base.cycle.county_file import STEPS
from laget.base.cycle.models import Task

NAMES = 200


@dataclass(frozen=True, slots=True)
class Awaited:
    """The same thing awaited of one or of many."""

    title: str
    year: int | None  # the budget year, when it belongs to one
    due: date | None
    address: str  # where those that have come stand, "" when there is no such page
    names: list[tuple[str, str]]  # who is to send it, and about whom when that is another


def in_lines(tasks: QuerySet[Task]) -> list[Awaited]:
    """Awaited tasks, in their order, as lines of at most NAMES names in all. One query."""
    rows = tasks.values_list("title", "round__year", "due", "step", "round", "party__name", "subject")[:NAMES]
    return [_line(same, others) for same, others in groupby(rows, key=lambda row: row[:5])]


def _line(same: tuple[Any, ...], rows: Iterable[Any]) -> Awaited:
    title, year, due, step, round = same
    address = reverse(f"{step}:round", args=[round]) if round and step in STEPS else ""
    return Awaited(title, year, due, address, [(name, subject) for *_same, name, subject in rows])
