"""What each person has chosen to be told, and when; what they have been told; and the addresses of their calendar."""

from datetime import time
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.cycle.calendar_models import CalendarEntry, Notice

MORNING = time(7)
DAYS_BEFORE = {14: _("14 dager før"), 7: _("7 dager før"), 3: _("3 dager før"), 1: _("dagen før"), 0: _("samme dag")}
DAYS_BEFORE |= {-1: _("dagen etter, hvis det ikke er gjort")}


def usual_days() -> list[int]:
    return [7, 1, 0]


class Wishes(models.Model):
    """Valg om varsling (wishes): when someone wants the mail of the day, and of what. None is the usual."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="wishes")
    by_mail = models.BooleanField(default=True)
    at = models.TimeField(default=MORNING)
    days = models.JSONField(default=usual_days)  # before the day, of DAYS_BEFORE
    notices = models.BooleanField(default=True)
    weekends = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("valg om varsling")


class Digest(models.Model):
    """Dagens melding (digest): all that one person is told in one mail, at most one a day. Emptied once it is sent."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)  # why it can't arrive, in Norwegian

    class Meta:
        verbose_name = _("dagens melding")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "day"], name="cycle_one_digest_a_day"),
        ]

    @property
    def name(self) -> str:
        """Its Message-ID, however often it is tried."""
        return f"day-{self.day:%Y%m%d}-{self.person_id}"


class Told(models.Model):
    """What someone has been told by mail, so that it is told once: a notice, or that a thing is so many days away."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="told")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, null=True, related_name="+")
    task = models.ForeignKey("cycle.Task", on_delete=models.CASCADE, null=True, related_name="+")
    entry = models.ForeignKey(CalendarEntry, on_delete=models.CASCADE, null=True, related_name="+")
    on = models.DateField(null=True)  # when it was to be
    before = models.SmallIntegerField(null=True)  # days

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person", "notice", "task", "entry", "on", "before"],
                nulls_distinct=False,
                name="cycle_told_once",
            ),
        ]


class CalendarAddress(models.Model):
    """Kalenderadresse (calendar address): where a calendar program reads one person's dates, until it is stopped.

    Whoever has the address can read them, so only its hash is kept, and it is shown once.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_addresses")
    name = models.CharField(_("hvor skal den brukes"), max_length=60)
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)  # last, by the day

    class Meta:
        verbose_name = _("kalenderadresse")
        ordering: ClassVar[list[str]] = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.name
