"""Kartlegging: what is asked, of whom, and what is left when it is counted.

While a survey is open, an answer is a sealed box that only the key of that survey opens. When it
closes, all boxes are opened in one go, counted and destroyed, with the codes and the key. No answer
ever lies readable in the database. docs/privacy/surveys.md says what that is worth, and what it isn't.
"""

import json
import uuid
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Kind, Municipality, Network, Organisation, Party, Sector
from laget.need.surveys.instrument_file import Instrument, Item, Layer
from laget.need.surveys.reading import parse_instrument
from laget.need.surveys.states import State


class StoredInstrument(models.Model):
    """Instrument (instrument): what is asked and how it is scored, as the file was when it was taken in.

    Those that come with Laget belong to nobody; a licensed one belongs to the county that loaded it.
    """

    key = models.SlugField()
    version = models.PositiveSmallIntegerField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="instruments")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("instrument")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["key", "version", "party"], nulls_distinct=False, name="surveys_one_instrument_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"

    @property
    def instrument(self) -> Instrument:
        """Parsed once in each process: the hash says whether it is the same."""
        if self.sha256 not in _INSTRUMENTS:
            _INSTRUMENTS[self.sha256] = parse_instrument(self.text)
        return _INSTRUMENTS[self.sha256]


_INSTRUMENTS: dict[str, Instrument] = {}


EVALUATION = "event_evaluation"  # the key of the instrument that asks what one thought of an event


class Survey(models.Model):
    """Kartlegging (survey): one instrument put to the people of some units, for a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="surveys")  # who asks
    stored = models.ForeignKey(StoredInstrument, on_delete=models.PROTECT, related_name="surveys")
    title = models.CharField(_("navn"), max_length=200)
    purpose = models.TextField(_("formål"))  # told to those who answer
    opens = models.DateField(_("åpner"))
    closes = models.DateField(_("stenger"))  # the last day to answer
    k = models.PositiveSmallIntegerField(_("minste gruppe"), default=5)
    baseline = models.BooleanField(_("nullpunkt"), default=False)
    # The wave before, with the same instrument: what change is measured from.
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="next")
    local_items = models.JSONField(default=list)  # as in an instrument file
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    revision = models.PositiveIntegerField(default=0)  # of the plan: how many times it has been changed
    public_key = models.BinaryField(max_length=32, editable=False)
    reminded = models.DateField(null=True, blank=True)  # the last day that those who lack were reminded
    planned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("kartlegging")
        ordering: ClassVar[list[str]] = ["-opens", "title"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(closes__gte=models.F("opens")), name="surveys_closes_after"),
            models.CheckConstraint(condition=models.Q(k__gte=3), name="surveys_k_is_3_or_more"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("survey:case", args=[self.pk])

    @property
    def instrument(self) -> Instrument:
        """What is asked, the county's own questions last. Put together once in each process."""
        if not self.local_items:
            return self.stored.instrument
        key = self.stored.sha256 + json.dumps(self.local_items, sort_keys=True)
        if key not in _INSTRUMENTS:
            own = tuple(Item.model_validate(item) for item in self.local_items)
            _INSTRUMENTS[key] = self.stored.instrument.with_local(own)
        return _INSTRUMENTS[key]


class SurveyUnit(models.Model):
    """Enhet i kartleggingen (unit of a survey): a virksomhet that is asked, and where it belonged that day."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="units")
    party = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    sector = models.CharField(max_length=10, choices=Sector)
    invited = models.JSONField(default=dict)  # by layer: how many are asked
    open_link = models.CharField(max_length=32, blank=True)  # for a unit where anyone with the link may answer
    # How many have answered. Rewritten with every answer, so it says how many, never who.
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("enhet i kartleggingen")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["survey", "party"], name="surveys_a_unit_is_asked_once"),
            models.UniqueConstraint(
                fields=["open_link"], condition=~models.Q(open_link=""), name="surveys_a_link_names_one_unit"
            ),
        ]

    @property
    def number_invited(self) -> int:
        return sum(self.invited.values())


class Code(models.Model):
    """Kode (code): lets one person answer once. Knows whether it has been used, not when and not for what.

    The code itself can be made again for printing; here is only its digest. Deleted when the survey is counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(SurveyUnit, on_delete=models.CASCADE, related_name="codes")
    layer = models.CharField(max_length=10)
    number = models.PositiveIntegerField()  # what the code is made from
    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    used = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("kode")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["unit", "number"], name="surveys_a_code_has_its_number"),
        ]

    @property
    def role_layer(self) -> Layer:
        return Layer(self.layer)


class SealedAnswer(models.Model):
    """Lukket svar (sealed answer): one person's answers, readable only with the key of the survey."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # no sequence, no time
    unit = models.ForeignKey(SurveyUnit, on_delete=models.CASCADE, related_name="sealed", db_index=False)
    box = models.BinaryField()

    class Meta:
        verbose_name = _("lukket svar")


class Release(models.Model):
    """Resultat (release): what a survey came to, decided once. Everything shown of it is read from here."""

    survey = models.OneToOneField(Survey, on_delete=models.PROTECT, related_name="release")
    frozen_at = models.DateTimeField()
    k = models.PositiveSmallIntegerField()
    instrument_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)  # of all its groups, in order

    class Meta:
        verbose_name = _("resultat")


class Level(models.TextChoices):
    COUNTRY = "country", _("Hele landet")
    COUNTY = "county", _("Fylke")
    NETWORK = "network", _("Nettverk")
    MUNICIPALITY = "municipality", _("Kommune")
    OWNER = "owner", _("Eier")
    UNIT = "unit", _("Virksomhet")


class ReleasedGroup(models.Model):
    """Gruppe (released group): one group, the same for everyone who may see it. One that is hidden says so, no more."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="groups")
    level = models.CharField(max_length=12, choices=Level)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    layer = models.CharField(max_length=10, blank=True)  # empty: all of them
    sector = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200)  # of the name: a kommune is no party, and has none of its own
    shown = models.BooleanField()
    # {"n": 17, "items": {key: {"n", "mean", "sd", "counts"}}, "scales": {key: {"n", "mean", "sd"}}}; what may not
    # be shown is None.
    figures = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("gruppe")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["release", "level", "party", "municipality", "layer", "sector", "kind"],
                nulls_distinct=False,
                name="surveys_each_group_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["party", "release"], name="surveys_group_of_party")]


ENOUGH_FOR_REMARKS = 4  # times k: who wrote what is easier to guess than who ticked what


class Remark(models.Model):
    """Fritekst (remark): what someone wrote in their own words. Shown to nobody until a named person has read it.

    Kept only for groups of at least four times k, cut loose from the rest of the answer, and shuffled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(ReleasedGroup, on_delete=models.CASCADE, related_name="remarks")
    item = models.CharField(max_length=60)
    text = models.TextField()
    cleared_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("fritekst")


class OtherSource(models.Model):
    """Annen kilde (other source): a result from elsewhere, dated, with where it was found. Masked is not zero."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="other_sources")
    title = models.CharField(_("hva"), max_length=200)
    source = models.CharField(_("kilde"), max_length=300)
    dated = models.DateField(_("dato"))
    rows = models.JSONField(default=list)  # [[label, number or None for masked, unit]]
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("annen kilde")
