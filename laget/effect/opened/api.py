"""The API: results, reports and awards as JSON, for those who would rather have a program read them than a person.

It answers with what the page shows, to whoever may open the page, and to a program with a key what a role may see. What
is open is in open_api.py. There is no page about it with scripts from elsewhere: /api/openapi.json says all there is to
know, and docs/api.md the rest.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from ninja import NinjaAPI, Query, Router, Schema
from ninja.errors import AuthenticationError, ValidationError

from laget.base.accounts.http import Request
from laget.effect.opened import open_api
from laget.effect.opened.api_auth import NotForThis, TooOften, either
from laget.effect.opened.api_pages import PROBLEMS, GroupsAsked, PageAsked, page_of
from laget.effect.opened.api_shapes import GroupShape, ResultShape, SurveyShape
from laget.effect.opened.case_shapes import AwardShape, ReportShape
from laget.effect.opened.forms import NOT_HERE
from laget.effect.opened.models import Scope
from laget.effect.opened.open_api import NotHere
from laget.effect.opened.token_queries import MOST_A_MINUTE
from laget.effect.reports.queries import visible_to as reports_visible_to
from laget.grant.ledger.queries import balances_of
from laget.grant.ledger.queries import visible_to as awards_visible_to
from laget.need.surveys import queries
from laget.need.surveys.models import Survey
from laget.need.surveys.result_queries import result_of

api = NinjaAPI(
    title="Laget",
    version="1",
    description="Det samme som sidene viser: åpne data til alle, resten til dem som kan se sidene eller har en nøkkel.",
    urls_namespace="api",
    docs_url=None,
    docs_decorator=require_GET,
)
elsewhere = Router(auth=None)
api.add_router("apne-data/", open_api.router)
api.add_router("", elsewhere)  # last: it answers what nothing else does
_SURVEYS, _REPORTS, _AWARDS = (either(scope) for scope in (Scope.SURVEYS, Scope.REPORTS, Scope.AWARDS))


class Surveys(Schema):
    count: int
    pages: int
    items: list[SurveyShape]


class Groups(Schema):
    count: int
    pages: int
    items: list[GroupShape]


class Reports(Schema):
    count: int
    pages: int
    items: list[ReportShape]


class Awards(Schema):
    count: int
    pages: int
    items: list[AwardShape]


@api.get("/", auth=None, include_in_schema=False)
def start(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 ninja knows it by its name
    return redirect("api:openapi-json")


@api.get("/kartlegginger/", auth=_SURVEYS, response={200: Surveys, **PROBLEMS})
def surveys(request: Request, asked: Query[PageAsked]) -> dict[str, Any]:
    """The counted surveys that you may know of, the newest first."""
    count, pages, rows = page_of(_counted(request), asked)
    return {"count": count, "pages": pages, "items": [SurveyShape.of(each) for each in rows]}


@api.get("/kartlegginger/{uuid:survey}/grupper/", auth=_SURVEYS, response={200: Groups, **PROBLEMS})
def groups(request: Request, survey: UUID, asked: Query[GroupsAsked]) -> dict[str, Any]:
    """The groups of a result that you may see, by name. Never in the order of what they came to."""
    found = queries.groups_visible_to(request.actor, _survey(request, survey)).defer("figures")
    if asked.level:
        found = found.filter(level=asked.level)
    count, pages, rows = page_of(found.filter(name__icontains=asked.name).order_by("sort_key", "pk"), asked)
    return {"count": count, "pages": pages, "items": [GroupShape.of(each) for each in rows]}


@api.get("/kartlegginger/{uuid:survey}/grupper/{int:group}/", auth=_SURVEYS, response={200: ResultShape, **PROBLEMS})
def result(request: Request, survey: UUID, group: int) -> ResultShape:
    """What one group came to."""
    asked = _survey(request, survey)
    found = get_object_or_404(queries.groups_visible_to(request.actor, asked).defer("figures"), pk=group)
    return ResultShape.of(result_of(request.actor, asked, asked.release, found, day=request.today))


@api.get("/rapporter/", auth=_REPORTS, response={200: Reports, **PROBLEMS})
def reports(request: Request, asked: Query[PageAsked]) -> dict[str, Any]:
    """The reports that have been sent and that you may see, with what was used, the newest first."""
    sent = reports_visible_to(request.actor).filter(versions__isnull=False).distinct()
    found = sent.defer("answers", "given").prefetch_related(*ReportShape.ALONG).order_by("-round__year", "pk")
    count, pages, rows = page_of(found, asked)
    return {"count": count, "pages": pages, "items": [ReportShape.of(each) for each in rows]}


@api.get("/tildelinger/", auth=_AWARDS, response={200: Awards, **PROBLEMS})
def awards(request: Request, asked: Query[PageAsked]) -> dict[str, Any]:
    """The awards that you may see, with where the money of each year is."""
    count, pages, rows = page_of(awards_visible_to(request.actor).order_by("-given_in__year", "name", "pk"), asked)
    balances = balances_of(rows)
    return {"count": count, "pages": pages, "items": [AwardShape.of(each, balances) for each in rows]}


@elsewhere.get("/{path:rest}", include_in_schema=False)
def nowhere(request: HttpRequest, rest: str) -> None:  # noqa: ARG001
    raise Http404


@api.exception_handler(Http404)
def not_there(request: HttpRequest, _exception: Exception) -> HttpResponse:
    """Forbidden and unknown are the same."""
    return _problem(request, 404, _("Dette finnes ikke, eller du har ikke tilgang til det."))


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, _exception: Exception) -> HttpResponse:
    return _problem(request, 401, _("Du er ikke logget inn. Send med en nøkkel som virker, eller logg inn i Laget."))


@api.exception_handler(NotForThis)
def not_for_this(request: HttpRequest, _exception: Exception) -> HttpResponse:
    return _problem(request, 403, _("Nøkkelen kan ikke brukes til dette. Lag en som kan lese det du ber om."))


@api.exception_handler(TooOften)
def too_often(request: HttpRequest, _exception: Exception) -> HttpResponse:
    words = _("Nøkkelen kan brukes %(most)d ganger i minuttet. Vent et minutt, og prøv igjen.")
    response = _problem(request, 429, words % {"most": MOST_A_MINUTE})
    response["Retry-After"] = "60"
    return response


@api.exception_handler(NotHere)
def not_here(request: HttpRequest, _exception: Exception) -> HttpResponse:
    return _problem(request, 404, str(NOT_HERE))


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
        each.callback = login_not_required(_only_reads(each.callback))
    return patterns, app, namespace


def _only_reads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Any other method is refused in words, as all else is."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        response = view(request, *arguments, **named)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            said = _problem(request, response.status_code, _("Gjennom API-et kan du bare lese. Bruk GET."))
            said["Allow"] = response["Allow"]
            return said
        return response

    return answer


def _counted(request: Request) -> QuerySet[Survey]:
    along = queries.visible_to(request.actor).select_related("release", "previous__stored")
    return (
        along.filter(release__isnull=False)
        .defer("stored__text", "previous__stored__text")
        .order_by("-opens", "title", "pk")
    )


def _survey(request: Request, pk: UUID) -> Survey:
    return get_object_or_404(_counted(request), pk=pk)


def _problem(request: HttpRequest, status: int, words: str) -> HttpResponse:
    return api.create_response(request, {"detail": words}, status=status)
