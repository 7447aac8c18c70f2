"""Who asks the API: someone who is signed in, or a program with a key."""

from typing import Any, cast

from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth

from laget.base.accounts.actor import Actor
from laget.base.accounts.http import Request
from laget.effect.opened.models import Scope
from laget.effect.opened.token_queries import opened_with


class TooOften(Exception):
    """The key has been used as often as it may this minute."""


class NotForThis(Exception):
    """The key is good, but not for this."""


class TokenAuth(HttpBearer):
    """A key that reads what it is asked for. Looked up anew each time, so one that is revoked is dead at once."""

    openapi_name = "key"

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        asked = cast("Request", request)
        found = opened_with(token, day=asked.today, at=asked.now)
        if found is None or not found.actor.holdings:
            raise AuthenticationError  # though someone is signed in: they asked with a key
        if found.too_many:
            raise TooOften
        if self.scope not in found.scopes:
            raise NotForThis
        asked.actor = found.actor
        return found.actor


def either(scope: Scope) -> list[Any]:
    """A key, or the session of someone who is signed in."""
    return [TokenAuth(scope), SessionAuth()]
