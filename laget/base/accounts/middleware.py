from typing import cast

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from laget.base.accounts.http import Request


class Who(AuthenticationMiddleware):
    """Who asks, and what roles they hold today. Read anew each time: what ends, a session or a role, ends at once."""

    def process_request(self, request: HttpRequest) -> None:
        asked = cast("Request", request)
        actor = asked.session.actor_on(asked.today) if asked.session.session_key else None
        asked.user = actor.person if actor else AnonymousUser()
        if actor:
            asked.actor = actor
