"""The life of a klage. Statsforvalteren considers anew; what it doesn't change, the klageinstans decides."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    RECEIVED = "received", _("Til behandling")
    PROPOSED = "proposed", _("Til beslutning")
    UPHELD = "upheld", _("Omgjort")
    FORWARDED = "forwarded", _("Hos klageinstansen")
    DISMISSED = "dismissed", _("Avvist")
    CONFIRMED = "confirmed", _("Stadfestet av klageinstansen")
    WITHDRAWN = "withdrawn", _("Trukket")


class Act(models.TextChoices):
    COMPLAIN = "complain", _("klaget")
    PROPOSE = "propose", _("la fram til beslutning")
    RETURN = "return", _("sendte tilbake")
    UPHOLD = "uphold", _("omgjorde vedtaket")
    FORWARD = "forward", _("sendte klagen til klageinstansen")
    DISMISS = "dismiss", _("avviste klagen")
    CONFIRM = "confirm", _("registrerte at vedtaket er stadfestet")
    REVERSE = "reverse", _("registrerte at vedtaket er endret")
    ANNUL = "annul", _("registrerte at vedtaket er opphevet")
    WITHDRAW = "withdraw", _("trakk klagen")


TRANSITIONS = {
    (State.RECEIVED, Act.PROPOSE): State.PROPOSED,
    (State.PROPOSED, Act.RETURN): State.RECEIVED,
    (State.PROPOSED, Act.UPHOLD): State.UPHELD,
    (State.PROPOSED, Act.FORWARD): State.FORWARDED,
    (State.PROPOSED, Act.DISMISS): State.DISMISSED,
    (State.FORWARDED, Act.CONFIRM): State.CONFIRMED,
    # What is changed or annulled above comes back: here a new decision has to be made, by two.
    (State.FORWARDED, Act.REVERSE): State.RECEIVED,
    (State.FORWARDED, Act.ANNUL): State.RECEIVED,
    (State.RECEIVED, Act.WITHDRAW): State.WITHDRAWN,
    (State.PROPOSED, Act.WITHDRAW): State.WITHDRAWN,
    (State.FORWARDED, Act.WITHDRAW): State.WITHDRAWN,
}

OPEN = frozenset({State.RECEIVED, State.PROPOSED, State.FORWARDED})


class Outcome(models.TextChoices):
    """What Statsforvalteren comes to, and what is done then."""

    UPHOLD = Act.UPHOLD.value, _("Gi medhold, og endre vedtaket")
    FORWARD = Act.FORWARD.value, _("Ikke endre vedtaket, og sende klagen til klageinstansen")
    DISMISS = Act.DISMISS.value, _("Avvise klagen, fordi den kom for sent")


class Answer(models.TextChoices):
    """What the klageinstans came to."""

    CONFIRM = Act.CONFIRM.value, _("Vedtaket er stadfestet")
    REVERSE = Act.REVERSE.value, _("Vedtaket er endret")
    ANNUL = Act.ANNUL.value, _("Vedtaket er opphevet, og saken skal behandles på nytt")
