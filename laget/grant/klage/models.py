"""A decision that someone complains of, and what comes of it."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County
from laget.grant.klage.states import OPEN, Answer, Outcome, State
from laget.grant.tilsagn.models import Letter


class Klage(models.Model):
    """Klage (complaint): what the recipient of a decision wants changed, and why.

    One prepares the answer, another decides. What the complainant wrote never changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="klager")  # of the decision
    wants = models.TextField(max_length=3000)
    grounds = models.TextField(max_length=10_000)
    complained_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    due = models.DateField(null=True, blank=True)  # the last day to complain; None when notice had not come
    is_late = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    # The answer, as it is proposed and then decided.
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    assessment = models.TextField(max_length=10_000, blank=True)
    late_because = models.TextField(max_length=3000, blank=True)  # why a late one is taken
    more = models.JSONField(default=dict, blank=True)  # kroner more, by the key of the line
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.TextField(max_length=3000, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # What the klageinstans came to.
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer_file = models.FileField(max_length=200, blank=True)
    untold: bool = False  # as queries.visible_to finds it: the letter of what was decided last has not left yet
    answer_registered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("klage")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("decided_by")), name="klage_one_prepares_another_decides"
            ),
            models.CheckConstraint(
                condition=~models.Q(complained_by=models.F("decided_by"))
                & ~models.Q(complained_by=models.F("proposed_by"))
                & ~models.Q(complained_by=models.F("answer_registered_by")),
                name="klage_nobody_answers_their_own",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.RECEIVED, State.PROPOSED, State.WITHDRAWN])
                | models.Q(decided_by__isnull=False, decided_at__isnull=False, proposed_by__isnull=False),
                name="klage_decided_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(is_late=False)
                | ~models.Q(state__in=["upheld", "forwarded"])
                | ~models.Q(late_because=""),
                name="klage_a_late_one_is_taken_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(is_late=True) | ~models.Q(state="dismissed"),
                name="klage_only_a_late_one_is_dismissed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | ~models.Q(answer_file=""),
                name="klage_an_answer_has_its_letter",
            ),
            models.UniqueConstraint(
                fields=["letter"], condition=models.Q(state__in=sorted(OPEN)), name="klage_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Klage fra {self.letter.recipient.name}"

    def get_absolute_url(self) -> str:
        return reverse("klage:case", args=[self.pk])

    @property
    def is_decided(self) -> bool:
        """Statsforvalteren has answered, so that the complainant may read the answer."""
        return self.decided_at is not None
