"""The journal of a county: every document that has come to Statsforvalteren or gone out, in its case."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Party
from laget.base.cycle.models import Round
from laget.base.questions.models import Version
from laget.grant.klage.models import Klage
from laget.grant.tilsagn.models import Letter


class CaseFile(models.Model):
    """Saksmappe (case file): what one party and Statsforvalteren have written to each other in a round."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()  # the year that it was opened in
    number = models.PositiveIntegerField()  # within that year, in the county
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saksmappe")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["round", "party"], name="archive_one_case_each"),
            models.UniqueConstraint(fields=["county", "year", "number"], name="archive_cases_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("archive:case", args=[self.pk])

    @property
    def title(self) -> str:
        """Names organisations alone, so that it can stand in the public journal."""
        return _now("%(round)s, %(party)s") % {"round": self.round, "party": self.party.name}


class Direction(models.TextChoices):
    IN = "in", _("Inn")
    OUT = "out", _("Ut")


class Entry(models.Model):
    """Journalpost (journal entry): one document, in or out. It never changes."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="entries")
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()  # of the journal
    sequence = models.PositiveIntegerField()  # within that year, in the county
    number = models.PositiveIntegerField()  # within its case
    direction = models.CharField(max_length=3, choices=Direction)
    title = models.CharField(max_length=300)
    other = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")  # who sent it, or got it
    dated = models.DateTimeField()  # when it was sent
    journaled_at = models.DateTimeField()
    # What it is. The document itself stays where it was made.
    version = models.OneToOneField(Version, on_delete=models.PROTECT, null=True, related_name="+")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    klage = models.OneToOneField(Klage, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("journalpost")
        ordering: ClassVar[list[str]] = ["year", "sequence"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["county", "year", "sequence"], name="archive_entries_are_numbered"),
            models.UniqueConstraint(fields=["case", "number"], name="archive_numbered_in_their_case"),
            models.CheckConstraint(
                condition=models.Q(version__isnull=False, letter=None, klage=None)
                | models.Q(version=None, letter__isnull=False, klage=None)
                | models.Q(version=None, letter=None, klage__isnull=False),
                name="archive_an_entry_is_of_one_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}-{self.number}"


class Exemption(models.Model):
    """Skjerming (exemption): what of an entry is kept back from the public, by which law. The newest is in force."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="exemptions")
    basis = models.CharField(_("hjemmel"), max_length=200, blank=True)  # empty: nothing is kept back any longer
    hides_title = models.BooleanField(_("tittelen"), default=False)
    hides_other = models.BooleanField(_("avsender eller mottaker"), default=False)
    hides_document = models.BooleanField(_("dokumentet"), default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("skjerming")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~models.Q(basis="") | models.Q(hides_title=False, hides_other=False, hides_document=False),
                name="archive_nothing_is_kept_back_without_a_law",
            ),
        ]
