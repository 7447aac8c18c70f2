"""The county's money divided: frozen when the forum has decided."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import Network, Party
from laget.base.cycle.models import Round


class Allocation(models.Model):
    """Fordeling (allocation): how a round's money was divided, with everything it came from.

    The database refuses every change: what was decided stays as it was decided.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="allocation")
    inputs = models.JSONField()  # what the division started from, counts and their sources included
    result = models.JSONField()  # as `laget allocate --json` prints it, with the steps of every frame
    sha256 = models.CharField(max_length=64)  # of inputs and result
    reference = models.CharField(_("møte og sak"), max_length=200)
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    adopted_by_role = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("fordeling")

    def __str__(self) -> str:
        return f"{self.round}: {self.sha256[:12]}"


class Frame(models.Model):
    """Ramme (frame): what a network may plan for, in whole kroner."""

    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="frames")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="frames")
    amount = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("ramme")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["allocation", "network"], name="allocation_one_frame_each"),
        ]


class Earmark(models.Model):
    """Fast tildeling (earmark): an amount that the forum gives without a beslutningsgrunnlag, to a named recipient."""

    class Reason(models.TextChoices):
        FIXED = "fixed", _("Fast tildeling")
        FELLESTILTAK = "fellestiltak", _("Fellestiltak")

    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="earmarks")
    reason = models.CharField(max_length=12, choices=Reason)
    recipient = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300, blank=True)
    amount = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("fast tildeling")
