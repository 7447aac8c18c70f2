"""Open data as files: with a licence, a schema beside them, and a catalogue that tells of them."""

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from laget.base.accounts.http import Request
from laget.base.actors.models import County
from laget.effect.opened import catalogue, queries
from laget.effect.opened.datasets import DATASETS, FORMATS, LICENCE, LICENCE_ADDRESS, Chosen, as_csv, as_json, schema_of
from laget.effect.opened.forms import NOT_HERE, NarrowingForm
from laget.effect.opened.giving import package
from laget.effect.opened.rows import address

_KEPT = "public, max-age=300"  # seconds: by whoever stands between, so that many who ask are one


@login_not_required
@require_GET
def data(request: Request) -> HttpResponse:
    """What there is, how to get it, and what one may do with it."""
    context = {"datasets": DATASETS, "counties": County.objects.all(), "licence": LICENCE, "terms": LICENCE_ADDRESS}
    return render(request, "opened/data.html", context)


@login_not_required
@require_GET
def file(request: Request, slug: str, format: str) -> HttpResponse:
    dataset, chosen = DATASETS.get(slug), _chosen(request)
    if dataset is None:
        raise Http404
    if chosen is None:
        return _not_understood()
    found = dataset.lines(dataset.found(chosen))
    if format == "csv":
        content = as_csv(dataset, found)
    else:
        source, schema = address("opened:file", slug, "json"), address("opened:schema", slug)
        content = _written(as_json(dataset, found, source=source, schema=schema, made=request.now))
    return _open(HttpResponse(content, content_type=FORMATS[format]))


@login_not_required
@require_GET
def schema(_request: Request, slug: str) -> HttpResponse:
    if slug not in DATASETS:
        raise Http404
    content = _written(schema_of(DATASETS[slug], address=address("opened:schema", slug)))
    return _open(HttpResponse(content, content_type="application/schema+json; charset=utf-8"))


@login_not_required
@require_GET
def giving(request: Request) -> HttpResponse:
    """The awards in the shape of 360Giving."""
    chosen = _chosen(request)
    if chosen is None:
        return _not_understood()
    found = queries.granted(**chosen.how)
    return _open(HttpResponse(_written(package(found, made=request.now)), content_type=FORMATS["json"]))


@login_not_required
@require_GET
def county_catalogue(request: Request, slug: str, format: str) -> HttpResponse:
    """DCAT-AP-NO, as Turtle or JSON-LD."""
    county = get_object_or_404(County, slug=slug)
    written, media_type = catalogue.FORMATS[format]
    graph = catalogue.described(county, modified=queries.last_opened(county.pk) or request.today)
    return _open(HttpResponse(graph.serialize(format=written), content_type=media_type))


def _chosen(request: Request) -> Chosen | None:
    form = NarrowingForm(request.GET)
    return form.chosen() if form.is_valid() else None


def _not_understood() -> HttpResponse:
    return _for_programs(JsonResponse({"detail": str(NOT_HERE)}, status=422))


def _written(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)


def _open(response: HttpResponse) -> HttpResponse:
    """For programs from anywhere, and kept for a while."""
    response["Cache-Control"] = _KEPT
    return _for_programs(response)


def _for_programs(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
