"""How a tiltak goes, and the lives of a pulje and of a development."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """How a tiltak goes, against the plan. Whoever carries it out says so, as often as it changes."""

    PLANNED = "planned", _("Ikke begynt")
    ON_TRACK = "on_track", _("Går etter planen")
    DELAYED = "delayed", _("Forsinket")
    DONE = "done", _("Gjennomført som planlagt")
    CHANGED = "changed", _("Gjennomført med endringer")
    NOT_DONE = "not_done", _("Ikke gjennomført")


# What a report says of the same, in the words of the county file.
CARRIED_OUT = {Status.DONE: "as_planned", Status.CHANGED: "changed", Status.NOT_DONE: "not_done"}


class DeliveryAct(models.TextChoices):
    START = "start", _("satte i gang tiltaket")
    CHANGE = "change", _("skrev om gjennomføringen")
    SPEND = "spend", _("førte en utgift")
    UNSPEND = "unspend", _("strøk en utgift")
    ADD_MATERIAL = "add_material", _("la til materiell")
    REMOVE_MATERIAL = "remove_material", _("fjernet materiell")
    TIE = "tie", _("knyttet et arrangement til tiltaket")
    UNTIE = "untie", _("løste et arrangement fra tiltaket")


class PuljeState(models.TextChoices):
    OPEN = "open", _("Påmelding")
    RUNNING = "running", _("I gang")
    FINISHED = "finished", _("Ferdig")
    CANCELLED = "cancelled", _("Avlyst")


class PuljeAct(models.TextChoices):
    OPEN = "open", _("åpnet en pulje")
    JOIN = "join", _("meldte på")
    LEAVE = "leave", _("meldte av")
    START = "start", _("satte i gang puljen")
    PLAN = "plan", _("planla en samling")
    FINISH = "finish", _("avsluttet puljen")
    CANCEL = "cancel", _("avlyste puljen")
    ASK = "ask", _("stilte et spørsmål")
    ANSWER = "answer", _("svarte på et spørsmål")


PULJE = {
    (PuljeState.OPEN, PuljeAct.JOIN): PuljeState.OPEN,
    (PuljeState.OPEN, PuljeAct.LEAVE): PuljeState.OPEN,
    (PuljeState.OPEN, PuljeAct.START): PuljeState.RUNNING,
    (PuljeState.OPEN, PuljeAct.CANCEL): PuljeState.CANCELLED,
    (PuljeState.RUNNING, PuljeAct.LEAVE): PuljeState.RUNNING,
    (PuljeState.RUNNING, PuljeAct.PLAN): PuljeState.RUNNING,
    (PuljeState.RUNNING, PuljeAct.CANCEL): PuljeState.CANCELLED,
    (PuljeState.RUNNING, PuljeAct.FINISH): PuljeState.FINISHED,
    (PuljeState.RUNNING, PuljeAct.ASK): PuljeState.RUNNING,
    (PuljeState.RUNNING, PuljeAct.ANSWER): PuljeState.RUNNING,
    (PuljeState.FINISHED, PuljeAct.ASK): PuljeState.FINISHED,
    (PuljeState.FINISHED, PuljeAct.ANSWER): PuljeState.FINISHED,
}


class DevelopmentState(models.TextChoices):
    ONGOING = "ongoing", _("I gang")
    FINISHED = "finished", _("Ferdig")


class DevelopmentAct(models.TextChoices):
    BEGIN = "begin", _("begynte et utviklingsarbeid")
    NOTE = "note", _("skrev et notat")
    MOVE = "move", _("gikk til en annen fase")
    REST_ON = "rest_on", _("la til et funn")
    CHOOSE = "choose", _("valgte en annen modell")
    FINISH = "finish", _("avsluttet utviklingsarbeidet")
    TAKE_UP = "take_up", _("tok opp igjen utviklingsarbeidet")


DEVELOPMENT = {
    (DevelopmentState.ONGOING, DevelopmentAct.NOTE): DevelopmentState.ONGOING,
    (DevelopmentState.ONGOING, DevelopmentAct.MOVE): DevelopmentState.ONGOING,
    (DevelopmentState.ONGOING, DevelopmentAct.REST_ON): DevelopmentState.ONGOING,
    (DevelopmentState.ONGOING, DevelopmentAct.CHOOSE): DevelopmentState.ONGOING,
    (DevelopmentState.ONGOING, DevelopmentAct.FINISH): DevelopmentState.FINISHED,
    (DevelopmentState.FINISHED, DevelopmentAct.TAKE_UP): DevelopmentState.ONGOING,
}
