"""Whose picture someone may see, what a picture is of, and which year and ordning of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import (
    OWNERS,
    PARTNERS,
    VIRKSOMHETER,
    County,
    Membership,
    Network,
    Organisation,
    Ownership,
    Partnership,
    Party,
)
from laget.base.cycle.models import Round
from laget.base.ui.numbers import whole_number
from laget.grant.ledger.models import Award, Entry
from laget.need.tiltak.models import Tiltak
from laget.rules.ledger import IN

WORKING_THERE = (Role.UNIT_LEADER, Role.UNIT_STAFF)
FOR_THE_STATE = (Role.CASE_OFFICER, Role.DECIDER)


class Span(StrEnum):
    """How wide a picture is."""

    UNIT = "unit"
    OWNER = "owner"
    NETWORK = "network"
    COUNTY = "county"
    PARTNER = "partner"  # a university or college: what it is given, and the networks it works with in a county


def visible_to(actor: Actor) -> QuerySet[Party]:
    """Where they work, a university or college that works with a network too; an owner and its units; the networks
    they carry on, and the owners there; and whole counties, with networks and owners, where they follow every case.
    """
    day = actor.day
    owned = Ownership.objects.at(day).filter(owner__in=actor.where(Role.OWNER)).values("organisation")
    units = Organisation.objects.filter(pk__in=owned, kind__in=VIRKSOMHETER)
    members = Membership.objects.at(day).filter(network__in=actor.leading_networks).values("owner")
    networks = Network.objects.filter(Q(pk__in=actor.leading_networks) | Q(county__in=actor.county_wide))
    owners = Organisation.objects.filter(Q(pk__in=members) | Q(county__in=actor.county_wide), kind__in=OWNERS)
    partners = Partnership.objects.at(day).filter(partner__in=actor.where(Role.PARTNER)).values("partner")
    own = Q(pk__in=[*actor.where(*WORKING_THERE, Role.OWNER), *actor.county_wide])
    around = (Q(pk__in=each.values("pk")) for each in (units, networks, owners))
    in_county = Q(county__isnull=False) & reduce(or_, around, own)
    found = Party.objects.filter(in_county | Q(pk__in=partners))
    return found.select_related("organisation", "network", "as_county", "county").order_by("sort_key", "pk")


def steers(actor: Actor, county: UUID) -> bool:
    """Statsforvalteren there, who tells Udir how it goes."""
    return actor.holds(*FOR_THE_STATE, at=county)


def span_of(party: Party) -> Span:
    if hasattr(party, "as_county"):
        return Span.COUNTY
    if hasattr(party, "network"):
        return Span.NETWORK
    if party.organisation.kind in PARTNERS:
        return Span.PARTNER
    return Span.OWNER if party.organisation.kind in OWNERS else Span.UNIT


@dataclass(frozen=True)
class Scope:
    """What a picture is of: a party, and how wide that is, as it is that day."""

    party: Party
    span: Span
    day: date
    county: UUID
    counties: Sequence[County] = ()  # those that a partner works in

    @classmethod
    def of(cls, party: Party, *, day: date, county: str = "") -> "Scope":
        """`county` is the slug of one of those that a partner works in; else its own is meant, or the first of them."""
        span = span_of(party)
        if span is Span.PARTNER:
            joined = Partnership.objects.at(day).filter(partner=party.pk).values("network__county")
            counties = list(County.objects.filter(pk__in=joined).order_by("sort_key", "pk"))
            chosen = sorted(counties, key=lambda each: (each.slug != county, each.pk != party.county_id))[0]
            return cls(party, span, day, chosen.pk, counties)
        assert party.county_id
        return cls(party, span, day, party.county_id)

    @property
    def slug(self) -> str:
        """Of the county, where there are several to choose among."""
        several = self.counties if len(self.counties) > 1 else ()
        return next((each.slug for each in several if each.pk == self.county), "")

    @cached_property
    def networks(self) -> QuerySet[Network]:
        """Those that a partner works with in the county."""
        joined = Partnership.objects.at(self.day).filter(partner=self.party.pk).values("network")
        return Network.objects.filter(pk__in=joined, county=self.county).order_by("sort_key", "pk")

    @cached_property
    def units(self) -> QuerySet[Organisation]:
        """The virksomheter in it, by name."""
        owned = Ownership.objects.at(self.day)
        match self.span:
            case Span.UNIT:
                inside = Q(pk=self.party.pk)
            case Span.OWNER:
                inside = Q(pk__in=owned.filter(owner=self.party.pk).values("organisation"))
            case Span.NETWORK:
                members = Membership.objects.at(self.day).filter(network=self.party.pk).values("owner")
                inside = Q(pk__in=owned.filter(owner__in=members).values("organisation"))
            case Span.PARTNER:
                members = Membership.objects.at(self.day).filter(network__in=self.networks.values("pk")).values("owner")
                inside = Q(pk__in=owned.filter(owner__in=members).values("organisation"))
            case Span.COUNTY:
                inside = Q(county=self.party.pk)
        return Organisation.objects.filter(inside, kind__in=VIRKSOMHETER, active=True).order_by("sort_key", "pk")

    @cached_property
    def tiltak(self) -> QuerySet[Tiltak]:
        """The tiltak there: for owners and units those that answer what they have said they need."""
        own = Tiltak.objects.filter(county=self.county)
        match self.span:
            case Span.UNIT:
                return own.filter(pk__in=Tiltak.objects.filter(needs__rests_on__document__subject=self.party.pk))
            case Span.OWNER:
                needed = Tiltak.objects.filter(needs__document__party=self.party.pk).values("pk")
                return own.filter(Q(applicant=self.party.pk) | Q(pk__in=needed))
            case Span.NETWORK:
                return own.filter(network=self.party.pk)
            case Span.PARTNER:
                return own.filter(partners=self.party.pk)
        return own

    @cached_property
    def awards(self) -> QuerySet[Award]:
        """What is granted and known of: to it, and for its tiltak. Of a partner's, others have their own parts."""
        known = Award.objects.filter(county=self.county, known_since__isnull=False)
        if self.span is Span.COUNTY:
            return known
        if self.span is Span.PARTNER:
            return known.filter(recipient=self.party.pk)
        return known.filter(Q(recipient=self.party.pk) | Q(tiltak__in=self.tiltak.values("pk")))


