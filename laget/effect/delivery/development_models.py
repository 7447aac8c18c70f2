"""Utviklingsarbeid: a unit's own way through a change, phase by phase, there and back."""

import uuid
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Organisation
from laget.effect.delivery.pulje_models import Joining
from laget.effect.delivery.spor_file import Phase, Way
from laget.effect.delivery.states import DevelopmentState
from laget.need.surveys.models import ReleasedGroup


class Development(models.Model):
    """Utviklingsarbeid (development): what a unit wants to change, and where it is in the model that it goes by.

    It keeps the model as it was when it was chosen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="developments")
    joining = models.ForeignKey(Joining, on_delete=models.PROTECT, null=True, blank=True, related_name="developments")
    title = models.CharField(_("hva vil dere utvikle"), max_length=200)
    template = models.JSONField()
    phase = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=DevelopmentState, default=DevelopmentState.ONGOING)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("utviklingsarbeid")
        ordering: ClassVar[list[str]] = ["-begun_at", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["joining", "unit"], name="delivery_one_development_for_a_unit_in_a_pulje"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("development:case", args=[self.pk])

    @cached_property
    def way(self) -> Way:
        return Way.model_validate(self.template)

    @property
    def now(self) -> Phase:
        return self.way.phase(self.phase)

    @property
    def number(self) -> int:
        return self.way.number(self.phase)


class Note(models.Model):
    """Notat (note): what the unit thinks in a phase, the guidance it gets, or why it moved. Never changed.

    The titles stand as they were, so that it can be read after another model is chosen.
    """

    class Kind(models.TextChoices):
        OWN = "own", _("Notat")
        GUIDANCE = "guidance", _("Veiledning")
        MOVED = "moved", _("Gikk videre")
        BACK = "back", _("Gikk tilbake")
        MODEL = "model", _("Valgte modell")

    development = models.ForeignKey(Development, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind)
    phase = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("notat")
        ordering: ClassVar[list[str]] = ["at", "pk"]


class Ground(models.Model):
    """Funn (ground): a released result that a development rests on in a phase, named by its hash."""

    development = models.ForeignKey(Development, on_delete=models.CASCADE, related_name="grounds")
    group = models.ForeignKey(ReleasedGroup, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("funn")
        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["development", "group", "phase"], name="delivery_a_result_once_in_a_phase"),
        ]
