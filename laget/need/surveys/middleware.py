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
