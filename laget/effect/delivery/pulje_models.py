"""Fellestiltak: puljer that the forum opens, those who sign up, their samlinger, and what they ask."""

import uuid
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Forum, Network, Organisation, Party
from laget.base.questions.models import Version
from laget.effect.delivery.spor_file import Spor
from laget.effect.delivery.states import PuljeState
from laget.effect.events.models import Event


class Pulje(models.Model):
    """Pulje (cohort): those who go through a spor of a fellestiltak together. The forum owns it.

    It keeps the spor as it was when the pulje was opened: what has begun goes on as it began.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="puljer")
    key = models.SlugField(_("spor"))
    template = models.JSONField()
    name = models.CharField(_("navn"), max_length=100)
    opens_on = models.DateField(_("påmeldingen åpner"))
    closes_on = models.DateField(_("siste dag for påmelding"))
    begins_on = models.DateField(_("puljen begynner"))
    state = models.CharField(max_length=10, choices=PuljeState, default=PuljeState.OPEN)
    state_since = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)  # why it was called off

    class Meta:
        verbose_name = _("pulje")
        ordering: ClassVar[list[str]] = ["-begins_on", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["county", "key", "name"], name="delivery_a_pulje_has_its_own_name"),
            models.CheckConstraint(
                condition=models.Q(opens_on__lte=models.F("closes_on"), closes_on__lte=models.F("begins_on")),
                name="delivery_a_pulje_begins_after_its_sign_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spor.title}, {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("pulje:case", args=[self.pk])

    @cached_property
    def spor(self) -> Spor:
        return Spor.model_validate(self.template)

    def takes_sign_ups(self, day: date) -> bool:
        """The first and the last day count."""
        return self.state == PuljeState.OPEN and self.opens_on <= day <= self.closes_on


class Capacity(models.Model):
    """Kapasitet (capacity): how many units a UH takes through a pulje. Those not named have no limit."""

    pulje = models.ForeignKey(Pulje, on_delete=models.CASCADE, related_name="capacities")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    units = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("kapasitet")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["pulje", "partner"], name="delivery_one_capacity_for_each_partner"),
        ]


class Joining(models.Model):
    """Deltakelse (joining): a network in a pulje with its units, or a municipality where the county lets one in alone.

    `wish` is the version of the beslutningsgrunnlag that said they wanted to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pulje = models.ForeignKey(Pulje, on_delete=models.CASCADE, related_name="joinings")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    units = models.ManyToManyField(Organisation, related_name="joinings")
    why = models.TextField(_("hva bygger ønsket på"), blank=True)
    wish = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("deltakelse")
        ordering: ClassVar[list[str]] = ["joined_at", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["pulje", "party"], condition=models.Q(left_at=None), name="delivery_nobody_joins_twice"
            ),
        ]


class Samling(models.Model):
    """Samling (gathering): a step of a pulje that is held, as an event. A step may be held several times."""

    pulje = models.ForeignKey(Pulje, on_delete=models.CASCADE, related_name="samlinger")
    step = models.PositiveSmallIntegerField()  # its place in the spor, from 0
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="samling")

    class Meta:
        verbose_name = _("samling")
        ordering: ClassVar[list[str]] = ["step", "pk"]


class Question(models.Model):
    """Spørsmål (question): asked by someone in a pulje, on the follow-up list until it is answered."""

    pulje = models.ForeignKey(Pulje, on_delete=models.CASCADE, related_name="questions")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")  # whom it is asked for
    text = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("spørsmål")
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]
