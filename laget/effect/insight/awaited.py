"""What others are to send, with those who are to send the same in one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from laget.base.accounts.actor import Actor
from laget.base.cycle.county_file import STEPS
from laget.base.cycle.models import Task
from laget.base.prepared import Prepared, Slot, among

NAMES = 200


@dataclass(frozen=True, slots=True)
class Awaited:
    """The same thing awaited of one or of many."""

    title: str
    year: int | None  # the budget year, when it belongs to one
    due: date | None
    address: str  # where those that have come stand, "" when there is no such page
    names: list[tuple[str, str]]  # who is to send it, and about whom when that is another


def awaited_lines(actor: Actor) -> list[Awaited]:
    """What others are to send to those this person works for, as lines of at most NAMES names in all. One query."""
    rows = _ROWS(writing=list(actor.writing))
    return [_line(same, others) for same, others in groupby(rows, key=lambda row: row[:5])]


def _rows() -> QuerySet[Task, Any]:
    others = Task.objects.filter(among("awaited_by", Slot("writing")), done_at=None)
    in_order = others.exclude(among("party", Slot("writing"))).order_by(
        "due", "step", "title", "round__year", "party__sort_key", "pk"
    )
    return in_order.values_list("title", "round__year", "due", "step", "round", "party__name", "subject")[:NAMES]


_ROWS = Prepared(_rows)


def _line(same: tuple[Any, ...], rows: Iterable[Any]) -> Awaited:
    title, year, due, step, round = same
    address = reverse(f"{step}:round", args=[round]) if round and step in STEPS else ""
    return Awaited(title, year, due, address, [(name, subject) for *_same, name, subject in rows])
