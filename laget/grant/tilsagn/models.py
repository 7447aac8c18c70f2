from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import Language
from laget.base.questions.models import Document, Version
from laget.grant.innstilling.models import RecommendedAmount
from laget.grant.ledger.models import Award


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
    """Tilsagnsbrev (letter): the decision as a sealed PDF, byte for byte as it went out, and where it has got to."""

    class Delivery(models.TextChoices):
        READY = "ready", _("Klart til utsending")
        QUEUED = "queued", _("I utboksen")
        STOPPED = "stopped", _("Stoppet før det gikk ut")
        SENDING = "sending", _("Sendes")
        SENT = "sent", _("Levert til e-posttjeneren")
        FAILED = "failed", _("Kom ikke fram")

    tilsagn = models.OneToOneField(Tilsagn, on_delete=models.PROTECT, related_name="letter")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)  # of the whole file, the seal included
    language = models.CharField(_("språk"), max_length=2, choices=Language)
    reference = models.CharField(_("referanse"), max_length=20, db_index=True)
    made_at = models.DateTimeField()
    delivery = models.CharField(max_length=10, choices=Delivery, default=Delivery.READY)
    leaves_at = models.DateTimeField(null=True, blank=True)  # when it is queued: until then it can be stopped
    attempts = models.PositiveSmallIntegerField(default=0)  # since it was last sent
    problem = models.CharField(max_length=300, blank=True)  # why it has not arrived, in Norwegian
    sent_to = models.EmailField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tilsagnsbrev")


# A letter that may be sent: it has not left, and does not wait to.
CAN_LEAVE = frozenset({Letter.Delivery.READY, Letter.Delivery.STOPPED})
