from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import Party
from laget.base.questions.models import Document, Version


class Beslutningsgrunnlag(Document):
    """Beslutningsgrunnlag (basis for decision): what a network and its partners plan to do within the frame.

    Written together; both sides sign the same frozen version.
    """

    KIND: ClassVar[str] = "beslutningsgrunnlag"

    class Meta:
        verbose_name = _("beslutningsgrunnlag")


class Signature(models.Model):
    """Signatur (signature): one side stands behind one version, named by its hash. Never changed, never deleted."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")  # the side
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("signatur")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["version", "party"], name="beslutningsgrunnlag_each_side_signs_once"),
            models.UniqueConstraint(fields=["version", "person"], name="beslutningsgrunnlag_nobody_signs_for_two"),
        ]
