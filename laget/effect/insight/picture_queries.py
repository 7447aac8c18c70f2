"""Whose picture someone may see, what a picture is of, and which year and ordning of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import (
    OWNERS,
    VIRKSOMHETER,
    Membership,
    Network,
    Organisation,
    Ownership,
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


def visible_to(actor: Actor) -> QuerySet[Party]:
    """Where they work; an owner and its units; the networks they carry on, and the owners there; and whole counties,
    with their networks and owners, where they follow every case.
    """
    day = actor.day
    owned = Ownership.objects.at(day).filter(owner__in=actor.where(Role.OWNER)).values("organisation")
    units = Organisation.objects.filter(pk__in=owned, kind__in=VIRKSOMHETER)
    members = Membership.objects.at(day).filter(network__in=actor.leading_networks).values("owner")
    networks = Network.objects.filter(Q(pk__in=actor.leading_networks) | Q(county__in=actor.county_wide))
    owners = Organisation.objects.filter(Q(pk__in=members) | Q(county__in=actor.county_wide), kind__in=OWNERS)
    own = [*actor.where(*WORKING_THERE, Role.OWNER), *actor.county_wide]
    found = Party.objects.exclude(county=None).filter(
        Q(pk__in=own) | Q(pk__in=units.values("pk")) | Q(pk__in=networks.values("pk")) | Q(pk__in=owners.values("pk"))
    )
    return found.select_related("organisation", "network", "as_county", "county").order_by("sort_key", "pk")


def steers(actor: Actor, county: UUID) -> bool:
    """Statsforvalteren there, who tells Udir how it goes."""
    return actor.holds(*FOR_THE_STATE, at=county)


def span_of(party: Party) -> Span:
    if hasattr(party, "as_county"):
        return Span.COUNTY
    if hasattr(party, "network"):
        return Span.NETWORK
    return Span.OWNER if party.organisation.kind in OWNERS else Span.UNIT


@dataclass(frozen=True)
class Scope:
    """What a picture is of: a party, and how wide that is, as it is that day."""

    party: Party
    span: Span
    day: date

    @classmethod
    def of(cls, party: Party, *, day: date) -> "Scope":
        return cls(party, span_of(party), day)

    @property
    def county(self) -> UUID:
        assert self.party.county_id
        return self.party.county_id

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
        return own

    @cached_property
    def awards(self) -> QuerySet[Award]:
        """What is granted and known of: to it, and for its tiltak."""
        known = Award.objects.filter(county=self.county, known_since__isnull=False)
        if self.span is Span.COUNTY:
            return known
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

    @property
    def params(self) -> str:
        """As it stands in an address."""
        return f"aar={self.year}" + (f"&ordning={self.ordning}" if self.ordning else "")

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


def choose(county: UUID, *, year: str, ordning: str, day: date) -> Choice:
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
    return Choice(chosen_year, chosen, years, ordninger, tuple(sorted(keys)), shown)


def _usual_year(county: UUID, years: Sequence[int], day: date) -> int:
    come = [year for year in years if year <= day.year] or years
    granted = Entry.objects.filter(award__county=county, known_since__isnull=False, kind__in=IN)
    known = granted.filter(year__in=come).order_by("-year").values_list("year", flat=True).first()
    return known or (come[0] if come else day.year)
