"""Who belongs with whom, on a given day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from laget.base.actors.models import (
    VIRKSOMHETER,
    County,
    HeadCount,
    Kind,
    Membership,
    Network,
    Organisation,
    Ownership,
    Party,
)


def owners_in(network: Network, *, day: date) -> QuerySet[Organisation]:
    return Organisation.objects.filter(memberships__in=network.memberships.at(day), active=True).distinct()


def virksomheter_of(owner: Organisation, *, day: date) -> QuerySet[Organisation]:
    """The barnehager, skoler, SFO and PPT that belong to an owner, in alphabetical order."""
    owned = owner.owned.at(day).values("organisation")
    return Organisation.objects.filter(pk__in=owned, kind__in=VIRKSOMHETER, active=True)


def partners_of(network: Network, *, kinds: Iterable[str], day: date) -> QuerySet[Organisation]:
    """Those that a network works with that day, of the kinds that a rule set allows."""
    return Organisation.objects.filter(partnerships__in=network.partnerships.at(day), kind__in=kinds).distinct()


def competence_networks(county: County) -> QuerySet[Network]:
    """The networks that the county's money is divided among."""
    return Network.objects.filter(county=county, purpose=Network.Purpose.COMPETENCE)


def network_of(party: Party, *, county: UUID, day: date) -> Network | None:
    """The competence network of the county that a party is, or belongs to that day. An owner is in one at a time."""
    joined = Membership.objects.at(day).filter(owner=party.pk).values("network")
    mine = Q(pk=party.pk) | Q(pk__in=joined)
    return Network.objects.filter(mine, county=county, purpose=Network.Purpose.COMPETENCE).first()


@dataclass(slots=True)
class Counts:
    """One network's children, pupils and apprentices in a year, and the virksomheter whose number is unknown."""

    numbers: dict[str, int | None]
    unknown: list[str]
    is_sample: bool = False


# The number that each has, whether or not a row says so. What other numbers there are, only the rows tell.
_EXPECTED = {Kind.KINDERGARTEN: HeadCount.Group.CHILDREN, Kind.SCHOOL: HeadCount.Group.PUPILS}


def counts_by_network(networks: Iterable[Network], *, year: int, day: date) -> dict[UUID, Counts]:
    """The counts of each network, summed over the virksomheter its owners have that day.

    A group is None as long as one number in it is masked or missing: a sum without it would be too
    low, and nobody would see that. A group that no virksomhet there has is 0.
    """
    belongs = dict(
        Ownership.objects.at(day)
        .filter(owner__memberships__in=Membership.objects.at(day).filter(network__in=networks))
        .values_list("organisation", "owner__memberships__network")
    )
    found = {network.pk: Counts(dict.fromkeys(HeadCount.Group.values, 0), []) for network in networks}
    numbers: dict[tuple[UUID, str], int | None] = {}
    for row in HeadCount.objects.filter(year=year, organisation__in=belongs):
        counts = found[belongs[row.organisation_id]]
        counts.is_sample |= row.is_sample
        counts.numbers[row.group] = (counts.numbers[row.group] or 0) + (row.number or 0)
        numbers[row.organisation_id, row.group] = row.number
    for unit in Organisation.objects.filter(pk__in=belongs, active=True):
        expected = _EXPECTED.get(Kind(unit.kind))
        usual = {group: None if group == expected else 0 for group in HeadCount.Group.values}
        lacking = [group for group in usual if numbers.get((unit.pk, group), usual[group]) is None]
        if lacking:
            found[belongs[unit.pk]].numbers |= dict.fromkeys(lacking)
            found[belongs[unit.pk]].unknown.append(unit.name)
    return found
