from datetime import date, datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from laget.base.accounts.actor import Actor
from laget.base.accounts.sessions import SessionStore


class Request(HttpRequest):
    """A request as our views see it, after our middleware."""

    htmx: HtmxDetails
    session: SessionStore
    now: datetime
    today: date
    actor: Actor  # only when someone is signed in
