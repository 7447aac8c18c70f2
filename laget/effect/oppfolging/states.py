"""The life of a municipality's time in oppfølgingsordningen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    OFFERED = "offered", _("Tilbudt")
    ONGOING = "ongoing", _("I gang")
    DECLINED = "declined", _("Takket nei")
    FINISHED = "finished", _("Ferdig")
    ENDED = "ended", _("Avsluttet før tiden")


class Act(models.TextChoices):
    OFFER = "offer", _("tilbød oppfølgingsordningen")
    ACCEPT = "accept", _("takket ja")
    DECLINE = "decline", _("takket nei")
    ARRANGE = "arrange", _("førte veiledere og midler")
    REACH = "reach", _("gjorde en milepæl ferdig")
    FINISH = "finish", _("gjorde den siste milepælen ferdig")
    END = "end", _("avsluttet før tiden")


TRANSITIONS = {
    (State.OFFERED, Act.ACCEPT): State.ONGOING,
    (State.OFFERED, Act.DECLINE): State.DECLINED,
    (State.OFFERED, Act.END): State.ENDED,
    (State.ONGOING, Act.ARRANGE): State.ONGOING,
    (State.ONGOING, Act.REACH): State.ONGOING,
    (State.ONGOING, Act.FINISH): State.FINISHED,
    (State.ONGOING, Act.END): State.ENDED,
}
