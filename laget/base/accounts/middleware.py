from typing import Any, cast

from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase

from laget.base.accounts.http import Request
from laget.base.ui.views import signed_out


class Who(AuthenticationMiddleware):
    """Who asks, and what roles they hold today. Read anew each time: what ends, a session or a role, ends at once."""

    def process_request(self, request: HttpRequest) -> None:
        asked = cast("Request", request)
        actor = asked.session.actor_on(asked.today) if asked.session.session_key else None
        asked.user = actor.person if actor else AnonymousUser()
        if actor:
            asked.actor = actor


class SignedIn(LoginRequiredMiddleware):
    """Whoever has not signed in is sent to do so. What they were sending is given back: they may have been signed out
    while they wrote, and an act can't be gone to afterwards as a page can.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        stopped = super().process_view(request, view_func, view_args, view_kwargs)
        return signed_out(request) if stopped and request.method == "POST" else stopped
