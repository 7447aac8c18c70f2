"""Who takes part in the scheme: counties, organisations, networks, forums, and how they belong together.

Everyone that can hold a role, write a document or receive money is a Party.
"""

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.no import orgnr

from laget.base.prepared import Slot
from laget.rules.names import sort_key


class Language(models.TextChoices):
    """The two written languages of Norwegian."""

    BOKMAL = "nb", _("bokmål")
    NYNORSK = "nn", _("nynorsk")


class LanguageDecision(models.TextChoices):
    """Målvedtak: the written language a party has decided that the state shall write to it in (språklova)."""

    BOKMAL = "nb", _("bokmål")
    NYNORSK = "nn", _("nynorsk")
    NEUTRAL = "neutral", _("nøytral")


class Kind(models.TextChoices):
    """What an organisation is."""

    KINDERGARTEN = "kindergarten", _("Barnehage")
    SCHOOL = "school", _("Skole")
    SFO = "sfo", _("SFO")
    PPT = "ppt", _("PP-tjeneste")
    MUNICIPALITY = "municipality", _("Kommune")
    COUNTY_MUNICIPALITY = "county_municipality", _("Fylkeskommune")
    PRIVATE_OWNER = "private_owner", _("Privat eier")
    UNIVERSITY = "university", _("Universitet eller høgskole")
    VOCATIONAL_COLLEGE = "vocational_college", _("Fagskole")
    STATPED = "statped", _("Statped")
    RVTS = "rvts", _("RVTS")
    NATIONAL_CENTRE = "national_centre", _("Nasjonalt senter")
    UNION = "union", _("Fagforening")
    ASSOCIATION = "association", _("Interesseorganisasjon")
    OTHER = "other", _("Annen")


VIRKSOMHETER = frozenset({Kind.KINDERGARTEN, Kind.SCHOOL, Kind.SFO, Kind.PPT})
OWNERS = frozenset({Kind.MUNICIPALITY, Kind.COUNTY_MUNICIPALITY, Kind.PRIVATE_OWNER})
# Whose plans and needs are told of by name: those who answer to everyone. A private owner isn't among them.
PUBLIC_OWNERS = OWNERS - {Kind.PRIVATE_OWNER}
PARTNERS = frozenset({Kind.UNIVERSITY, Kind.VOCATIONAL_COLLEGE})
MOST_IN_EMAIL = 254  # characters, which is what an EmailField holds


class Sector(models.TextChoices):
    PUBLIC = "public", _("offentlig")
    PRIVATE = "private", _("privat")


class Party(models.Model):
    """Anyone that can hold a role, write a document or receive money."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None for those that work in the whole country.
    county = models.ForeignKey("County", on_delete=models.PROTECT, null=True, blank=True, related_name="parties")
    # What the county file calls it; empty for the many that it doesn't name.
    key = models.SlugField(blank=True)
    name = models.CharField(_("navn"), max_length=200)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    language_decision = models.CharField(
        _("målform"), max_length=7, choices=LanguageDecision, default=LanguageDecision.NEUTRAL
    )
    email = models.EmailField(_("postmottak"), blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["sort_key"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["county", "key"], condition=~models.Q(key=""), name="actors_key_names_one"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def language(self) -> Language:
        """The written language to use here. Bokmål where nothing else is decided."""
        return self.language_from(None)

    def language_from(self, writer: "Party | None") -> Language:
        """What `writer` writes to it in: as it has decided, or as the writer itself has when it is neutral."""
        decisions = [self.language_decision, writer.language_decision if writer else ""]
        return next((Language(each) for each in decisions if each in Language), Language.BOKMAL)


class County(Party):
    """Fylke (county): where one Statsforvalter runs the scheme. As a party it is Statsforvalteren there."""

    # Named, since the usual name would clash with the field `county`.
    party = models.OneToOneField(Party, on_delete=models.CASCADE, parent_link=True, related_name="as_county")
    code = models.CharField(max_length=2, unique=True)
    slug = models.SlugField(unique=True)

    class Meta:
        verbose_name = _("fylke")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.county_id = self.id  # so that "everything in the county" needs no exception for the county itself
        super().save(*args, **kwargs)


class Municipality(models.Model):
    """Kommune (municipality): a number and a name, in use from a day. 2024 renumbered 118 of them."""

    number = models.CharField(max_length=4)  # text: Oslo is 0301
    name = models.CharField(max_length=100)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="municipalities")
    valid_from = models.DateField()

    class Meta:
        verbose_name = _("kommune")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["number", "valid_from"], name="actors_one_municipality_per_number"),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(Party):
    """Organisasjon (organisation): a legal unit or a workplace with a number in Enhetsregisteret."""

    number = models.CharField(_("organisasjonsnummer"), max_length=9, unique=True)
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    sector = models.CharField(_("sektor"), max_length=10, choices=Sector, default=Sector.PUBLIC)
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("organisasjon")

    @property
    def is_virksomhet(self) -> bool:
        return self.kind in VIRKSOMHETER


def is_organisation_number(number: str) -> bool:
    """Nine digits with the right check digit (mod 11). It may still be a number nobody has."""
    return bool(orgnr.is_valid(number)) and len(number) == 9


def is_email(text: str) -> bool:
    """An address that can be kept and written to (RFC 5321 has room for 254 characters)."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= MOST_IN_EMAIL


