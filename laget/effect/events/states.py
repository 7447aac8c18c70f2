"""The life of an event, and of each who signs up for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    OPEN = "open", _("Åpent for påmelding")
    CLOSED = "closed", _("Påmeldingen er stengt")
    HELD = "held", _("Gjennomført")
    CANCELLED = "cancelled", _("Avlyst")


class Act(models.TextChoices):
    PLAN = "plan", _("planla arrangementet")
    CHANGE = "change", _("endret arrangementet")
    OPEN = "open", _("åpnet påmeldingen")
    CLOSE = "close", _("stengte påmeldingen")
    MOVE = "move", _("flyttet arrangementet")
    CANCEL = "cancel", _("avlyste arrangementet")
    HOLD = "hold", _("førte arrangementet som gjennomført")
    # These change nothing in where the event is.
    SIGN_UP = "sign_up", _("meldte på")
    WITHDRAW = "withdraw", _("meldte av")
    CONFIRM = "confirm", _("sa at de fortsatt kommer")
    ATTEND = "attend", _("førte frammøte")
    FUND = "fund", _("førte hva arrangementet koster")
    SETTLE = "settle", _("førte at det ikke er mer å avgjøre om pengene")
    REMIND = "remind", _("minnet om arrangementet")
    EVALUATE = "evaluate", _("spurte dem som møtte")
    FORGET = "forget", _("slettet navn og e-post")


TRANSITIONS = {
    (State.DRAFT, Act.CHANGE): State.DRAFT,
    (State.OPEN, Act.CHANGE): State.OPEN,
    (State.CLOSED, Act.CHANGE): State.CLOSED,
    (State.DRAFT, Act.OPEN): State.OPEN,
    (State.CLOSED, Act.OPEN): State.OPEN,
    (State.OPEN, Act.CLOSE): State.CLOSED,
    (State.OPEN, Act.MOVE): State.OPEN,
    (State.CLOSED, Act.MOVE): State.CLOSED,
    (State.DRAFT, Act.CANCEL): State.CANCELLED,
    (State.OPEN, Act.CANCEL): State.CANCELLED,
    (State.CLOSED, Act.CANCEL): State.CANCELLED,
    (State.OPEN, Act.HOLD): State.HELD,
    (State.CLOSED, Act.HOLD): State.HELD,
}

COMING = frozenset({State.OPEN, State.CLOSED})  # those who have signed up count on it
ATTENDED_IN = frozenset({*COMING, State.HELD})  # who came is written down on the day, and put right after it


class Place(models.TextChoices):
    """Where someone who has signed up stands."""

    SIGNED = "signed", _("Påmeldt")
    WAITING = "waiting", _("På venteliste")
    WITHDRAWN = "withdrawn", _("Avmeldt")
