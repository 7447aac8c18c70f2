from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PROPOSED = "proposed", _("Til beslutning")
    DECIDED = "decided", _("Rettet")
    DECLINED = "declined", _("Ikke rettet")
    WITHDRAWN = "withdrawn", _("Trukket tilbake")


class Act(models.TextChoices):
    PROPOSE = "propose", _("la fram en retting")
    DECIDE = "decide", _("rettet brevet")
    DECLINE = "decline", _("rettet ikke brevet")
    WITHDRAW = "withdraw", _("trakk rettingen")


TRANSITIONS = {
    (State.PROPOSED, Act.DECIDE): State.DECIDED,
    (State.PROPOSED, Act.DECLINE): State.DECLINED,
    (State.PROPOSED, Act.WITHDRAW): State.WITHDRAWN,
}
