"""What is done on the way from an application to its place."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    TAKE_IN = "take_in", _("hentet inn søknadene")
    APPOINT = "appoint", _("satte opp arbeidsgruppa")
    ASSIGN = "assign", _("fordelte søknadene")
    SCORE = "score", _("ga poeng")
    DECLARE = "declare", _("meldte seg inhabil")
    LIFT = "lift", _("tok tilbake at de var inhabil")
    BEGIN = "begin", _("begynte rangeringen")
    MOVE = "move", _("flyttet en søknad")
    GIVE_REST = "give_rest", _("bestemte hvem som får resten")
    PUT_ON_AGENDA = "put_on_agenda", _("satte rangeringen på sakslista")
    SEND = "send", _("sendte nettverkets rangering")
