"""Nettverk og arbeidsgrupper: who works together across owners, when they meet, and what they have agreed to do."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Network, Party, Period
from laget.base.cycle.calendar_models import When
from laget.base.questions.attached import Attached
from laget.need.plans.models import Plan


class Group(models.Model):
    """Gruppe (group): a working group, or a network of those in the same line of work, of a network or a county.

    An owner has its own, such as the styringsgruppe that steers by its `plan`.
    One that receives money is also a party: `recipient`. Its awards, payments and reports are that party's.
    """

    class Kind(models.TextChoices):
        PPT_LEADERS = "ppt_leaders", _("PPT-ledernettverk")
        WORKING = "working", _("Arbeidsgruppe")
        STATPED_UH = "statped_uh", _("Nettverk mellom Statped og UH")
        SUBJECT = "subject", _("Fagnettverk")
        STEERING = "steering", _("Styringsgruppe")
        PROJECT = "project", _("Prosjektgruppe")
        REFERENCE = "reference", _("Referansegruppe")
        OTHER = "other", _("Annen gruppe")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    home = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="groups")  # whose it is
    kind = models.CharField(_("type"), max_length=12, choices=Kind)
    name = models.CharField(_("navn"), max_length=200)
    mandate = models.TextField(_("mandat"), blank=True)
    goals = models.TextField(_("mål"), blank=True)
    recipient = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("gruppe")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["home", "name"], name="groups_have_a_name_of_their_own_at_home"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("groups:case", args=[self.pk])


class Member(Period):
    """Medlem (member): whoever holds a role at a party, for as long as the party takes part."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    leads = models.BooleanField(_("leder gruppen"), default=False)

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("medlem")
        constraints: ClassVar[list[Any]] = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["group", "party", "role"], condition=models.Q(valid_to=None), name="groups_one_is_a_member_once"
            ),
        ]

    def get_role(self) -> Role:
        return Role(self.role)


class GroupMeeting(models.Model):
    """Gruppemøte (group meeting): called with an agenda, and minuted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(_("hva heter møtet"), max_length=200)
    begins = models.DateTimeField(_("begynner"))
    ends = models.DateTimeField(_("slutter"))
    place = models.CharField(_("sted"), max_length=200, blank=True)
    link = models.URLField(_("lenke"), max_length=500, blank=True)
    agenda = models.TextField(_("saksliste"), blank=True)
    notes = models.TextField(_("referat"), blank=True)
    revision = models.PositiveIntegerField(default=0)  # of the notes: two may write at once
    moved_from = models.DateTimeField(null=True, blank=True)  # when it was to be, before it was last moved
    cancelled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was called off

    class Meta:
        verbose_name = _("gruppemøte")
        ordering: ClassVar[list[str]] = ["begins", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("begins")), name="groups_meet_forwards"),
            models.CheckConstraint(condition=~models.Q(place="", link=""), name="groups_meet_somewhere"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("groups:meeting", args=[self.pk])

    @property
    def day(self) -> date:
        return timezone.localdate(self.begins)

    @property
    def when(self) -> When:
        return When(self.begins, self.ends, self.place, self.link)


class GroupFile(models.Model):
    """Dokument i en gruppe (group file): laid by for the group, or for one of its meetings. It never changes.

    What it holds lies in the file storage, under its id.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="files")
    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("dokument i en gruppe")
        ordering: ClassVar[list[str]] = ["-at", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Where it lies. It tells nothing of whose it is, or what it is called."""
        return f"groups/{self.pk}"

    @property
    def weight(self) -> str:
        return Attached(str(self.pk), self.name, self.size, self.sha256).weight


class FollowUp(models.Model):
    """Oppfølgingspunkt (follow-up): what a meeting agreed that someone does, by when. It is a task of theirs."""

    meeting = models.ForeignKey(GroupMeeting, on_delete=models.CASCADE, related_name="follow_ups")
    text = models.CharField(_("hva skal gjøres"), max_length=200)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    due = models.DateField(_("frist"))
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("oppfølgingspunkt")
        ordering: ClassVar[list[str]] = ["due", "pk"]

    def get_role(self) -> Role:
        return Role(self.role)


class Activity(models.Model):
    """Aktivitet (activity): a line of the group's plan for a year."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="activities")
    year = models.PositiveSmallIntegerField(_("år"))
    text = models.CharField(_("aktivitet"), max_length=300)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("aktivitet")
        ordering: ClassVar[list[str]] = ["year", "pk"]
