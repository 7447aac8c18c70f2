"""Syntheses: what many documents say between them, written up by those who read them all."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Party
from laget.base.questions.models import Document, Version


class Audience(models.TextChoices):
    OWN = "own", _("Bare oss")
    COUNTY = "county", _("Alle som deltar i fylket")
    PUBLIC = "public", _("Alle, også uten å logge inn")


class Synthesis(models.Model):
    """Oppsummering (synthesis): a selection of documents of one kind, counted anew each time it is opened.

    The selection is what `filters` find among those its maker reads, but for those that are `left_out`. So what
    arrives later is counted too, until it is frozen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")  # the network, forum or county
    kind = models.CharField(max_length=20)
    title = models.CharField(_("tittel"), max_length=120)
    filters = models.JSONField(default=dict)
    left_out = models.ManyToManyField(Document, related_name="+", blank=True)
    themes = models.JSONField(default=list)  # [theme, [words]] each, in order
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)  # of the title, the selection and the themes

    class Meta:
        verbose_name = _("oppsummering")
        ordering: ClassVar[list[str]] = ["-made_at", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("synthesis:case", args=[self.pk])


class Passage(models.Model):
    """Egen tekst (passage): what its makers write themselves in a section."""

    synthesis = models.ForeignKey(Synthesis, on_delete=models.CASCADE, related_name="passages")
    section = models.CharField(max_length=30)
    text = models.TextField(blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("egen tekst")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["synthesis", "section"], name="synthesis_one_passage_a_section"),
        ]


class Quotation(models.Model):
    """Sitat (quotation): words of one version, chosen by a person."""

    synthesis = models.ForeignKey(Synthesis, on_delete=models.CASCADE, related_name="quotations")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=120)
    text = models.TextField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sitat")
        ordering: ClassVar[list[str]] = ["at", "pk"]


class Frozen(models.Model):
    """Fryst oppsummering (frozen): as it was that day, for those it was published to. It never changes.

    `inner` is for those who made it alone, since it names who said what. `content` holds its hash, so the one hash
    answers for both. `told` is which versions each figure rests on, for the next synthesis to look at.
    """

    synthesis = models.OneToOneField(Synthesis, on_delete=models.PROTECT, related_name="frozen")
    audience = models.CharField(_("hvem den er for"), max_length=10, choices=Audience)
    content = models.JSONField()
    inner = models.JSONField()
    told = models.JSONField()
    sha256 = models.CharField(max_length=64)
    rests_on = models.ManyToManyField(Version, related_name="+")
    at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("fryst oppsummering")
