"""The life of a payment list, and of each payment in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PREPARED = "prepared", _("Til godkjenning")
    APPROVED = "approved", _("Godkjent")
    DECLINED = "declined", _("Ikke godkjent")
    WITHDRAWN = "withdrawn", _("Trukket tilbake")


class PaymentState(models.TextChoices):
    PREPARED = "prepared", _("Til godkjenning")
    ORDERED = "ordered", _("Sendt til betaling")
    PAID = "paid", _("Betalt")
    BOUNCED = "bounced", _("Kom ikke fram")
    DROPPED = "dropped", _("Ikke godkjent")


class Act(models.TextChoices):
    PREPARE = "prepare", _("laget utbetalingsliste")
    APPROVE = "approve", _("godkjente utbetaling")
    DECLINE = "decline", _("godkjente ikke utbetaling")
    WITHDRAW = "withdraw", _("trakk utbetalingslista")
    RECEIVE = "receive", _("leste inn kvitteringer")
    REGISTER = "register", _("registrerte")


TRANSITIONS = {
    (State.PREPARED, Act.APPROVE): State.APPROVED,
    (State.PREPARED, Act.DECLINE): State.DECLINED,
    (State.PREPARED, Act.WITHDRAW): State.WITHDRAWN,
}
FOLLOWS = {
    State.APPROVED: PaymentState.ORDERED,
    State.DECLINED: PaymentState.DROPPED,
    State.WITHDRAWN: PaymentState.DROPPED,
}

# A payment that is on its way, one way or the other: no other is made for the same year of an award meanwhile.
UNDER_WAY = (PaymentState.PREPARED, PaymentState.ORDERED)
