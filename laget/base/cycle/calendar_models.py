"""What happens at a time, and what someone should know: written by the acts of any app, for those it concerns."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Network
from laget.base.cycle.sentences import say
from laget.base.cycle.whom import ForWhom

MOST = 300  # letters that are shown of a notice
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Days:
    """One whole day, or several."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Hours:
    """From a moment to another. The end may be unknown."""

    begins: datetime
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class When:
    """One time, and one place or link: when and where something is held."""

    begins: datetime
    ends: datetime
    place: str = ""
    link: str = ""


class CalendarEntry(models.Model):
    """Kalenderoppføring (calendar entry): something that happens at a time, in the calendars of those it is for.

    Put there, moved and cancelled by the acts of what it is about. `sequence` tells calendars which is the newest.
    """

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Møte")
        EVENT = "event", _("Arrangement")
        SAMLING = "samling", _("Samling")
        DEADLINE = "deadline", _("Frist")
        OTHER = "other", _("Annet")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    about = models.CharField(max_length=36)
    title = models.CharField(_("hva skjer"), max_length=LONGEST_TITLE)
    subject = models.CharField(max_length=200, blank=True, db_default="")  # where the title alone doesn't say
    # The days in Norway, always; the hours, unless it is of whole days.
    first = models.DateField()
    last = models.DateField()
    begins = models.DateTimeField(null=True, blank=True)
    ends = models.DateTimeField(null=True, blank=True)
    place = models.CharField(_("sted"), max_length=200, blank=True)
    link = models.URLField(_("lenke"), max_length=500, blank=True)  # where one takes part from afar
    address = models.CharField(max_length=200, blank=True)  # its page in Laget
    # The network whose year it was put in by hand. None for what an act put there.
    network = models.ForeignKey(Network, on_delete=models.CASCADE, null=True, blank=True, related_name="own_entries")
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("kalenderoppføring")
        ordering: ClassVar[list[str]] = ["first", "begins", "title", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["about", "kind"], name="cycle_an_entry_for_each_thing"),
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="cycle_an_entry_ends_last"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(begins__isnull=False, ends__gte=models.F("begins")),
                name="cycle_hours_of_an_entry",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["first"], name="cycle_entries_by_day")]

    def __str__(self) -> str:
        return ", ".join(filter(None, (say(self.title), self.subject)))

    def set_time(self, time: Days | Hours) -> None:
        if isinstance(time, Days):
            self.first, self.last, self.begins, self.ends = time.first, time.last, None, None
            return
        self.begins, self.ends = time.begins, time.ends
        self.first, self.last = timezone.localdate(time.begins), timezone.localdate(time.ends or time.begins)


class CalendarFor(ForWhom):
    """Whom a calendar entry is for."""

    entry = models.ForeignKey(CalendarEntry, on_delete=models.CASCADE, related_name="whom")


class Notice(models.Model):
    """Varsel (notice): something that has happened, told to those it concerns, with the way straight to it.

    `text` and `values` are a Sentence: str() puts it into words, in the language of the moment.
    """

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    values = models.JSONField(null=True)  # none where it was kept in finished words
    address = models.CharField(max_length=200)
    about = models.CharField(max_length=36)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("varsel")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return Truncator(say(self.text, self.values)).chars(MOST)


class NoticeFor(ForWhom):
    """Whom a notice is for."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="whom")


class NoticeRead(models.Model):
    """Who has read a notice, or did it themselves."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "notice"], name="cycle_a_notice_is_read_once"),
        ]
