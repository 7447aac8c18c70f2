from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from laget.base.accounts.http import Request
from laget.base.cycle.clock import now


def clock(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Read the clock once, so that the whole request happens at one moment."""

    def middleware(request: Request) -> HttpResponse:
        request.now = now()
        request.today = request.now.date()
        return get_response(request)

    return middleware
