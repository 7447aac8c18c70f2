"""Arrangementer: where people meet, who has signed up, who came, and what it costs of what was granted."""

import secrets
import uuid
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Party
from laget.base.cycle.calendar_models import When
from laget.effect.events.states import ATTENDED_IN, COMING, Place, State
from laget.grant.ledger.models import Award
from laget.need.surveys.instrument_file import Layer, layer_name
from laget.need.surveys.models import Survey
from laget.rules.names import sort_key

LAYER_CHOICES = [(layer.value, layer_name(layer)) for layer in Layer]


def new_ticket() -> str:
    return secrets.token_urlsafe(16)


class Event(models.Model):
    """Arrangement (event): one time, and one place or link. The same held twice is two, with the same `series`.

    `kinds` and `layers` narrow down who is invited among those that belong to the `invited`: the kinds of
    virksomhet, and the target groups. Empty is all of them.
    """

    class Kind(models.TextChoices):
        WEBINAR = "webinar", _("Webinar")
        CONFERENCE = "conference", _("Konferanse")
        DIALOGUE = "dialogue", _("Dialogmøte")
        SAMLING = "samling", _("Samling")
        OTHER = "other", _("Annet")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    organiser = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="events", verbose_name=_("arrangør"))
    role = models.CharField(max_length=20, choices=Role)  # whoever planned it acted in this one there
    series = models.UUIDField(default=uuid.uuid4, db_index=True)
    kind = models.CharField(_("type"), max_length=10, choices=Kind)
    title = models.CharField(_("hva heter arrangementet"), max_length=200)
    about = models.TextField(_("om arrangementet"), blank=True)
    begins = models.DateTimeField(_("begynner"))
    ends = models.DateTimeField(_("slutter"))
    place = models.CharField(_("sted"), max_length=200, blank=True)
    link = models.URLField(_("lenke"), max_length=500, blank=True)  # told only to those who have signed up
    invited = models.ManyToManyField(Party, related_name="+")
    kinds = models.JSONField(default=list)
    layers = models.JSONField(default=list)
    capacity = models.PositiveIntegerField(_("plasser"), null=True, blank=True)  # none: as many as will
    sign_up_by = models.DateField(_("siste dag for påmelding"))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    state_since = models.DateTimeField()
    moved_from = models.DateTimeField(null=True, blank=True)  # when it was to be, before it was last moved
    moves = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)  # why it was last moved, or cancelled
    revision = models.PositiveIntegerField(default=0)
    reminded_on = models.DateField(null=True, blank=True)
    evaluation = models.ForeignKey(Survey, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)  # nothing more to decide about money it didn't use
    forgotten_at = models.DateTimeField(null=True, blank=True)  # when the names were deleted

    class Meta:
        verbose_name = _("arrangement")
        ordering: ClassVar[list[str]] = ["begins", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("begins")), name="events_end_after_they_begin"),
            models.CheckConstraint(
                condition=~models.Q(place="", link=""), name="events_are_held_at_a_place_or_by_a_link"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity=None) | models.Q(capacity__gt=0), name="events_have_room_for_someone"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["county", "begins"], name="events_of_county")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:case", args=[self.pk])

    @property
    def day(self) -> date:
        return timezone.localdate(self.begins)

    @property
    def when(self) -> When:
        return When(self.begins, self.ends, self.place, self.link)

    @property
    def is_coming(self) -> bool:
        return self.state in COMING

    def takes_sign_ups(self, day: date) -> bool:
        """The last day counts."""
        return self.state == State.OPEN and day <= self.sign_up_by

    def takes_attendance(self, day: date) -> bool:
        """From the day itself, for as long as the names are there."""
        return self.state in ATTENDED_IN and day >= self.day and self.forgotten_at is None


class SignUp(models.Model):
    """Påmelding (sign-up): one person who comes, for the party they come from. Name and e-mail go in time.

    What counts stays: from where, which target group, and whether they came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sign_ups")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("navn"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C", blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    layer = models.CharField(_("målgruppe"), max_length=10, choices=LAYER_CHOICES)
    place = models.CharField(max_length=10, choices=Place)
    number = models.PositiveIntegerField()  # in the order they came, for the waiting list
    signed_at = models.DateTimeField()
    must_confirm = models.BooleanField(default=False)  # it was moved since, and they haven't said whether they come
    attended_at = models.DateTimeField(null=True, blank=True)
    ticket = models.CharField(max_length=32, default=new_ticket, unique=True)

    class Meta:
        verbose_name = _("påmelding")
        ordering: ClassVar[list[str]] = ["sort_key", "number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["event", "number"], name="events_one_for_each_number"),
            models.UniqueConstraint(
                fields=["event", "party", "name", "email"],
                condition=~models.Q(place=Place.WITHDRAWN) & ~models.Q(name=""),
                name="events_nobody_signs_up_twice",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["event", "sort_key", "number"], name="events_list"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Navnet er slettet"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def comes(self) -> bool:
        return self.place == Place.SIGNED

    @property
    def attended(self) -> bool:
        return self.attended_at is not None

    def may_check_in(self, at: datetime) -> bool:
        """The way in by one's own ticket: for those with a place, from half an hour before until it is over."""
        event = self.event
        soon = event.begins - OPENS_BEFORE <= at <= event.ends
        return self.comes and soon and event.takes_attendance(timezone.localdate(at))


OPENS_BEFORE = timedelta(minutes=30)


class Funding(models.Model):
    """Finansiering (funding): what an event is to take of an award's money for a year, and what it has taken."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="funding")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="events")
    year = models.PositiveSmallIntegerField()
    planned = models.PositiveBigIntegerField(default=0)
    spent = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("finansiering av arrangement")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["event", "award", "year"], name="events_funded_once_by_a_year_of_an_award"),
        ]

    @property
    def unspent(self) -> int:
        return max(0, self.planned - self.spent)
