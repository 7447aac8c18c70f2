"""The API: frozen results as JSON, for those who would rather have a program read them than a person.

It answers with what the page shows, to whoever may open the page. There is no page about it with scripts from
elsewhere: /api/openapi.json says all there is to know, and docs/api.md the rest.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from ninja import Field, NinjaAPI, Query, Schema
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import SessionAuth

from laget.base.accounts.http import Request
from laget.effect.insight.api_shapes import GroupShape, Problem, ResultShape, SurveyShape
from laget.need.surveys import queries
from laget.need.surveys.models import Level, Survey
from laget.need.surveys.result_queries import result_of

ROWS_A_PAGE = 200
PROBLEMS = {401: Problem, 404: Problem, 422: Problem}

api = NinjaAPI(
    title="Laget",
    version="1",
    description="Frosne resultater av kartlegginger. Det samme som sidene viser, til dem som kan se sidene.",
    urls_namespace="api",
    docs_url=None,
    docs_decorator=require_GET,
    auth=SessionAuth(),
)


class PageAsked(Schema):
    page: int = Field(1, ge=1, le=1_000_000)


class GroupsAsked(PageAsked):
    level: Level | None = None
    name: str = Field("", max_length=200, pattern=r"^[^\x00]*$", description="some of the name")


class Surveys(Schema):
    count: int
    pages: int
    items: list[SurveyShape]


class Groups(Schema):
    count: int
    pages: int
    items: list[GroupShape]


@api.get("/", auth=None, include_in_schema=False)
def start(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 ninja knows it by its name
    return redirect("api:openapi-json")


@api.get("/kartlegginger/", response={200: Surveys, **PROBLEMS})
def surveys(request: Request, asked: Query[PageAsked]) -> dict[str, Any]:
    """The counted surveys that you may know of, the newest first."""
    count, pages, rows = _page(_counted(request), asked)
    return {"count": count, "pages": pages, "items": [SurveyShape.of(each) for each in rows]}


@api.get("/kartlegginger/{uuid:survey}/grupper/", response={200: Groups, **PROBLEMS})
def groups(request: Request, survey: UUID, asked: Query[GroupsAsked]) -> dict[str, Any]:
    """The groups of a result that you may see, by name. Never in the order of what they came to."""
    found = queries.groups_visible_to(request.actor, _survey(request, survey)).defer("figures")
    if asked.level:
        found = found.filter(level=asked.level)
    count, pages, rows = _page(found.filter(name__icontains=asked.name).order_by("name", "pk"), asked)
    return {"count": count, "pages": pages, "items": [GroupShape.of(each) for each in rows]}


@api.get("/kartlegginger/{uuid:survey}/grupper/{int:group}/", response={200: ResultShape, **PROBLEMS})
def result(request: Request, survey: UUID, group: int) -> ResultShape:
    """What one group came to."""
    asked = _survey(request, survey)
    found = get_object_or_404(queries.groups_visible_to(request.actor, asked).defer("figures"), pk=group)
    return ResultShape.of(result_of(request.actor, asked, asked.release, found, day=request.today))


@api.get("/{path:rest}", auth=None, include_in_schema=False)
def nowhere(request: HttpRequest, rest: str) -> None:  # noqa: ARG001
    raise Http404


@api.exception_handler(Http404)
def not_there(request: HttpRequest, _exception: Exception) -> HttpResponse:
    """Forbidden and unknown are the same."""
    return _problem(request, 404, _("Dette finnes ikke, eller du har ikke tilgang til det."))


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, _exception: Exception) -> HttpResponse:
    return _problem(request, 401, _("Du er ikke logget inn. Logg inn i Laget, og send med informasjonskapselen."))


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, exception: ValidationError) -> HttpResponse:
    names = ", ".join(sorted({str(each["loc"][-1]) for each in exception.errors}))
    words = _("Verdien av %(names)s kan ikke brukes. Se /api/openapi.json for hva som går an.")
    return _problem(request, 422, words % {"names": names})


def addresses() -> tuple[list[Any], str, str]:
    """For the list of all addresses. They say 401 themselves: a program has no use for a page to sign in on."""
    patterns, app, namespace = api.urls
    for each in patterns:
        assert each.callback
        login_not_required(each.callback)
    return patterns, app, namespace


def _counted(request: Request) -> QuerySet[Survey]:
    along = queries.visible_to(request.actor).select_related("release", "previous__stored")
    return (
        along.filter(release__isnull=False)
        .defer("stored__text", "previous__stored__text")
        .order_by("-opens", "title", "pk")
    )


def _survey(request: Request, pk: UUID) -> Survey:
    return get_object_or_404(_counted(request), pk=pk)


def _page(rows: QuerySet[Any], asked: PageAsked) -> tuple[int, int, list[Any]]:
    """How many there are, on how many pages, and those on the one asked for. One too far is empty."""
    found = Paginator(rows, ROWS_A_PAGE)
    here = list(found.page(asked.page)) if asked.page <= found.num_pages else []
    return found.count, found.num_pages, here


def _problem(request: HttpRequest, status: int, words: str) -> HttpResponse:
    return api.create_response(request, {"detail": words}, status=status)
