"""What one person prepares and another decides. The database refuses it when they are the same."""

import uuid
from typing import Any, ClassVar

from django.db import models

from laget.base.accounts.models import Person
from laget.base.actors.models import County

PROPOSED = "proposed"
WITHDRAWN = "withdrawn"


class Proposal(models.Model):
    """A decision of the county, as it is put before the one who decides. Its `state` is PROPOSED until then.

    What it says never changes: it is decided as it was written, declined with a reason, or taken back by who
    proposed it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    declined_because = models.TextField(max_length=3000, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("decided_by")),
                name="%(app_label)s_one_prepares_another_decides",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[PROPOSED, WITHDRAWN], decided_by=None)
                | ~models.Q(state__in=[PROPOSED, WITHDRAWN])
                & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="%(app_label)s_decided_by_someone",
            ),
        ]
