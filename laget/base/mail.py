"""Mail: the one way of sending it, for every app.

Each message has a Message-ID that never changes. So one that is sent again, because nobody could say whether it
arrived, is seen by the receiver to be the same. A job that goes to many, and is tried again, remembers which were
taken, until the last one is: by a keyed hash of that name.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from typing import Any

from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

MOST_IN_A_ROW = 10  # that the mail server doesn't take, before the rest has to wait
REMEMBERED = 7 * 24 * 60 * 60  # seconds: longer than anything is tried


class Refused(Exception):
    """It will not arrive however often it is tried. The message says why, in Norwegian."""


class TryAgain(Exception):
    """It did not arrive this time. The message says why, in Norwegian."""


class ForDays(BaseRetryStrategy):
    """Again after 4, 16, 64, 256 and 1024 seconds, then every hour: a mail server may be down over a weekend."""

    MOST = 80

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002
        if job.attempts >= self.MOST:
            return None
        return RetryDecision(retry_in={"seconds": min(4 ** (job.attempts + 1), 3600)})


FOR_DAYS = ForDays()


def message(template: str, context: Mapping[str, Any], *, to: str, language: str, name: str) -> EmailMessage:
    """`name` is its Message-ID, among all that Laget sends."""
    subject, body = words_of(template, context, language=language)
    return EmailMessage(subject, body, to=[to], headers=sent_as(name))


def words_of(template: str, context: Mapping[str, Any], *, language: str) -> tuple[str, str]:
    """Subject and text. The subject is the first paragraph of the template, which has both languages side by side."""
    with override(language):
        subject, _rest, body = render_to_string(template, {**context, "nynorsk": language == "nn"}).partition("\n\n")
    return " ".join(subject.split()), body.lstrip()


def sent_as(name: str) -> dict[str, str]:
    """No absence message is wanted for what nobody has written (RFC 3834)."""
    return {"Message-ID": f"<{name}@laget>", "Auto-Submitted": "auto-generated"}


def hand_over(each: EmailMessage) -> None:
    """To the mail server. Raises Refused, TryAgain."""
    with said_plainly(each.to[0]):
        each.send()


def hand_over_each(messages: Iterable[EmailMessage]) -> None:
    """One job's messages. One that is refused for good is passed over; one that isn't taken now has another turn.

    Raises TryAgain when none in a row are taken, or none of those left. The job is tried again, with those alone.
    """
    named = {_key(each): each for each in messages}
    taken = cache.get_many(named)
    left = deque((key, each) for key, each in named.items() if key not in taken)
    in_a_row, connection = 0, get_connection()
    try:
        while left:
            key, each = left.popleft()
            each.connection = connection
            try:
                with suppress(Refused), said_plainly(each.to[0]):
                    connection.open()
                    each.send()
                in_a_row = 0
                cache.set(key, "taken", REMEMBERED)
            except TryAgain:
                left.append((key, each))
                connection.close()
                in_a_row += 1
                if in_a_row >= min(MOST_IN_A_ROW, len(left)):
                    raise
    finally:
        connection.close()
    cache.delete_many(named)


def _key(each: EmailMessage) -> str:
    """Whoever has a copy of the table can't tell whom it is about: the server's own key is needed."""
    return salted_hmac("laget.mail", each.extra_headers["Message-ID"], algorithm="sha256").hexdigest()


@contextmanager
def said_plainly(address: str) -> Iterator[None]:
    """What can stop a mail, in words that tell what to do. Raises Refused, TryAgain."""
    try:
        yield
    except SMTPRecipientsRefused as problem:
        raise _about_address(problem, address) from problem
    except SMTPAuthenticationError as problem:
        raise TryAgain(_("Laget får ikke logge inn på e-posttjeneren. Si fra til den som drifter Laget.")) from problem
    except (SMTPSenderRefused, SMTPConnectError, SMTPHeloError) as problem:  # says nothing of this one message
        said = _("E-posttjeneren vil ikke ta imot post fra Laget (kode %(code)d). Si fra til den som drifter Laget.")
        raise TryAgain(said % {"code": problem.smtp_code}) from problem
    except SMTPResponseException as problem:
        said = _("E-posttjeneren tok ikke imot brevet (kode %(code)d).") % {"code": problem.smtp_code}
        raise _by_code(problem.smtp_code, said) from problem
    except (SMTPException, OSError) as problem:
        raise TryAgain(_("Laget får ikke kontakt med e-posttjeneren.")) from problem


def _about_address(problem: SMTPRecipientsRefused, address: str) -> Exception:
    code = next((code for code, _said in problem.recipients.values()), 550)
    if code < 500:
        said = _("E-posttjeneren tar ikke imot post til %(address)s akkurat nå (kode %(code)d).")
    else:
        said = _("E-posttjeneren tar ikke imot post til %(address)s (kode %(code)d). Sjekk adressen.")
    return _by_code(code, said % {"address": address, "code": code})


def _by_code(code: int, said: str) -> Exception:
    """A code of 500 or more is a no for good; one of 400 or more is a no for now (RFC 5321, 4.2.1)."""
    return Refused(said) if code >= 500 else TryAgain(said)
