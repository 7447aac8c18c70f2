"""The mail that a letter goes out with, and what can stop it, in words that tell what to do."""

from smtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _

from laget.grant.tilsagn.models import Letter
from laget.rules.names import slug


class Refused(Exception):
    """It will not arrive however often it is tried. The message says why, in Norwegian."""


class TryAgain(Exception):
    """It did not arrive this time. The message says why, in Norwegian."""


def mail(letter: Letter) -> str:
    """Hand it to the mail server, and return the address it went to. Raises Refused, TryAgain."""
    address = letter.recipient.email
    if not address:
        raise Refused(
            _("Mottakeren har ikke noe postmottak i Laget. Be administratoren legge det inn, og send på nytt.")
        )
    try:
        message_of(letter, address).send()
    except SMTPRecipientsRefused as problem:
        raise _about_address(problem, address) from problem
    except SMTPAuthenticationError as problem:
        raise TryAgain(_("Laget får ikke logge inn på e-posttjeneren. Si fra til den som drifter Laget.")) from problem
    except SMTPResponseException as problem:
        said = _("E-posttjeneren tok ikke imot brevet (kode %(code)d).") % {"code": problem.smtp_code}
        raise _by_code(problem.smtp_code, said) from problem
    except (SMTPException, OSError) as problem:
        raise TryAgain(_("Laget får ikke kontakt med e-posttjeneren.")) from problem
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
        headers={"Message-ID": f"<letter-{letter.sha256[:32]}@laget>"},
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


def _about_address(problem: SMTPRecipientsRefused, address: str) -> Exception:
    code = next((code for code, _said in problem.recipients.values()), 550)
    said = _("E-posttjeneren tar ikke imot post til %(address)s (kode %(code)d). Sjekk adressen.")
    return _by_code(code, said % {"address": address, "code": code})


def _by_code(code: int, said: str) -> Exception:
    """A code of 500 or more is a no for good; one of 400 or more is a no for now (RFC 5321, 4.2.1)."""
    return Refused(said) if code >= 500 else TryAgain(said)
