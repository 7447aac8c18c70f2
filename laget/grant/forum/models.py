"""The forum's room: its seats, its meetings, what stands on the agenda, and what was decided."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Forum, Party, Period, Seat
from laget.base.cycle.county_file import ForumRules
from laget.base.cycle.models import Round
from laget.base.questions.models import Version
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.forum.states import GROUNDS, MatterState, MeetingState
from laget.rules.deciding import Choice
from laget.rules.habilitet import Ground

GROUND_CHOICES = [(ground.value, label) for ground, label in GROUNDS.items()]
CHOICES = {Choice.FOR: _("For"), Choice.AGAINST: _("Mot"), Choice.ABSTAINS: _("Avstår")}


class Holder(Period):
    """Medlem eller vara (holder): who sits in a seat, and on whose behalf. The member first, then the deputies."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats_held")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")  # a deputy's may be another's
    place = models.PositiveSmallIntegerField(_("plass"), default=0)  # 0 is the member, 1 the first deputy

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("medlem eller vara")
        ordering: ClassVar[list[str]] = ["seat", "place", "pk"]
        constraints: ClassVar[list[Any]] = [
            *Period.Meta.constraints,
            models.UniqueConstraint(fields=["seat", "place", "valid_from"], name="forum_one_in_each_place"),
            models.UniqueConstraint(fields=["seat", "person", "valid_from"], name="forum_nobody_holds_a_seat_twice"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.party}"

    @property
    def sits_for(self) -> str:
        """As it is said: the county as a party is Statsforvalteren there."""
        return str(Seat.Side.STATSFORVALTER.label) if self.party_id == self.party.county_id else self.party.name

    @property
    def is_deputy(self) -> bool:
        return self.place > 0


class Meeting(models.Model):
    """Møte (meeting): the forum gathered, with an agenda, those who came, and minutes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="meetings")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(_("hva heter møtet"), max_length=200)
    begins = models.DateTimeField(_("når"))
    place = models.CharField(_("hvor"), max_length=200)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    state_since = models.DateTimeField()
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_because = models.CharField(max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0)  # of what it is called, when and where, and of who is there

    class Meta:
        verbose_name = _("møte")
        ordering: ClassVar[list[str]] = ["begins", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forum:case", args=[self.pk])

    @property
    def rules(self) -> ForumRules:
        """How the county's forum decides."""
        return self.round.file.forum


class Attendance(models.Model):
    """Frammøte (attendance): someone who is there, in one of the seats."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("frammøte")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["meeting", "holder"], name="forum_attends_once"),
        ]


class Matter(models.Model):
    """Sak (matter): one thing on the agenda. Most often a beslutningsgrunnlag, as it was last sent.

    `lines` is the proposal on the table: for each amount its id, as in the innstilling, with title, year, what was
    applied for, what is proposed and why. The database refuses to change it once a vote or a decision rests on it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="matters")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("sak"), max_length=200)
    background = models.TextField(_("om saken"), blank=True)
    document = models.ForeignKey(
        Beslutningsgrunnlag, on_delete=models.PROTECT, null=True, blank=True, related_name="matters"
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lines = models.JSONField(default=list)
    # What the forum would come to, in words, in a matter without amounts; and the page it is about, when it has one.
    conclusion = models.TextField(_("forslag til konklusjon"), blank=True)
    papers = models.CharField(max_length=200, blank=True)
    of_ranking = models.BooleanField(default=False)  # its lines are those of the round's ranking, and changed there
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=MatterState, default=MatterState.LISTED)
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("sak")
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["meeting", "number"], name="forum_one_matter_for_each_number"),
            models.UniqueConstraint(fields=["meeting", "document"], name="forum_a_document_is_one_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("matter:case", args=[self.pk])

    @property
    def reference(self) -> str:
        return f"{_('Sak')} {self.number}/{self.meeting.round.year}"

    @property
    def applied(self) -> int:
        return sum(line["applied"] for line in self.lines)

    @property
    def proposed(self) -> int:
        return sum(line["amount"] for line in self.lines)

    @property
    def by_year(self) -> list[tuple[int, int, int]]:
        """Each year's money apart, when there are several: what is applied for, and what is proposed."""
        years = sorted({line["year"] for line in self.lines})
        sums = [
            (year, *(sum(each[key] for each in self.lines if each["year"] == year) for key in ("applied", "amount")))
            for year in years
        ]
        return sums if len(years) > 1 else []


class Concerned(models.Model):
    """Berørt (concerned): a party that a matter concerns. Whoever stands there steps aside."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="concerns")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=GROUND_CHOICES)

    class Meta:
        verbose_name = _("berørt")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["matter", "party"], name="forum_concerned_once"),
        ]


class RecusalQuerySet(models.QuerySet["Recusal"]):
    def standing(self) -> Self:
        """Those that have not been taken back."""
        return self.filter(lifted_at=None)


class Recusal(models.Model):
    """Inhabilitet (recusal): someone who takes no part in a matter, and why. Never deleted, and never changed, but that
    what one has declared of oneself may be taken back before the matter is taken up.

    `reason` and `lifted_because` are what they have written themselves, for those who lead the forum alone. They are
    never minuted.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=GROUND_CHOICES)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("hvorfor"), max_length=500, blank=True)
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(_("hvorfor ikke lenger"), max_length=500, blank=True)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("inhabilitet")
        ordering: ClassVar[list[str]] = ["person__sort_key"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["matter", "person"], condition=models.Q(lifted_at=None), name="forum_recused_once"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at=None) ^ ~models.Q(lifted_because=""), name="forum_lifted_with_a_reason"
            ),
        ]

    @property
    def words(self) -> str:
        """As it is minuted."""
        return str(GROUNDS[Ground(self.ground)]) % {"party": self.party}


