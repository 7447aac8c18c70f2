"""How the API is asked for a page of something, and what it answers when that goes wrong."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from ninja import Field, Schema

from laget.need.surveys.models import Level

ROWS_A_PAGE = 200


class Problem(Schema):
    """What is wrong, in Norwegian."""

    detail: str


PROBLEMS = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}


class PageAsked(Schema):
    page: int = Field(1, ge=1, le=1_000_000)


class GroupsAsked(PageAsked):
    level: Level | None = None
    name: str = Field("", max_length=200, pattern=r"^[^\x00]*$", description="some of the name")


def page_of(rows: QuerySet[Any] | Sequence[Any], asked: PageAsked) -> tuple[int, int, list[Any]]:
    """How many there are, on how many pages, and those on the one asked for. One too far is empty."""
    found = Paginator(rows, ROWS_A_PAGE)
    here = list(found.page(asked.page)) if asked.page <= found.num_pages else []
    return found.count, found.num_pages, here
