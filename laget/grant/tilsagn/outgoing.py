"""The mail that a letter goes out with."""

from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _

from laget.base.mail import Refused, hand_over, sent_as
from laget.grant.tilsagn.models import Letter
from laget.rules.names import slug


def mail(letter: Letter) -> str:
    """Hand it to the mail server, and return the address it went to. Raises Refused, TryAgain."""
    address = letter.recipient.email
    if not address:
        raise Refused(
            _("Mottakeren har ikke noe postmottak i Laget. Be administratoren legge det inn, og send på nytt.")
        )
    hand_over(message_of(letter, address))
    return address


def message_of(letter: Letter, address: str) -> EmailMessage:
    """In the language of the letter. Tried again it has the same Message-ID."""
    file = letter.round.file
    words = file.words(letter.language)
    filled = {"recipient": letter.recipient.name, "sender": words("sender", county=file.county.name)}
    of_tilsagn = letter.kind == Letter.Kind.TILSAGN
    message = EmailMessage(
        words("mail_subject", year=letter.round.year) if of_tilsagn else str(letter),
        words("mail_body" if of_tilsagn else "mail_body_letter", **filled) + "\n",
        to=[address],
        headers=sent_as(f"letter-{letter.sha256[:32]}"),
    )
    with letter.file.open("rb") as pdf:
        message.attach(file_name(letter), pdf.read(), "application/pdf")
    return message


def file_name(letter: Letter) -> str:
    """The same wherever it is kept: no two letters share one, not even two of the same year to the same recipient.

    A tilsagn is of the year that it is for; what comes later is of the year in which it was made.
    """
    of_tilsagn = letter.kind == Letter.Kind.TILSAGN
    year = letter.round.year if of_tilsagn else timezone.localdate(letter.made_at).year
    kind = "vedtak" if letter.is_decision else "brev"
    return f"{kind}-{year}-{slug(letter.recipient.name)}-{letter.sha256[:8]}.pdf"
