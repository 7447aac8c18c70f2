"""Long lists in pages."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

ROWS_A_PAGE = 50


def page_of(request: HttpRequest, rows: QuerySet[Any, Any] | Sequence[Any], *, known: int | None = None) -> Page[Any]:
    """The page that the address asks for; the last one when it asks for more than there are.

    `known` is how many rows there are, when they have been counted already.
    """
    paginator = Paginator(rows, ROWS_A_PAGE)
    if known is not None:
        paginator.__dict__["count"] = known  # where the cached property keeps it
    return paginator.get_page(request.GET.get("side"))
