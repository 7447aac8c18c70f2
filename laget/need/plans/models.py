"""Plans: what a municipality, a network or a county means to do, over years, and who adopted it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.questions.models import Document, Version


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
