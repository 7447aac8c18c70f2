"""Tiltak being carried out: what was to be reached, whom it reached, what it cost, and what changed."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Network, Organisation, Party
from laget.base.cycle.models import Round
from laget.effect.delivery.development_models import Development, Ground, Note
from laget.effect.delivery.pulje_models import Capacity, Joining, Pulje, Question, Samling
from laget.effect.delivery.states import Status
from laget.effect.events.models import Event
from laget.grant.ledger.models import Award
from laget.need.tiltak.models import Tiltak

# Written in files of their own; Django looks for them here.
__all__ = ["Capacity", "Development", "Ground", "Joining", "Note", "Pulje", "Question", "Samling"]


class Delivery(models.Model):
    """Gjennomføring (delivery): a granted tiltak being carried out, or an award that belongs to no tiltak.

    `party` answers for it. What is known from the application stands there from the start.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="deliveries")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="deliveries")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    tiltak = models.OneToOneField(Tiltak, on_delete=models.PROTECT, null=True, blank=True, related_name="delivery")
    award = models.OneToOneField(Award, on_delete=models.PROTECT, null=True, blank=True, related_name="delivery")
    pulje = models.ForeignKey(Pulje, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries")
    title = models.CharField(_("tiltak"), max_length=250)
    responsible = models.CharField(_("ansvarlig"), max_length=200, blank=True)
    starts = models.DateField(_("begynner"), null=True, blank=True)
    ends = models.DateField(_("ferdig"), null=True, blank=True)
    partners = models.ManyToManyField(Organisation, related_name="+")
    own_staff = models.BooleanField(_("egne ansatte"), default=False)
    other_partners = models.CharField(_("andre som bidrar"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    deviations = models.TextField(_("hva ble annerledes"), blank=True)
    changed = models.TextField(_("hva er endret i praksis"), blank=True)
    evidence = models.TextField(_("hvordan vet dere det"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()

    class Meta:
        verbose_name = _("gjennomføring")
        ordering: ClassVar[list[str]] = ["title", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(tiltak=None, award__isnull=False) | models.Q(tiltak__isnull=False, award=None),
                name="delivery_of_a_tiltak_or_of_an_award",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["county", "party"], name="delivery_of_party")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("delivery:case", args=[self.pk])

    @property
    def awards(self) -> QuerySet[Award]:
        """What pays for it, as far as it is known."""
        known = Award.objects.filter(known_since__isnull=False).select_related("recipient")
        mine = known.filter(tiltak=self.tiltak_id) if self.tiltak_id else known.filter(pk__in=[self.award_id])
        return mine.order_by("recipient__sort_key", "pk")


class Goal(models.Model):
    """Mål (goal): what a tiltak is to reach, how one can see that it has, and whether it has."""

    class Reached(models.TextChoices):
        NOT_YET = "not_yet", _("Ikke ennå")
        PARTLY = "partly", _("Delvis")
        REACHED = "reached", _("Nådd")

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(_("mål"), max_length=500)
    check_by = models.CharField(_("slik ser vi det"), max_length=500, blank=True)
    reached = models.CharField(_("nådd"), max_length=10, choices=Reached, default=Reached.NOT_YET)

    class Meta:
        verbose_name = _("mål")
        ordering: ClassVar[list[str]] = ["pk"]


class TargetGroup(models.Model):
    """Målgruppe (target group): whom a tiltak is for, how many of them are to have it, and how many it has reached.

    The levels are those of the model of Bærum: alle, noen, få.
    """

    class Level(models.TextChoices):
        ALL = "all", _("Alle")
        SOME = "some", _("Noen")
        FEW = "few", _("Få")

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="groups")
    key = models.CharField(max_length=60)  # as in the county file
    label = models.CharField(max_length=200)
    level = models.CharField(_("nivå"), max_length=10, choices=Level, blank=True)
    planned = models.PositiveIntegerField(_("så mange er de"), null=True, blank=True)
    reached = models.PositiveIntegerField(
        _("så mange er nådd, når det er flere enn dem som har møtt"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("målgruppe")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["delivery", "key"], name="delivery_each_target_group_once"),
        ]


class Material(models.Model):
    """Materiell (material): something that is used in a tiltak, and where it is found."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("hva er det"), max_length=200)
    address = models.URLField(_("lenke"), max_length=500)

    class Meta:
        verbose_name = _("materiell")
        ordering: ClassVar[list[str]] = ["title", "pk"]


class Session(models.Model):
    """Økt (session): an event that belongs to a tiltak, whoever arranges it and whatever pays for it."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="sessions")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("økt")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["delivery", "event"], name="delivery_an_event_once_in_a_tiltak"),
        ]


class Spending(models.Model):
    """Utgift (spending): what a recipient used of an award, on what and when. Whole kroner.

    The database refuses more than there is of the award that year.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="spending")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="spending")
    year = models.PositiveSmallIntegerField()
    day = models.DateField(_("dato"))
    what = models.CharField(_("hva"), max_length=200)
    amount = models.PositiveBigIntegerField(_("beløp"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("utgift")
        ordering: ClassVar[list[str]] = ["day", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="delivery_spending_is_of_something"),
        ]
