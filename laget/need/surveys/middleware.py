import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ANSWERING = "svar/"


def answer_as_nobody(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whoever answers comes without cookies: also one who is signed in at the same time is nobody there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(f"/{ANSWERING}"):
            request.META.pop("HTTP_COOKIE", None)
        return get_response(request)

    return middleware


class NotNoted(logging.Filter):
    """Keeps out of the log when someone answered, or by which link. Django notes every page that says no, such as to a
    code that is mistyped or used. What fails is noted: it has to be mended.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        answering = isinstance(request, HttpRequest) and request.path_info.startswith(f"/{ANSWERING}")
        return not answering or record.levelno >= logging.ERROR
