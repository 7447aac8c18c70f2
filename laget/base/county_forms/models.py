"""What a county asks, while it is being changed."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.cycle.form_shape import Form
from laget.base.cycle.models import Round


class FormDraft(models.Model):
    """Skjemautkast (form draft): the next version of a form, until it is published or thrown away."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="form_drafts")
    kind = models.CharField(max_length=20)
    content = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("skjemautkast")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["round", "kind"], name="county_forms_one_draft_each"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.revision}"

    @property
    def form(self) -> Form:
        return Form.model_validate(self.content)
