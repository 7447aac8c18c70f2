"""The life of a document. Each kind has its own table of transitions; the words are common."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Kladd")
    RETURNED = "returned", _("Sendt tilbake")
    SIGNING = "signing", _("Til signering")
    PROPOSED = "proposed", _("Til beslutning")
    SUBMITTED = "submitted", _("Sendt")
    CONSIDERED = "considered", _("Behandlet")
    APPROVED = "approved", _("Godkjent")
    ADOPTED = "adopted", _("Vedtatt")  # of a plan, by a body outside Laget
    GIVEN = "given", _("Vedtatt")
    SENT = "sent", _("Sendt til mottakeren")
    SET_ASIDE = "set_aside", _("Lagt bort")  # a plan that nobody goes on with


class Act(models.TextChoices):
    OPEN = "open", _("opprettet")
    SAVE = "save", _("lagret")
    CHOOSE = "choose", _("valgte funn fra kartlegging")
    SUBMIT = "submit", _("sendte")
    RETURN = "return", _("sendte tilbake")
    FREEZE = "freeze", _("la fram til signering")
    SIGN = "sign", _("signerte")
    REOPEN = "reopen", _("tok tilbake fra signering")
    PROPOSE = "propose", _("la fram til beslutning")
    GIVE = "give", _("vedtok")
    QUEUE = "queue", _("la brevet i utboksen")
    STOP = "stop", _("stoppet brevet")
    SEND = "send", _("sendte brevet")
    RESEND = "resend", _("sendte brevet på nytt")
    REMIND = "remind", _("minnet om den")
    CONSIDER = "consider", _("behandlet")
    APPROVE = "approve", _("godkjente")
    ADOPT = "adopt", _("førte inn vedtaket")
    REVISE = "revise", _("begynte på neste versjon")
    SET_ASIDE = "set_aside", _("la bort")
    TAKE_UP = "take_up", _("tok opp igjen")
    FOLLOW_UP = "follow_up", _("fulgte opp")
    REVIEW = "review", _("gikk gjennom risikoen")
    PUBLISH = "publish", _("lot alle lese den")
    WITHDRAW = "withdraw", _("tok den bort fra de åpne sidene")


# In these it says what was last sent, word for word.
AS_SENT = frozenset({State.SUBMITTED, State.CONSIDERED, State.APPROVED, State.ADOPTED, State.SENT})

# What is done with a document on its way to being sent, again and again, by those who write it.
OF_WRITING = frozenset({Act.SAVE, Act.CHOOSE})

# What is done with it by those it has been sent to.
OF_RECEIVERS = frozenset({Act.RETURN, Act.CONSIDER, Act.APPROVE})

# In these the document may be written in. It may have been sent before, and come back.
WRITABLE = frozenset({State.DRAFT, State.RETURNED})
