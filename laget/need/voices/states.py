"""The life of a lytteperiode: it is open while the children are heard, and closed once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    OPEN = "open", _("Åpen")
    CLOSED = "closed", _("Avsluttet")


class Act(models.TextChoices):
    OPEN = "open", _("åpnet")
    REGISTER = "register", _("registrerte")
    REMOVE = "remove", _("slettet det som var sagt om ett tema")
    CLOSE = "close", _("avsluttet")
    PLAN = "plan", _("planla")
    DELETE = "delete", _("slettet alt barna har sagt")
    RESEAL = "reseal", _("byttet nøkkel")


TRANSITIONS = {(State.OPEN, Act.CLOSE): State.CLOSED}