class Remark(models.Model):
    """Innspill (remark): what a member has to say on a matter, for those who take part in it."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="remarks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("innspill"), max_length=3000)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("innspill")
        ordering: ClassVar[list[str]] = ["at", "pk"]


class Ballot(models.Model):
    """Votering (ballot): the proposal as it was put to the vote, and what it came to."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="ballots")
    number = models.PositiveSmallIntegerField()
    question = models.CharField(_("hva stemmes det over"), max_length=300)
    lines = models.JSONField(default=list)
    conclusion = models.TextField(default="", blank=True)  # in a matter without amounts
    revision = models.PositiveIntegerField(default=0)  # of the proposal
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    tally = models.JSONField(default=dict)  # as rules.deciding.Tally, once it is counted; empty when it was taken back

    class Meta:
        verbose_name = _("votering")
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["matter", "number"], name="forum_one_ballot_for_each_number"),
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(closed_at=None), name="forum_one_ballot_at_a_time"
            ),
        ]


class Vote(models.Model):
    """Stemme i forumet (vote): what one seat voted in a ballot. Never changed, never deleted.

    The database refuses a vote by someone who is recused or isn't there, or for a seat that has none.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=[(choice.value, label) for choice, label in CHOICES.items()])
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("stemme i forumet")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["ballot", "seat"], name="forum_each_seat_votes_once"),
            models.UniqueConstraint(fields=["ballot", "person"], name="forum_nobody_votes_for_two"),
        ]


class Decision(models.Model):
    """Avgjørelse (decision): what the forum came to in a matter, with who took part. Never changed.

    `content` holds the lines as decided, who sat where, who stepped aside and why, and the tally of a vote.
    """

    class How(models.TextChoices):
        AGREED = "agreed", _("Forumet var enig")
        VOTED = "voted", _("Forumet stemte")

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="decision")
    how = models.CharField(max_length=10, choices=How)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # who wrote it down
    role = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("avgjørelse")


class Minutes(models.Model):
    """Protokoll (minutes): what happened in a meeting, frozen when its leader approved it."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("protokoll")
