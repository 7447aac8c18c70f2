"""What is offered and planned: from here a tiltak lives on through recommendation, award and report."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.actors.models import County, Network, Organisation, Party
from laget.base.cycle.models import Round
from laget.base.questions.models import Version
from laget.rules.names import sort_key


class Tiltak(models.Model):
    """Tiltak (measure): something a network or an owner plans to do with its partners, as it was last sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="tiltak")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="tiltak")
    applicant = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")  # the network, or an owner in it
    item = models.CharField(max_length=20)  # what the document calls it
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="tiltak")  # where it stands in full
    title = models.CharField(max_length=200)
    target_groups = models.JSONField(default=list)
    start = models.DateField()
    end = models.DateField()
    partners = models.ManyToManyField(Organisation, related_name="+")
    needs = models.ManyToManyField(Version, related_name="answered_by")  # the behovsmeldinger it answers
    dropped = models.BooleanField(default=False)  # sent once, but not in the version that was sent last

    class Meta:
        verbose_name = _("tiltak")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["round", "applicant", "item"], name="tiltak_one_for_each_item"),
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="tiltak_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> tuple[str, str, str, str]:
        """What it stands by among the others of a round: the network, whoever applies, and the title."""
        return self.network.sort_key, self.applicant.sort_key, sort_key(self.title), self.item


class PlannedAmount(models.Model):
    """Planlagt beløp (planned amount): what one recipient is to have for a tiltak in one year. Whole kroner."""

    tiltak = models.ForeignKey(Tiltak, on_delete=models.CASCADE, related_name="amounts")
    recipient = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    amount = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("planlagt beløp")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["tiltak", "recipient", "year"], name="tiltak_one_amount_a_year"),
        ]
