from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from laget.base.accounts.actor import actor_for
from laget.base.accounts.http import Request


def actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Give a signed-in person the roles they hold today, read anew each time: a role that ends, ends at once."""

    def middleware(request: Request) -> HttpResponse:
        if request.user.is_authenticated:
            request.actor = actor_for(request.user, day=request.today)
        return get_response(request)

    return middleware
