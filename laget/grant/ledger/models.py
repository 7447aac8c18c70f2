"""The county's ledger: every award, and everything that has happened to its money."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.actors.models import County, Party
from laget.base.cycle.models import Round
from laget.need.tiltak.models import Tiltak
from laget.rules import ledger


class Award(models.Model):
    """Tildeling (award): what one recipient is granted for one tiltak, for one year or several.

    It goes on under the rules of the round it was given in, also when others have come into force.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    given_in = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="awards")
    recipient = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="awards")
    tiltak = models.ForeignKey(Tiltak, on_delete=models.PROTECT, null=True, blank=True, related_name="awards")
    name = models.CharField(max_length=250)
    known_since = models.DateTimeField(null=True, blank=True)  # when the letter was sent: public from then on

    class Meta:
        verbose_name = _("tildeling")
        indexes: ClassVar[list[Any]] = [models.Index(fields=["county", "recipient"], name="ledger_awards_of")]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """With whoever applied, when another has the money: a UH may have the same tiltak in several networks."""
        if self.tiltak is None or self.tiltak.applicant_id == self.recipient_id:
            return self.name
        return f"{self.name}, {self.tiltak.applicant.name}"


class Entry(models.Model):
    """Postering (entry): one thing that happened to the money of an award in one year. Never changed.

    The database refuses an entry that breaks the sums of laget/rules/ledger.py.
    """

    class Kind(models.TextChoices):
        GRANTED = ledger.Kind.GRANTED, _("Innvilget")
        SUPPLEMENT = ledger.Kind.SUPPLEMENT, _("Tillegg")
        CARRIED_IN = ledger.Kind.CARRIED_IN, _("Overført fra året før")
        MOVED_IN = ledger.Kind.MOVED_IN, _("Omdisponert hit")
        CARRIED_OUT = ledger.Kind.CARRIED_OUT, _("Overført til neste år")
        MOVED_OUT = ledger.Kind.MOVED_OUT, _("Omdisponert herfra")
        RETURNED = ledger.Kind.RETURNED, _("Går tilbake")
        RESTORED = ledger.Kind.RESTORED, _("Går ikke tilbake likevel")
        PAID = ledger.Kind.PAID, _("Utbetalt")
        ARRIVED = ledger.Kind.ARRIVED, _("Kom fram")
        BOUNCED = ledger.Kind.BOUNCED, _("Kom ikke fram")
        REPAID = ledger.Kind.REPAID, _("Betalt tilbake")
        WRITTEN_OFF = ledger.Kind.WRITTEN_OFF, _("Ettergitt")
        USED = ledger.Kind.USED, _("Brukt, etter godkjent rapport")

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="entries")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    amount = models.PositiveBigIntegerField()
    in_hand = models.PositiveBigIntegerField(default=0)  # of the amount: what the recipient had been paid
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")  # where it was decided
    about = models.CharField(max_length=36)  # the tilsagn, change, payment or report that says so
    at = models.DateTimeField()
    # When it began to count: what is decided counts from when its letter left, the rest from when it was booked.
    known_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("postering")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["award", "year", "kind", "about"], name="ledger_nothing_is_booked_twice"),
            models.UniqueConstraint(
                fields=["award", "year", "kind"],
                condition=models.Q(kind__in=[ledger.Kind.GRANTED, ledger.Kind.USED]),
                name="ledger_granted_once_and_reported_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0) | models.Q(kind=ledger.Kind.USED), name="ledger_an_entry_has_an_amount"
            ),
            models.CheckConstraint(
                condition=models.Q(in_hand__lte=models.F("amount")), name="ledger_in_hand_is_part_of_the_amount"
            ),
            models.CheckConstraint(
                condition=models.Q(known_since__isnull=False) | models.Q(kind__in=sorted(ledger.BY_LETTER)),
                name="ledger_only_what_is_decided_waits",
            ),
        ]
