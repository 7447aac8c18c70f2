"""Applications that compete for the money: scored by working groups, ranked by networks, and by the forum."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Network, Party
from laget.base.cycle.models import Round, StoredForm
from laget.grant.forum.models import GROUND_CHOICES, Matter
from laget.grant.forum.states import LEFT, SETTLED, MatterState
from laget.need.tiltak.models import Tiltak


class Group(models.Model):
    """Arbeidsgruppe (working group): those whom the forum has appointed to score some of the applications."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="working_groups")
    name = models.CharField(_("hva heter gruppa"), max_length=100)

    class Meta:
        verbose_name = _("arbeidsgruppe")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["round", "name"], name="ranking_one_group_for_each_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ranking:group", args=[self.pk])


class Member(models.Model):
    """Gruppemedlem (member): sits in the forum, or has been appointed from elsewhere in the county."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("gruppemedlem")
        ordering: ClassVar[list[str]] = ["person__sort_key", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["group", "person"], name="ranking_a_member_once"),
        ]


class Application(models.Model):
    """Søknad (application): one tiltak that the forum has taken in, to be ranked with the others of the round."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="applications")
    tiltak = models.OneToOneField(Tiltak, on_delete=models.PROTECT, related_name="application")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="applications")
    # What those who score it are asked beside the points: as when it was taken in, so that all answer the same.
    asked = models.ForeignKey(StoredForm, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("søknad")

    def __str__(self) -> str:
        return self.tiltak.title

    def get_absolute_url(self) -> str:
        return reverse("ranking:application", args=[self.pk])


class Concerns(models.Model):
    """Berørt (concerns): a party that an application concerns. Whoever stands there takes no part in it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="concerns")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=GROUND_CHOICES)

    class Meta:
        verbose_name = _("berørt av en søknad")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["application", "party"], name="ranking_concerns_once"),
        ]


class DeclaredQuerySet(models.QuerySet["Declared"]):
    def standing(self) -> Self:
        """Those that have not been taken back."""
        return self.filter(lifted_at=None)


class Declared(models.Model):
    """Meldt inhabil (declared): someone who has said that they stand too near an application. Never deleted, and never
    changed, but that they may take it back before the forum begins to rank.

    `reason` and `lifted_because` are for those who run the forum alone.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="declared")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("hvorfor"), max_length=500)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(_("hvorfor ikke lenger"), max_length=500, blank=True)

    objects = DeclaredQuerySet.as_manager()

    class Meta:
        verbose_name = _("meldt inhabil")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["application", "person"], condition=models.Q(lifted_at=None), name="ranking_declared_once"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at=None) ^ ~models.Q(lifted_because=""), name="ranking_lifted_with_a_reason"
            ),
        ]


class Score(models.Model):
    """Poeng (score): what one member gives on one criterion, with a note. Never changed, never deleted.

    The database refuses points from someone who is tied, isn't in the group, or comes after the ranking has begun.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="scores")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=60)
    points = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("poeng")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["application", "person", "criterion"], name="ranking_scores_once"),
        ]


class Answered(models.Model):
    """Svar (answered): what one member says to the county's questions beside the points. Never changed or deleted."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="answered")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("svar på fylkets spørsmål")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["application", "person"], name="ranking_answered_once"),
        ]


class Ranking(models.Model):
    """Rangering (ranking): the applications of a round in order, by the forum; or those of a network, by the network.

    The forum's is decided as a matter in one of its meetings. A network's is sent, and then it stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="rankings")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, blank=True, related_name="rankings")
    revision = models.PositiveIntegerField(default=1)
    rest_to = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="rankings")
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("rangering")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["round", "network"], nulls_distinct=False, name="ranking_one_for_each"),
            models.CheckConstraint(
                condition=models.Q(network=None) | models.Q(matter=None), name="ranking_a_network_has_no_agenda"
            ),
        ]

    def __str__(self) -> str:
        return f"{_('Rangering')} {self.network or self.round}"

    def get_absolute_url(self) -> str:
        return reverse("ranking:board", args=[self.pk])

    @property
    def of_forum(self) -> bool:
        return self.network_id is None

    @property
    def stands(self) -> bool:
        """Nothing is moved any more: the forum votes on it or has decided, or the network has sent it."""
        if self.matter is not None:
            return self.matter.state == MatterState.VOTING or self.matter.state in SETTLED - LEFT
        return self.sent_at is not None

    @property
    def on_agenda(self) -> bool:
        return self.matter is not None and self.matter.state not in LEFT


class Place(models.Model):
    """Plass (place): where an application stands in a ranking, and why, when that isn't where it began."""

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="places")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="places")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("plass")
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["ranking", "application"], name="ranking_ranked_once"),
            # Those between move one step each, and are told apart again when all of them have.
            models.UniqueConstraint(
                fields=["ranking", "number"], name="ranking_one_in_each_place", deferrable=models.Deferrable.DEFERRED
            ),
        ]


class Move(models.Model):
    """Flytting (move): an application put in another place, by whom and why. Never changed, never deleted."""

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="moves")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="moves")
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("flytting")
