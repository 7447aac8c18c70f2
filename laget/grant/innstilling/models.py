from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.questions.models import Document
from laget.grant.allocation.models import Earmark
from laget.need.tiltak.models import PlannedAmount


class Innstilling(Document):
    """Innstilling (recommendation): what the forum recommends to Statsforvalteren, on every tiltak in the county.

    Not settings: Norwegian has one word for both.
    """

    KIND: ClassVar[str] = "innstilling"

    class Meta:
        verbose_name = _("innstilling")


class RecommendedAmount(models.Model):
    """Anbefalt beløp (recommended amount): what the forum recommends of one amount, applied for or set aside."""

    innstilling = models.ForeignKey(Innstilling, on_delete=models.PROTECT, related_name="amounts")
    planned = models.OneToOneField(PlannedAmount, on_delete=models.PROTECT, null=True, related_name="recommended")
    earmark = models.OneToOneField(Earmark, on_delete=models.PROTECT, null=True, related_name="recommended")
    applied = models.PositiveBigIntegerField()
    amount = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("anbefalt beløp")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(planned=None) ^ models.Q(earmark=None), name="innstilling_an_amount_has_one_origin"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__lte=models.F("applied")), name="innstilling_never_more_than_applied"
            ),
        ]

    @property
    def origin(self) -> tuple[int | None, int | None]:
        """What it is of: an amount that was applied for, or one that is set aside."""
        return self.planned_id, self.earmark_id

    @property
    def year(self) -> int:
        return self.planned.year if self.planned else self.innstilling.round.year

    @property
    def name(self) -> str:
        if self.planned:
            return self.planned.tiltak.title
        assert self.earmark is not None
        return self.earmark.name

    @property
    def full_name(self) -> str:
        """With whoever applied, when another has the money: a UH may have the same tiltak in several networks."""
        if self.planned is None or self.planned.tiltak.applicant_id == self.planned.recipient_id:
            return self.name
        return f"{self.name}, {self.planned.tiltak.applicant.name}"
