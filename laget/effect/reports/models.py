from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.questions.models import Document
from laget.grant.ledger.models import Award
from laget.grant.tilsagn.models import Letter


class Report(Document):
    """Rapport (report): what a recipient used the money for, and what became different for children."""

    KIND: ClassVar[str] = "report"

    class Meta:
        verbose_name = _("rapport")


class Reminder(models.Model):
    """Purring (reminder): that a report has been asked for again, and the letter that did. Never changed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="reminders")
    is_last = models.BooleanField()
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("purring")
        ordering: ClassVar[list[str]] = ["at", "pk"]


class UsedAmount(models.Model):
    """Brukt beløp (used amount): what was used of an award in one year, as last reported. Whole kroner."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="amounts")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="used")
    year = models.PositiveSmallIntegerField()
    received = models.PositiveBigIntegerField()  # what there was to use
    used = models.PositiveBigIntegerField()
    explanation = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("brukt beløp")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["award", "year"], name="reports_one_amount_for_each_year"),
            models.CheckConstraint(
                condition=models.Q(used__lte=models.F("received")), name="reports_never_more_used_than_received"
            ),
        ]

    @property
    def unused(self) -> int:
        return self.received - self.used