class PeriodQuerySet(models.QuerySet[Any]):
    def at(self, day: date | Slot) -> Self:
        """Those in force that day. A period without an end goes on."""
        return self.filter(models.Q(valid_to=None) | models.Q(valid_to__gte=day), valid_from__lte=day)


class Period(models.Model):
    """Something that holds from one day to another, both included."""

    valid_from = models.DateField(_("fra"))
    valid_to = models.DateField(_("til"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            ),
        ]


class Ownership(Period):
    """Which owner an organisation has, and when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ownerships")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="owned")


class Placement(Period):
    """Which municipality an organisation lies in, and when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="placements")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="placements")


class Network(Party):
    """Nettverk (network): owners together, or others that work and report together."""

    class Purpose(models.TextChoices):
        COMPETENCE = "competence", _("Kompetansenettverk")
        PPT_LEADERS = "ppt_leaders", _("PPT-ledernettverk")

    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.COMPETENCE)
    geographic = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("nettverk")


class Membership(Period):
    """Which owners belong to a network, and when."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="memberships")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")


class Partnership(Period):
    """A network and the university or college it works with."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="partnerships")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")


class PartnershipContact(models.Model):
    """A person whom the partner names as contact for one network."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("navn"), max_length=200)


class Forum(Party):
    """Samarbeidsforum (co-operation forum): owners, universities, unions and associations who recommend together."""

    class Meta:
        verbose_name = _("samarbeidsforum")


class Seat(Period):
    """A place in a forum, given to an organisation. Statsforvalteren takes part without a vote (mandate, Udir)."""

    class Side(models.TextChoices):
        PUBLIC_OWNER = "public_owner", _("Offentlig eier")
        PRIVATE_OWNER = "private_owner", _("Privat eier")
        PARTNER = "partner", _("UH")
        UNION = "union", _("Fagforening")
        ASSOCIATION = "association", _("KS og PBL")
        STATSFORVALTER = "statsforvalter", _("Statsforvalteren")
        GUEST = "guest", _("Observatør")

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="seats")
    side = models.CharField(max_length=20, choices=Side)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="held_seats")
    votes = models.BooleanField(default=True)

    class Meta(Period.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(votes=False) | ~models.Q(side="statsforvalter"),
                name="actors_statsforvalteren_has_no_vote",
            ),
        ]


class HeadCount(models.Model):
    """Barne- og elevtall (head count): the children, pupils or apprentices of a virksomhet in one year.

    None is masked or missing, and never read as 0.
    """

    class Group(models.TextChoices):
        CHILDREN = "children", _("barn")
        PUPILS = "pupils", _("elever")
        APPRENTICES = "apprentices", _("lærlinger")

    class Status(models.TextChoices):
        PRELIMINARY = "preliminary", _("foreløpig")
        FINAL = "final", _("endelig")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="head_counts")
    year = models.PositiveSmallIntegerField(_("år"))
    group = models.CharField(_("gruppe"), max_length=12, choices=Group)
    number = models.PositiveIntegerField(_("antall"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status)
    source = models.CharField(_("kilde"), max_length=200)
    is_sample = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("barne- og elevtall")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation", "year", "group"], name="actors_one_count_a_year"),
        ]
