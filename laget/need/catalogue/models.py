"""Katalogen (the catalogue): what there is to learn from."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.actors.models import County
from laget.need.catalogue.tags import TAGS, Kind
from laget.need.tiltak.models import Tiltak
from laget.rules.names import sort_key


class Entry(models.Model):
    """Tilbud (entry): a competence package, a net resource, videreutdanning or a tool that a county points to.

    Described in the county's own words. What is withdrawn stays, since plans name it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(blank=True)  # what the file calls it; empty for those that the county has added
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    title = models.CharField(_("navn"), max_length=150)
    sort_key = models.CharField(max_length=150, editable=False, db_collation="C")
    about = models.TextField(_("om tilbudet"))
    provider = models.CharField(_("hvem som står bak"), max_length=150)
    link = models.URLField(_("lenke"), max_length=500, blank=True)
    themes = models.JSONField(default=list)
    target_groups = models.JSONField(default=list)
    levels = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    withdrawn = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tilbud i katalogen")
        ordering: ClassVar[list[str]] = ["sort_key", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["county", "key"], condition=~models.Q(key=""), name="catalogue_key_names_one"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["county", "sort_key"], name="catalogue_of_county")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.title)[:150]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("catalogue:case", args=[self.pk])

    @property
    def tags(self) -> dict[str, list[str]]:
        """Its tags in words, by what they tell."""
        return {name: [str(each.label) for each in tag if each in getattr(self, name)] for name, tag in TAGS.items()}


class Use(models.Model):
    """Bruk (use): a tiltak, as it was last sent, names an entry."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="uses")
    tiltak = models.ForeignKey(Tiltak, on_delete=models.CASCADE, related_name="uses")

    class Meta:
        verbose_name = _("bruk av katalogen")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["entry", "tiltak"], name="catalogue_one_use_a_tiltak"),
        ]
