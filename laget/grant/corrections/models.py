"""What was written wrong in a letter that has left, and the letter that replaces it."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.cycle.proposals import Proposal
from laget.grant.corrections.states import State
from laget.grant.tilsagn.models import Letter


class Correction(Proposal):
    """Retting (correction): an error of writing in a letter. What was decided stays as it was decided, to the krone.

    One prepares it, another decides. Forvaltningsloven § 35 leaves room for it; nobody is worse off.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="corrections")
    what = models.CharField(max_length=500)  # as it stands on top of the new letter
    texts = models.JSONField()  # those of the letter that are changed, by their place in it
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    becomes = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by")

    class Meta(Proposal.Meta):
        verbose_name = _("retting")
        constraints: ClassVar[list[Any]] = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state=State.DECIDED) ^ models.Q(becomes=None), name="corrections_give_a_new_letter"
            ),
            models.UniqueConstraint(
                fields=["letter"], condition=models.Q(state=State.PROPOSED), name="corrections_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Retting av {self.letter.reference}"

    def get_absolute_url(self) -> str:
        return reverse("corrections:case", args=[self.pk])
