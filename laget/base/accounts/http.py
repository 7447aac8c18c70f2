from collections.abc import Callable
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from laget.base.accounts.actor import Actor
from laget.base.accounts.sessions import SessionStore
from laget.base.refusals import NotInOrder


class Request(HttpRequest):
    """A request as our views see it, after our middleware."""

    htmx: HtmxDetails
    session: SessionStore
    now: datetime
    today: date
    actor: Actor  # only when someone is signed in


def attempt(request: Request, done: str, act: Callable[[], object]) -> None:
    """Do it and say so, or say why it can't be done as things stand."""
    try:
        act()
    except NotInOrder as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
