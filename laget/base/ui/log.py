"""What the server's log says, without what should be known to one person alone."""

import logging

# What an address is secret by: a calendar's, a ticket's, and that of a place where everyone answers by the same link.
SECRETS = ("secret", "ticket", "link")


class WithoutSecrets(logging.Filter):
    """Django notes the address of each page that says no, or fails. Whoever reads the log could go there."""

    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        for secret in (match.kwargs[name] for name in SECRETS if name in match.kwargs) if match else ():
            record.msg, record.args = record.getMessage().replace(secret, "…"), ()
        return True
