"""The life of a kartlegging. It opens and closes on its days, and is counted once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PLANNED = "planned", _("Planlagt")
    OPEN = "open", _("Åpen for svar")
    CLOSED = "closed", _("Stengt, og under opptelling")
    FROZEN = "frozen", _("Ferdig talt opp")


class Act(models.TextChoices):
    PLAN = "plan", _("planla")
    CHANGE = "change", _("endret planen")  # while it is planned
    OPEN = "open", _("åpnet")
    CLOSE = "close", _("stengte")
    FREEZE = "freeze", _("talte opp")
    WITHDRAW = "withdraw", _("trakk tilbake")  # then it is gone
    # These change nothing in where the survey is.
    HAND_OUT = "hand_out", _("delte ut kodene")
    MORE = "more", _("laget flere koder")
    ADDRESS = "address", _("la inn e-postadresser")
    REMIND = "remind", _("sendte påminnelse")
    CLEAR = "clear", _("slapp fram det noen hadde skrevet med egne ord")
    DELETE = "delete", _("slettet noe av det som var skrevet med egne ord")


TRANSITIONS = {
    (State.PLANNED, Act.OPEN): State.OPEN,
    (State.OPEN, Act.CLOSE): State.CLOSED,
    (State.CLOSED, Act.FREEZE): State.FROZEN,
}
