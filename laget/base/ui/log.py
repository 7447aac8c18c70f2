"""What the server's log says, without what should be known to one person alone."""

import logging

from django.http import HttpRequest
from django.urls import Resolver404, resolve

# What an address is secret by: a calendar's, a ticket's, and that of a place where everyone answers by the same link.
SECRETS = ("secret", "ticket", "link")


class WithoutSecrets(logging.Filter):
    """Django notes the address of each page that says no, or fails. Whoever reads the log could go there."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        for secret in _secrets_in(request.path_info) if isinstance(request, HttpRequest) else ():
            record.msg, record.args = record.getMessage().replace(secret, "…"), ()
        return True


def _secrets_in(path: str) -> list[str]:
    try:
        given = resolve(path).kwargs
    except Resolver404:
        return []
    return [str(given[name]) for name in SECRETS if name in given]
