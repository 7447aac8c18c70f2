"""What can be found by its words. The database keeps it, in the transaction of the act: see `kept`."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Party
from laget.base.cycle.models import Ordning
from laget.effect.search.kinds import ROUTES, Kind
from laget.effect.search.marking import Run, runs

MOST_SAVED = 50  # of one person


class Hit(models.Model):
    """Treff (hit): something with a page of its own, the words it is found by, and where it belongs.

    Written by the database alone. Beside its columns it has `found`, the words as PostgreSQL looks them up, made of
    `title` and `words`. `network` and `owner` hold whoever it is about or arranged by, also when that is another party.
    """

    about = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=36)  # what its address names it by
    # The database writes all of it, out of rows whose keys it has checked already.
    county = models.ForeignKey(County, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False)
    year = models.PositiveSmallIntegerField(null=True)
    ordning = models.ForeignKey(
        Ordning, on_delete=models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    network = models.ForeignKey(
        Party, on_delete=models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    owner = models.ForeignKey(
        Party, on_delete=models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    title = models.TextField()
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("treff")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(ROUTES.get(self.kind, f"{self.kind}:case"), args=[self.key])

    @property
    def shown_at(self) -> date | None:
        """The day it was sent, begins or was made. Some have always been there."""
        return None if self.kind in (Kind.CATALOGUE, Kind.ORGANISATION) else localdate(self.at)

    @cached_property
    def marked_title(self) -> Sequence[Run]:
        return runs(getattr(self, "headtitle", self.title))

    @cached_property
    def marked_words(self) -> Sequence[Run]:
        return runs(getattr(self, "headline", ""))


class SavedSearch(models.Model):
    """Lagret søk (saved search): words and filters that a person looks for again. Theirs alone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("navn"), max_length=60)
    asked = models.TextField()  # as the address has it
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lagret søk")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "name"], name="search_each_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('search:page')}?{self.asked}"
