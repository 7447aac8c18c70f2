from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.questions.models import Document, Version
from laget.grant.ledger.models import Award
from laget.grant.tilsagn.models import Letter


class Report(Document):
    """Rapport (report): what a recipient used the money for, and what became different for children."""

    KIND: ClassVar[str] = "report"

    due = models.DateField(null=True, blank=True)  # its own last day, once more has been asked for

    class Meta:
        verbose_name = _("rapport")


class Reminder(models.Model):
    """Purring (reminder): that a report has been asked for again, and the letter that did. Never changed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="reminders")
    is_last = models.BooleanField()
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("purring")
        ordering: ClassVar[list[str]] = ["at", "pk"]


class Verdict(models.TextChoices):
    ENOUGH = "enough", _("Godt nok")
    MORE = "more", _("Trenger mer")


class Judgement(models.Model):
    """Vurdering (judgement): what a section of a report, as it was sent, is found to be by those who read it.

    Theirs alone while they read. The ruling on that version freezes it: the database refuses every change from then on.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="judgements")
    section = models.CharField(max_length=60)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    remark = models.TextField(blank=True)
    page = models.CharField(max_length=36, blank=True)  # the page it was typed in, so that it never clashes with itself
    turn = models.PositiveIntegerField(default=0)  # each sending of that page has a higher one
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("vurdering av en del")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["version", "section"], name="reports_a_section_is_judged_once"),
        ]


class Ruling(models.Model):
    """Svar på rapport (ruling): more is asked for, or the report is approved. Never changed.

    `content` holds the verdict on every section, with its remark. The database refuses one by someone who has written
    in the report or sent it, and one that does not fit the judgements.
    """

    class Outcome(models.TextChoices):
        MORE = "more", _("Bedt om mer")
        APPROVED = "approved", _("Godkjent")

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="ruling")
    outcome = models.CharField(max_length=10, choices=Outcome)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("svar på rapport")

    @property
    def sections(self) -> list[dict[str, str]]:
        """Each with its title, the verdict in words, and the remark."""
        return [
            {**each, "label": str(Verdict(each["verdict"]).label)}
            for each in self.content["sections"]
            if each["verdict"]
        ]


class UsedAmount(models.Model):
    """Brukt beløp (used amount): what was used of an award in one year, as last reported. Whole kroner."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="amounts")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="used")
    year = models.PositiveSmallIntegerField()
    received = models.PositiveBigIntegerField()  # what there was to use
    used = models.PositiveBigIntegerField()
    explanation = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("brukt beløp")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["award", "year"], name="reports_one_amount_for_each_year"),
            models.CheckConstraint(
                condition=models.Q(used__lte=models.F("received")), name="reports_never_more_used_than_received"
            ),
        ]

    @property
    def unused(self) -> int:
        return self.received - self.used
