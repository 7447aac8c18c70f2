"""Plans: what a municipality, a network or a county means to do, over years, and who adopted it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.questions.models import Document, Version
from laget.need.plans.states import Status, label_of
from laget.rules.risk import Risk


class Plan(Document):
    """Plan (plan): one of the forms in `PLANS`, written by those whose it is and those they write it with.

    There is one of each form for a party in a year. The next year's begins with what this year's says.
    """

    KIND: ClassVar[str] = "plan_project"

    # Last year's, as it was adopted, when this one began with what it says.
    rolled_from = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("plan")


class Adoption(models.Model):
    """Vedtak av en plan (adoption): which body adopted a version, and when. It never changes."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="adoption")
    body = models.CharField(_("hvem som vedtok"), max_length=120)
    decided_on = models.DateField(_("vedtatt"))
    reference = models.CharField(_("sak"), max_length=120, blank=True)
    link = models.URLField(_("lenke til vedtaket"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("vedtak av plan")


class Publication(models.Model):
    """Offentliggjøring (publication): whether everyone may read a version. It never changes; the newest counts."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="publications")
    public = models.BooleanField(_("alle kan lese den"))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("offentliggjøring av plan")


class Progress(models.Model):
    """Oppfølging (progress): how it goes with one thing that a plan says. It never changes; the newest counts."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="progress")
    item = models.CharField(max_length=60)  # its section and id in the plan: "phases.3f2a"
    status = models.CharField(_("hvordan går det"), max_length=10, choices=Status)
    deviation = models.TextField(_("avviket"), blank=True)
    remedy = models.TextField(_("hva dere gjør med det"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("oppfølging av plan")
        indexes: ClassVar[list[Any]] = [models.Index(fields=["plan", "item"], name="plans_progress_of_item")]

    @property
    def words(self) -> str:
        return str(label_of(self.item.partition(".")[0], Status(self.status)))

    @property
    def colour(self) -> str:
        return Status(self.status).colour


class RiskReview(models.Model):
    """Risikogjennomgang (risk review): how high a risk of a plan was held to be that day. It never changes."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="risk_reviews")
    risk = models.CharField(max_length=40)  # its id in the plan
    held_on = models.DateField(_("når dere gikk gjennom den"))
    probability = models.PositiveSmallIntegerField()
    consequence = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("risikogjennomgang")
        indexes: ClassVar[list[Any]] = [models.Index(fields=["plan", "risk"], name="plans_reviews_of_risk")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(probability__range=(1, 5), consequence__range=(1, 5)),
                name="plans_degrees_are_from_1_to_5",
            ),
        ]

    @property
    def judged(self) -> Risk:
        return Risk(self.probability, self.consequence)
