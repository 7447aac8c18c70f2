from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Chain(models.Model):
    """Revisjonskjede (audit chain): one county's chain of entries, and where it has come to.

    Its row is locked while an entry is added, so the chain can't fork. Only the database's own
    trigger moves the head.
    """

    name = models.CharField(max_length=20, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("revisjonskjede")

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """Revisjonslinje (audit entry): one act, with who did it, in what role, and when. Never changed, never deleted.

    The one who acted stands here as plain values, so that the entry says the same when the person,
    the role or the organisation is gone. `number`, `previous` and `hash` are set by the database.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=36)
    actor_name = models.CharField(max_length=200)
    role = models.CharField(max_length=200)
    act = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=36)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("revisjonslinje")
        ordering: ClassVar[list[str]] = ["chain", "number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_one_entry_per_number"),
            models.UniqueConstraint(fields=["chain", "previous"], name="audit_no_fork"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["about", "number"], name="audit_about")]

    def __str__(self) -> str:
        return f"{self.chain_id} {self.number}: {self.act} {self.kind}"
