from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import Language, Party
from laget.base.cycle.models import Round
from laget.base.questions.models import Document, Version
from laget.grant.innstilling.models import RecommendedAmount
from laget.grant.ledger.models import Award
from laget.rules.complaining import last_day


class Tilsagn(Document):
    """Tilsagn (commitment): what Statsforvalteren grants one recipient. One prepares it, another decides.

    A refusal is a tilsagn where nothing is granted.
    """

    KIND: ClassVar[str] = "tilsagn"
    NAMES: ClassVar[tuple[str, ...]] = (*Document.NAMES, "proposed_by", "decided_by")

    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tilsagn")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("decided_by")), name="tilsagn_one_prepares_another_decides"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | models.Q(proposed_by__isnull=False),
                name="tilsagn_decided_when_prepared",
            ),
        ]


class GrantedAmount(models.Model):
    """Innvilget beløp (granted amount): what was granted of one recommended amount. 0 is a refusal. Never changed."""

    tilsagn = models.ForeignKey(Tilsagn, on_delete=models.PROTECT, related_name="amounts")
    recommended = models.OneToOneField(RecommendedAmount, on_delete=models.PROTECT, related_name="granted")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, related_name="granted")
    year = models.PositiveSmallIntegerField()
    amount = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("innvilget beløp")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(amount=0) | models.Q(award__isnull=False), name="tilsagn_what_is_granted_is_an_award"
            ),
        ]


class Letter(models.Model):
    """Brev (letter): a decision, or news of a case, as a sealed PDF, byte for byte as it went out.

    Most are about a tilsagn; others about what has been decided since. One that had an error of writing is replaced by
    another, and both are kept.
    """

    class Kind(models.TextChoices):
        """What it is about."""

        TILSAGN = "tilsagn", _("Vedtak om tilskudd")
        CHANGE = "change", _("Endring av tildeling")
        KLAGE = "klage", _("Klage")
        REPORT = "report", _("Purring på rapport")

    class Delivery(models.TextChoices):
        READY = "ready", _("Klart til utsending")
        QUEUED = "queued", _("I utboksen")
        STOPPED = "stopped", _("Stoppet før det gikk ut")
        SENDING = "sending", _("Sendes")
        SENT = "sent", _("Levert til e-posttjeneren")
        FAILED = "failed", _("Kom ikke fram")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="letters")
    recipient = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TILSAGN)
    about = models.CharField(max_length=36, db_index=True)  # the id of that
    page = models.CharField(max_length=200)  # where that is
    tilsagn = models.ForeignKey(Tilsagn, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    said = models.JSONField()  # every sentence of it, by its name
    is_decision = models.BooleanField(default=True)  # may be complained of
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    file = models.FileField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)  # of the whole file, the seal included
    language = models.CharField(_("språk"), max_length=2, choices=Language)
    reference = models.CharField(_("referanse"), max_length=20, db_index=True)
    made_at = models.DateTimeField()
    delivery = models.CharField(max_length=10, choices=Delivery, default=Delivery.READY)
    leaves_at = models.DateTimeField(null=True, blank=True)  # when it is queued: until then it can be stopped
    attempts = models.PositiveSmallIntegerField(default=0)  # since it was last sent
    problem = models.CharField(max_length=300, blank=True)  # why it has not arrived, in Norwegian
    again_at = models.DateTimeField(null=True, blank=True)  # when it is tried again, if the last attempt failed
    sent_to = models.EmailField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("brev")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(kind="tilsagn") ^ models.Q(tilsagn=None), name="tilsagn_a_letter_is_about_something"
            ),
        ]

    def __str__(self) -> str:
        return str(self.said["title"])

    def get_absolute_url(self) -> str:
        return reverse("letter:case", args=[self.pk])

    @property
    def grants(self) -> bool:
        """It is the letter that a tilsagn is sent with, and none that came later."""
        return self.tilsagn_id is not None and self.replaces_id is None

    @property
    def has_left(self) -> bool:
        """The recipient has it, or it is on its way: it can't be stopped, and is no secret."""
        return self.delivery in HAS_LEFT

    @property
    def has_not_arrived(self) -> bool:
        """It has been tried, and is tried again later or not any more."""
        return self.delivery == self.Delivery.FAILED or self.again_at is not None

    @property
    def later(self) -> "Letter | None":
        """The one that has replaced it, once that has left."""
        other: Letter | None = getattr(self, "replaced_by", None)
        return other if other and other.has_left else None

    @property
    def decided_on(self) -> date:
        """The day of what it tells. A letter that corrects another tells of the same."""
        return self.replaces.decided_on if self.replaces else timezone.localdate(self.made_at)

    @property
    def complain_by(self) -> date | None:
        """The last day to complain: reckoned from when notice of it came. None while none has.

        A letter that corrects another starts no new time: the decision is the same.
        """
        if not self.is_decision:
            return None
        came = self.replaces.complain_by if self.replaces else None
        if came or self.sent_at is None:
            return came
        return last_day(timezone.localdate(self.sent_at), weeks=self.round.rules.complaint_weeks)


# A letter that may be sent: it has not left, and does not wait to.
CAN_LEAVE = frozenset({Letter.Delivery.READY, Letter.Delivery.STOPPED})
HAS_LEFT = frozenset({Letter.Delivery.SENDING, Letter.Delivery.SENT, Letter.Delivery.FAILED})
