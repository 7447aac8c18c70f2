"""The outbox: each letter goes out once, however often the job is tried."""

from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laget.base.cycle.clock import now
from laget.grant.tilsagn.models import Letter

MOST_ATTEMPTS = 8


@app.task(name="send_letter", retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=4))
def send_letter(letter: int) -> None:
    """Mail a letter to its recipient's post office.

    If the mail server took it and we could not say so afterwards, it is sent again with the same
    Message-ID, so that the receiver can tell that it is the same.
    """
    with transaction.atomic():
        found = Letter.objects.select_for_update(of=("self",)).select_related("tilsagn__subject").get(pk=letter)
        if found.delivery == Letter.Delivery.SENT:
            return
        found.attempts += 1
        problem = _try(found)
        if problem and found.attempts >= MOST_ATTEMPTS:
            found.delivery = Letter.Delivery.FAILED
        found.save(update_fields=["attempts", "delivery", "sent_to", "sent_at"])
    if problem and found.delivery != Letter.Delivery.FAILED:
        raise problem  # so that it is tried again, a little later each time


def _try(letter: Letter) -> Exception | None:
    """Send it, and say so on the letter; or give back what went wrong."""
    address = letter.tilsagn.subject.email
    if not address:
        letter.delivery = Letter.Delivery.FAILED
        return None
    try:
        _mail(letter, address).send()
    except (SMTPException, OSError) as problem:
        return problem
    letter.delivery, letter.sent_to, letter.sent_at = Letter.Delivery.SENT, address, now()
    return None


def _mail(letter: Letter, address: str) -> EmailMessage:
    tilsagn = letter.tilsagn
    subject = _("Vedtak om tilskudd for %(year)d") % {"year": tilsagn.round.year}
    body = _("Hei!\n\nVedlagt er vedtaket til %(name)s. Dere finner det også i Laget.\n\nHilsen %(sender)s\n") % {
        "name": tilsagn.subject.name,
        "sender": tilsagn.round.file.letter.sender,
    }
    message = EmailMessage(subject, body, to=[address], headers={"Message-ID": f"<letter-{letter.sha256[:32]}@laget>"})
    with letter.file.open("rb") as file:
        message.attach(f"vedtak-{tilsagn.round.year}.pdf", file.read(), "application/pdf")
    return message
