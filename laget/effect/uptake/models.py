"""Hvem har vært gjennom hva: how many from where have been through each entry of the catalogue. Never who."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Organisation, Party
from laget.base.cycle.models import Ordning
from laget.need.catalogue.models import Entry
from laget.need.catalogue.tags import Level

MOST = 2000  # people of one unit


class Told(models.Model):
    """Ført selv (told): that so many from a unit went through an entry outside Laget, as its leader or owner says.

    A wrong line is struck, and told again.
    """

    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")  # told by: the unit, or its owner
    year = models.PositiveSmallIntegerField(_("år"))
    level = models.CharField(_("nivå"), max_length=4, choices=Level)
    number = models.PositiveIntegerField(_("hvor mange"))
    note = models.CharField(_("merknad"), max_length=300, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("ført selv")
        ordering: ClassVar[list[str]] = ["-year", "entry__sort_key", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["unit", "entry", "year", "level"], condition=models.Q(struck_at=None), name="uptake_told_once"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=MOST), name="uptake_told_of_as_many_as_there_may_be"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("uptake:party", args=[self.unit_id])


class Count(models.Model):
    """Gjennomgått (count): how many in a county, network, owner or unit have been through an entry, as last counted.

    `number` is empty where it may not be shown. A `level` is part of the whole, which has none.
    """

    county = models.ForeignKey(County, on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=4, choices=Level, blank=True)
    number = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("gjennomgått")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["party", "entry", "level"], name="uptake_one_count_of_a_level"),
        ]


class Attended(models.Model):
    """Frammøter (attended): how many times people of a party came to something in a year, as last counted.

    Of all ordninger, or for the county of one with those it took over. `number` is empty where it may not be shown.
    """

    county = models.ForeignKey(County, on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    ordning = models.ForeignKey(Ordning, on_delete=models.CASCADE, null=True, related_name="+")
    number = models.PositiveIntegerField(null=True)
    public_units = models.PositiveIntegerField()  # that someone came from
    private_units = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("frammøter")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["party", "year", "ordning", "county"],
                nulls_distinct=False,
                name="uptake_attended_once_a_year",
            ),
        ]
