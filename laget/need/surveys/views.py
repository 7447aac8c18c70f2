import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from laget.base.accounts.http import Request
from laget.base.ui.paging import page_of
from laget.need.surveys import queries


@require_GET
def surveys(request: Request) -> HttpResponse:
    return render(request, "surveys/surveys.html", {"page": page_of(request, queries.visible_to(request.actor))})


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    return render(request, "surveys/case.html", {"survey": get_object_or_404(queries.visible_to(request.actor), pk=pk)})
