"""What is decided about an award after it was given."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.cycle.proposals import Proposal
from laget.grant.changes.states import State
from laget.grant.ledger.models import Award


class Change(Proposal):
    """Endring av tildeling (change): a supplement, what becomes of money that was not used, or of money that is owed.

    One prepares it, another decides. What it says never changes: it is decided as it was written, or not at all.
    """

    class Kind(models.TextChoices):
        SUPPLEMENT = "supplement", _("Tillegg")
        CARRY_OVER = "carry_over", _("Overføring til neste år")
        REPURPOSE = "repurpose", _("Omdisponering")
        RETURN = "return", _("Går tilbake")
        WITHHOLD = "withhold", _("Holdes tilbake")
        RELEASE = "release", _("Betales ut igjen")
        WRITE_OFF = "write_off", _("Kravet faller bort")

        @property
        def proposal(self) -> str:
            """What the one who proposes it chooses."""
            return str(_PROPOSALS[self])

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="changes")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    amount = models.PositiveBigIntegerField()
    # Where it goes: for what is carried over the same award, for what is re-purposed another, or one that it begins.
    to_award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_year = models.PositiveSmallIntegerField(null=True, blank=True)
    to_name = models.CharField(max_length=200, blank=True)
    reason = models.TextField(max_length=3000)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)

    class Meta(Proposal.Meta):
        verbose_name = _("endring av tildeling")
        constraints: ClassVar[list[Any]] = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="changes_something"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["carry_over", "repurpose"]) ^ models.Q(to_year=None),
                name="changes_what_goes_on_goes_somewhere",
            ),
            models.UniqueConstraint(
                fields=["award", "year"], condition=models.Q(state=State.PROPOSED), name="changes_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.award}"

    def get_absolute_url(self) -> str:
        return reverse("changes:case", args=[self.pk])


_PROPOSALS = {
    Change.Kind.SUPPLEMENT: _("Gi et tillegg"),
    Change.Kind.CARRY_OVER: _("Overfør til neste år"),
    Change.Kind.REPURPOSE: _("Omdisponer til noe annet"),
    Change.Kind.RETURN: _("La det gå tilbake"),
    Change.Kind.WITHHOLD: _("Hold tilbake det som ikke er betalt ut"),
    Change.Kind.RELEASE: _("Betal ut igjen"),
    Change.Kind.WRITE_OFF: _("Ettergi kravet om tilbakebetaling"),
}
