"""The person who acts, with what they may act for today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, Value

from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import COUNTY_WIDE, READERS, WRITERS, Role
from laget.base.actors.models import Membership, Network, Ownership, Partnership
from laget.base.audit.record import By


@dataclass(frozen=True, slots=True)
class Holding:
    """One role held today."""

    role: Role
    party: UUID
    party_name: str
    county: UUID | None


@dataclass(frozen=True)
class Actor:
    """A signed-in person and the roles they hold on one day. Read anew for every request."""

    person: Person
    day: date
    holdings: tuple[Holding, ...]

    def holds(self, *roles: Role, at: UUID | None) -> bool:
        """Whether they hold one of the roles at that party."""
        return any(holding.party == at and holding.role in roles for holding in self.holdings)

    def holds_anywhere(self, *roles: Role) -> bool:
        return any(holding.role in roles for holding in self.holdings)

    def writes_for(self, parties: Iterable[UUID]) -> bool:
        """Whether they write documents on behalf of one of the parties."""
        return not self.writing.isdisjoint(parties)

    def by(self, *parties: UUID | None) -> By:
        """Themselves as the audit log names them, in the roles they hold at those parties.

        Raises PermissionDenied when they hold none: then they have no business acting there.
        """
        roles = [f"{h.role.label}, {h.party_name}" for h in self.holdings if h.party in parties]
        if not roles:
            raise PermissionDenied
        return By(str(self.person.pk), self.person.name, "; ".join(roles))

    @cached_property
    def parties(self) -> frozenset[UUID]:
        """Those they hold any role at."""
        return frozenset(holding.party for holding in self.holdings)

    @cached_property
    def reading(self) -> frozenset[UUID]:
        """Those whose documents they read while they are being written."""
        return frozenset(holding.party for holding in self.holdings if holding.role in READERS)

    @cached_property
    def writing(self) -> frozenset[UUID]:
        """Those they write documents for."""
        return frozenset(holding.party for holding in self.holdings if holding.role in WRITERS)

    @cached_property
    def county_wide(self) -> frozenset[UUID]:
        """The counties where they follow every case."""
        return frozenset(h.county for h in self.holdings if h.county and h.role in COUNTY_WIDE)

    @cached_property
    def counties(self) -> frozenset[UUID]:
        """The counties they take part in, in any role."""
        own = {holding.county for holding in self.holdings if holding.county}
        return frozenset(own | {belonging.county for belonging in self._belongings})

    @cached_property
    def networks(self) -> frozenset[UUID]:
        """The networks they take part in: as owner, virksomhet, koordinator or partner."""
        return frozenset(belonging.network for belonging in self._belongings)

    @cached_property
    def leading_networks(self) -> frozenset[UUID]:
        """The networks whose cases they carry on: as koordinator or partner."""
        return frozenset(belonging.network for belonging in self._belongings if belonging.leads)

    @cached_property
    def _belongings(self) -> tuple["Belonging", ...]:
        at = {role: [h.party for h in self.holdings if h.role is role] for role in Role}
        units = [*at[Role.UNIT_LEADER], *at[Role.UNIT_STAFF]]
        owned = Ownership.objects.at(self.day).filter(organisation__in=units).values("owner")
        member = Membership.objects.at(self.day).filter(Q(owner__in=at[Role.OWNER]) | Q(owner__in=owned))
        partner = Partnership.objects.at(self.day).filter(partner__in=at[Role.PARTNER])
        leader = Network.objects.filter(pk__in=at[Role.COORDINATOR])
        rows = member.values_list("network", "network__county", Value(value=False)).union(
            partner.values_list("network", "network__county", Value(value=True)),
            leader.values_list("pk", "county", Value(value=True)),
        )
        return tuple(Belonging(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Belonging:
    """One network that a person takes part in, and whether they carry its cases on."""

    network: UUID
    county: UUID
    leads: bool


def actor_for(person: Person, *, day: date) -> Actor:
    """The person with the roles held that day. One query; the networks take one more when asked for."""
    rows = HeldRole.objects.at(day).filter(person=person).values_list("role", "party", "party__name", "party__county")
    holdings = tuple(Holding(Role(role), party, name, county) for role, party, name, county in rows.order_by("pk"))
    return Actor(person, day, holdings)