@dataclass(frozen=True)
class Choice:
    """The year and the ordning that are shown, and what there is to choose among."""

    year: int
    ordning: str  # its key; "" is all
    years: Sequence[int]  # the last first
    ordninger: Mapping[str, str]  # by key, its name
    keys: tuple[str, ...]  # of the ordninger whose awards are of its money; none when all are shown
    rounds: tuple[Round, ...]  # of the year and the ordning
    county: str = ""  # its slug, where there are several to choose among

    @property
    def params(self) -> str:
        """As it stands in an address."""
        more = {"ordning": self.ordning, "fylke": self.county}
        return "&".join([f"aar={self.year}", *(f"{key}={value}" for key, value in more.items() if value)])

    @property
    def name(self) -> str:
        return self.ordninger.get(self.ordning, "")

    @property
    def awards(self) -> Q:
        """The condition on an award."""
        return Q(given_in__ordning__key__in=self.keys) if self.keys else Q()

    @property
    def entries(self) -> Q:
        """The condition on what is booked on one, and told."""
        told = Q(known_since__isnull=False)
        return told & Q(award__given_in__ordning__key__in=self.keys) if self.keys else told


def choose(county: UUID, *, year: str, ordning: str, day: date, slug: str = "") -> Choice:
    """As asked for, where there is such a thing; else the last year that has come and that money is known of, and all
    ordninger.
    """
    rounds = list(Round.objects.filter(county=county).select_related("rule_set__stored", "ordning", "county"))
    years = sorted({each.year for each in rounds}, reverse=True)
    ordninger = {each.ordning.key: each.ordning.name for each in sorted(rounds, key=lambda r: r.ordning.name)}
    asked = whole_number(year)
    chosen_year = asked if asked in years else _usual_year(county, years, day)
    chosen = ordning if ordning in ordninger and len(ordninger) > 1 else ""
    shown = tuple(each for each in rounds if each.year == chosen_year and chosen in ("", each.ordning.key))
    keys = {chosen, *(key for each in shown for key in each.ordning_keys)} if chosen else set()
    return Choice(chosen_year, chosen, years, ordninger, tuple(sorted(keys)), shown, slug)


def _usual_year(county: UUID, years: Sequence[int], day: date) -> int:
    come = [year for year in years if year <= day.year] or years
    granted = Entry.objects.filter(award__county=county, known_since__isnull=False, kind__in=IN)
    known = granted.filter(year__in=come).order_by("-year").values_list("year", flat=True).first()
    return known or (come[0] if come else day.year)
