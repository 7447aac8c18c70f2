from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from laget.base.accounts.http import Request


@login_not_required
@require_GET
def start(request: Request) -> HttpResponse:
    return render(request, "surveys/answer_start.html")
