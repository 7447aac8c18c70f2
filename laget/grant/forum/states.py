"""The life of a meeting, and of each matter on its agenda."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.rules.habilitet import Ground


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Planlagt")
    CALLED = "called", _("Innkalt")
    OPEN = "open", _("I gang")
    CLOSED = "closed", _("Protokollen venter på godkjenning")
    APPROVED = "approved", _("Protokollen er godkjent")
    CANCELLED = "cancelled", _("Avlyst")


class MatterState(models.TextChoices):
    LISTED = "listed", _("På sakslista")
    OPEN = "open", _("Til behandling")
    VOTING = "voting", _("Til votering")
    DECIDED = "decided", _("Avgjort")
    POSTPONED = "postponed", _("Utsatt")
    WITHDRAWN = "withdrawn", _("Tatt av sakslista")


class MeetingAct(models.TextChoices):
    PLAN = "plan", _("planla møtet")
    CHANGE = "change", _("endret møtet")
    LIST = "list", _("hentet inn sakene")
    CALL = "call", _("kalte inn")
    OPEN = "open", _("satte møtet")
    ATTEND = "attend", _("førte inn hvem som er til stede")
    CLOSE = "close", _("hevet møtet")
    APPROVE = "approve", _("godkjente protokollen")
    CANCEL = "cancel", _("avlyste møtet")


class MatterAct(models.TextChoices):
    DECLARE = "declare", _("meldte seg inhabil")
    LIFT = "lift", _("tok tilbake at de var inhabil")
    RECUSE = "recuse", _("førte inn at noen er inhabil")
    REMARK = "remark", _("skrev et innspill")
    PROPOSE = "propose", _("endret forslaget")
    TAKE_UP = "take_up", _("tok opp saken")
    AGREE = "agree", _("førte inn at forumet er enig")
    CALL_VOTE = "call_vote", _("satte i gang votering")
    TAKE_BACK = "take_back", _("tok tilbake voteringen")
    VOTE = "vote", _("stemte")
    ADOPT = "adopt", _("voteringen endte med vedtak")
    REJECT = "reject", _("voteringen endte uten flertall")
    POSTPONE = "postpone", _("utsatte saken")
    WITHDRAW = "withdraw", _("tok saken av sakslista")


MEETING = {
    (MeetingState.PLANNED, MeetingAct.CHANGE): MeetingState.PLANNED,
    (MeetingState.CALLED, MeetingAct.CHANGE): MeetingState.CALLED,
    (MeetingState.PLANNED, MeetingAct.LIST): MeetingState.PLANNED,
    (MeetingState.CALLED, MeetingAct.LIST): MeetingState.CALLED,
    (MeetingState.PLANNED, MeetingAct.CALL): MeetingState.CALLED,
    (MeetingState.CALLED, MeetingAct.OPEN): MeetingState.OPEN,
    (MeetingState.OPEN, MeetingAct.ATTEND): MeetingState.OPEN,
    (MeetingState.OPEN, MeetingAct.CLOSE): MeetingState.CLOSED,
    (MeetingState.CLOSED, MeetingAct.APPROVE): MeetingState.APPROVED,
    (MeetingState.PLANNED, MeetingAct.CANCEL): MeetingState.CANCELLED,
    (MeetingState.CALLED, MeetingAct.CANCEL): MeetingState.CANCELLED,
}

MATTER = {
    (MatterState.LISTED, MatterAct.PROPOSE): MatterState.LISTED,
    (MatterState.LISTED, MatterAct.TAKE_UP): MatterState.OPEN,
    (MatterState.OPEN, MatterAct.PROPOSE): MatterState.OPEN,
    (MatterState.OPEN, MatterAct.AGREE): MatterState.DECIDED,
    (MatterState.OPEN, MatterAct.CALL_VOTE): MatterState.VOTING,
    (MatterState.VOTING, MatterAct.TAKE_BACK): MatterState.OPEN,  # begun by mistake: nobody has voted
    (MatterState.VOTING, MatterAct.VOTE): MatterState.VOTING,
    (MatterState.VOTING, MatterAct.ADOPT): MatterState.DECIDED,
    (MatterState.VOTING, MatterAct.REJECT): MatterState.OPEN,  # for another proposal
    (MatterState.LISTED, MatterAct.POSTPONE): MatterState.POSTPONED,
    (MatterState.OPEN, MatterAct.POSTPONE): MatterState.POSTPONED,
    (MatterState.LISTED, MatterAct.WITHDRAW): MatterState.WITHDRAWN,
}

# A matter that is through: nothing more is said, and nobody needs to step aside.
SETTLED = frozenset({MatterState.DECIDED, MatterState.POSTPONED, MatterState.WITHDRAWN})

# Left for another meeting, which may take it up anew.
LEFT = frozenset({MatterState.POSTPONED, MatterState.WITHDRAWN})

# A meeting that has not begun.
BEFORE_IT_BEGINS = frozenset({MeetingState.PLANNED, MeetingState.CALLED})

# Why someone steps aside, as it is minuted. `party` is whom they stand for.
GROUNDS = {
    Ground.UNIT: _("arbeider i %(party)s"),
    Ground.OWNER: _("representerer eieren %(party)s"),
    Ground.NETWORK: _("representerer nettverket %(party)s"),
    Ground.RECIPIENT: _("representerer %(party)s, som er mottaker"),
    Ground.DECLARED: _("meldte seg inhabil"),
    Ground.JUDGED: _("etter forumets vurdering"),
}
