"""Oppfølgingsordningen: a municipality with a track of its own, offered by Statsforvalteren."""

import uuid
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Organisation
from laget.effect.oppfolging.states import State
from laget.effect.oppfolging.track_file import Step, Track
from laget.rules.dates import months_later


class Oppfolging(models.Model):
    """Oppfølging (follow-up scheme): a municipality in oppfølgingsordningen, from the offer to the last report.

    It keeps the track as it was when it was offered. `money` is what Statsforvalteren has set aside; it is paid outside
    the awards, and stands in no ledger.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="oppfolging")
    template = models.JSONField()
    why = models.TextField(_("hvorfor tilbudet gis"))
    begins_on = models.DateField(_("begynner"))
    earlier_because = models.CharField(max_length=500, blank=True)  # where it began before it was offered in Laget
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    guides = models.CharField(_("veiledere"), max_length=300, blank=True)
    money = models.PositiveBigIntegerField(_("midler"), null=True, blank=True)  # whole kroner
    answer = models.TextField(_("svar fra kommunen"), blank=True)
    reason = models.CharField(max_length=500, blank=True)  # why it was ended before its time
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)  # of the guides and the money

    class Meta:
        verbose_name = _("oppfølging")
        ordering: ClassVar[list[str]] = ["-begins_on", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(state__in=["offered", "ongoing"]), name="oppfolging_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["offered", "ended"])
                | models.Q(answered_by__isnull=False, answered_at__isnull=False),
                name="oppfolging_is_answered_by_someone",
            ),
            models.CheckConstraint(
                condition=~models.Q(answered_by=models.F("offered_by")), name="oppfolging_is_answered_by_another"
            ),
        ]

    def __str__(self) -> str:
        return self.owner.name

    def get_absolute_url(self) -> str:
        return reverse("oppfolging:case", args=[self.pk])

    @cached_property
    def track(self) -> Track:
        return Track.model_validate(self.template)

    @property
    def answer_by(self) -> date:
        """The day it begins; or at once, where it began before it was offered here."""
        return max(self.begins_on, timezone.localdate(self.offered_at))

    def planned(self) -> "list[Milestone]":
        """What the track asks for, each with its day: kept when it is accepted."""
        steps = enumerate(self.track.milestones)
        return [
            Milestone(oppfolging=self, key=s.key, place=n, side=s.side, due=months_later(self.begins_on, s.month))
            for n, s in steps
        ]


class Milestone(models.Model):
    """Milepæl (milestone): what the owner or Statsforvalteren has done by a day, and what they wrote of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    oppfolging = models.ForeignKey(Oppfolging, on_delete=models.CASCADE, related_name="milestones")
    key = models.SlugField()
    place = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=5)  # as in the track
    due = models.DateField(_("frist"))
    text = models.TextField(_("hva dere vil si"), blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("milepæl")
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["oppfolging", "key"], name="oppfolging_each_milestone_once"),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="oppfolging_a_milestone_is_done_by_someone",
            ),
        ]

    @property
    def step(self) -> Step:
        return self.oppfolging.track.step(self.key)

    @property
    def role(self) -> Role:
        return Role.OWNER if self.side == "owner" else Role.CASE_OFFICER
