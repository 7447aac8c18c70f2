"""What children say about their day, themes and counts alone: never a name, never word for word.

docs/privacy/voices.md says what is kept, for how long, and who sees it.
"""

import hashlib
import json
import uuid
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Organisation
from laget.need.voices.said import Said
from laget.need.voices.sealing import Unreadable, seal, unseal
from laget.need.voices.states import State
from laget.need.voices.themes import Way


class Listening(models.Model):
    """Lytteperiode (listening): the children of one virksomhet are heard, for a time, on some themes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="listenings")
    # Whose it was the day it was opened: they see the outcome, also when the virksomhet has moved since.
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first = models.DateField(_("fra"))
    last = models.DateField(_("til"))
    delete_on = models.DateField(_("slettes"))  # a promise: a setting that changes later doesn't move it
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # By theme, what others than the virksomhet may see: bands, or None for too few. Decided once, at closing.
    released = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lytteperiode")
        ordering: ClassVar[list[str]] = ["-first", "unit__sort_key"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="voices_ends_after_it_starts"),
            models.CheckConstraint(
                condition=models.Q(delete_on__gt=models.F("last")), name="voices_deleted_after_it_ends"
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(state="open"), name="voices_one_open_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.first}"

    def get_absolute_url(self) -> str:
        return reverse("voices:case", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of what others may see, decided when it was closed."""
        content = json.dumps([str(self.pk), self.released], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()


class Voice(models.Model):
    """Stemme (voice): what children said about one theme, heard in one way: counts and a few words, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listening = models.ForeignKey(Listening, on_delete=models.PROTECT, related_name="voices")
    theme = models.CharField(max_length=20)
    way = models.CharField(max_length=12, choices=Way)
    revision = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=20)  # the name of the key that opens the box
    box = models.BinaryField()

    class Meta:
        verbose_name = _("stemme")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["listening", "theme", "way"], name="voices_each_theme_once_in_each_way"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["key"], name="voices_by_key")]

    def keep(self, said: Said) -> None:
        """Seal it for this row. Saving is left to the caller."""
        self.key, self.box = seal(self.pk, said.as_json())

    def said(self) -> Said:
        """What is in the box. Raises Unreadable."""
        return Said(**unseal(self.pk, self.key, bytes(self.box)))

    def said_or_none(self) -> Said | None:
        """The same, for pages that have to be there also when the key is lost."""
        try:
            return self.said()
        except Unreadable:
            return None


class PlanLine(models.Model):
    """Plan for praksis (plan line): what a virksomhet keeps and changes about one theme, and how it will see it."""

    listening = models.ForeignKey(Listening, on_delete=models.PROTECT, related_name="plan")
    theme = models.CharField(max_length=20)
    keep = models.TextField(_("dette holder vi fast på"), blank=True)
    change = models.TextField(_("dette endrer vi"), blank=True)
    who = models.CharField(_("hvem"), max_length=200)
    due = models.DateField(_("når"))
    sign = models.TextField(_("slik ser vi det"))
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("plan for praksis")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["listening", "theme"], name="voices_one_plan_for_each_theme"),
            models.CheckConstraint(
                condition=~models.Q(keep="", change=""), name="voices_a_plan_keeps_or_changes_something"
            ),
        ]
