from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PROPOSED = "proposed", _("Til beslutning")
    DECIDED = "decided", _("Vedtatt")
    DECLINED = "declined", _("Ikke vedtatt")
    WITHDRAWN = "withdrawn", _("Trukket tilbake")


class Act(models.TextChoices):
    PROPOSE = "propose", _("la fram til beslutning")
    DECIDE = "decide", _("vedtok")
    DECLINE = "decline", _("vedtok ikke")
    WITHDRAW = "withdraw", _("trakk forslaget")


TRANSITIONS = {
    (State.PROPOSED, Act.DECIDE): State.DECIDED,
    (State.PROPOSED, Act.DECLINE): State.DECLINED,
    (State.PROPOSED, Act.WITHDRAW): State.WITHDRAWN,
}
