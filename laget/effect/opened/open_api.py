"""The open data, a page at a time: the same lines as in the files, for programs that want no more than they need."""

from typing import Any, cast

from ninja import Field, Query, Router, Schema
from pydantic import create_model

from laget.base.accounts.http import Request
from laget.base.actors.models import County
from laget.effect.opened.api_pages import PageAsked, Problem, page_of
from laget.effect.opened.datasets import DATASETS, LICENCE, Chosen, DataSet


class NotHere(Exception):
    """The county that is asked for."""


router = Router(auth=None, tags=["apne-data"])


class OpenAsked(PageAsked):
    fylke: str = Field("", max_length=50, pattern=r"^[-a-z0-9]*$", description="the county's name in addresses")
    aar: int | None = Field(None, ge=2000, le=2100, description="the budget year")


class OpenPage(Schema):
    licence: str
    count: int
    pages: int


def _add(slug: str, dataset: DataSet) -> None:
    row: Any = dataset.row
    answer = create_model(f"{row.__name__}s", __base__=OpenPage, items=(list[row], ...))

    def lines(request: Request, asked: Query[OpenAsked]) -> dict[str, Any]:  # noqa: ARG001 ninja knows it by its name
        if asked.fylke and not County.objects.filter(slug=asked.fylke).exists():
            raise NotHere
        count, pages, found = page_of(dataset.found(Chosen(asked.fylke, asked.aar)), asked)
        return {"licence": LICENCE, "count": count, "pages": pages, "items": dataset.lines(found)}

    lines.__doc__ = row.__doc__
    answers = cast("dict[int, Any]", {200: answer, 404: Problem, 422: Problem})
    name = f"open_{slug}"
    router.get(f"{slug}/", response=answers, url_name=name, operation_id=name, summary=str(dataset.title))(lines)


for _slug, _dataset in DATASETS.items():
    _add(_slug, _dataset)
