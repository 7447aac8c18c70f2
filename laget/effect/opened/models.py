"""Keys for programs."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import Party, Period


class Scope(models.TextChoices):
    """What a program may read."""

    SURVEYS = "surveys", _("Resultater av kartlegginger")
    REPORTS = "reports", _("Rapporter: hvem som har rapportert, og hva som er brukt")
    AWARDS = "awards", _("Tildelinger, med hva som er utbetalt og brukt")


class Token(Period):
    """Nøkkel (token): lets a program of one party read what a role there may see, for a time.

    It holds the role by itself, as people do, so what it may see follows from `visible_to`. Whoever has it can read, so
    only its hash is kept, and it is shown once. Nothing of it changes but that it is used, or revoked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    role = models.CharField(_("rolle"), max_length=20, choices=Role)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("hva den er til"), max_length=60)
    scopes = models.JSONField(_("hva den kan lese"))
    sha256 = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)  # of the key itself, so that people know which it is
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)  # last
    minute = models.PositiveBigIntegerField(default=0)  # that `calls` are counted in, since 1970
    calls = models.PositiveIntegerField(default=0)

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("nøkkel")
        ordering: ClassVar[list[str]] = ["-made_at", "pk"]
        constraints: ClassVar[list[Any]] = [
            *Period.Meta.constraints,
            models.CheckConstraint(condition=models.Q(valid_to__isnull=False), name="opened_a_token_runs_out"),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_by=None)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="opened_revoked_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reads(self) -> list[str]:
        return [str(Scope(each).label) for each in self.scopes]
