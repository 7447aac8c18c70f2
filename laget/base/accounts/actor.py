"""The person who acts, with what they may act for today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection

from laget.base.accounts.models import Person
from laget.base.accounts.roles import COUNTY_WIDE, READERS, WRITERS, Role
from laget.base.audit.record import LONGEST_ROLE, By


@dataclass(frozen=True, slots=True)
class Holding:
    """One role held today."""

    role: Role
    party: UUID
    party_name: str
    county: UUID | None  # None for a party that works in the whole country
    networks: frozenset[UUID]  # those that the role takes part in
    counties: frozenset[UUID]  # the party's own, and those of the networks

    @property
    def acts_for_state(self) -> bool:
        """Held at the county, but for Statsforvalteren there."""
        return self.role in (Role.CASE_OFFICER, Role.DECIDER)


@dataclass(frozen=True)
class Actor:
    """A signed-in person and the roles they hold on one day. Read anew for every request."""

    person: Person
    day: date
    holdings: tuple[Holding, ...]

    def holds(self, *roles: Role, at: UUID | None) -> bool:
        """Whether they hold one of the roles at that party."""
        return any(holding.party == at and holding.role in roles for holding in self.holdings)

    def where(self, *roles: Role) -> list[UUID]:
        """The parties at which they hold one of the roles."""
        return [holding.party for holding in self.holdings if holding.role in roles]

    def holds_anywhere(self, *roles: Role) -> bool:
        return any(holding.role in roles for holding in self.holdings)

    def by(self, *parties: UUID | None) -> By:
        """Themselves as the audit log names them, in the roles they hold at those parties.

        Raises PermissionDenied when they hold none: then they have no business acting there.
        """
        roles = [f"{h.role.label}, {h.party_name}" for h in self.holdings if h.party in parties]
        if not roles:
            raise PermissionDenied
        words = "; ".join(roles)
        role = words if len(words) <= LONGEST_ROLE else f"{words[: LONGEST_ROLE - 1]}…"
        return By(str(self.person.pk), self.person.name, role)

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
        return frozenset(county for holding in self.holdings for county in holding.counties)

    @cached_property
    def networks(self) -> frozenset[UUID]:
        """The networks they take part in: as owner, virksomhet, koordinator or partner."""
        return frozenset(network for holding in self.holdings for network in holding.networks)

    @cached_property
    def leading_networks(self) -> frozenset[UUID]:
        """The networks whose cases they carry on: as koordinator or partner."""
        leading = (h for h in self.holdings if h.role in (Role.COORDINATOR, Role.PARTNER))
        return frozenset(network for holding in leading for network in holding.networks)


def actor_for(person: Person, *, day: date) -> Actor:
    """The person with the roles held that day, and the networks each role takes part in. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_PERSON, {"person": person.pk, "day": day})
        return Actor(person, day, tuple(map(holding_in, cursor.fetchall())))


def holding_in(row: Sequence[Any]) -> Holding:
    """As the columns of HOLDINGS have it."""
    role, party, name, county, networks, counties = row
    return Holding(Role(role), party, name, county, frozenset(networks), frozenset(counties))


# Asked for in every request, so it is written out: the ORM takes three queries and many times as long.
HOLDINGS = """held.role, held.party_id, party.name, party.county_id,
    array_remove(array_agg(DISTINCT network.id), NULL),
    array_remove(array_agg(DISTINCT network.county_id) || party.county_id, NULL)"""
_HOLDINGS_FROM = """(
    %s AS held
    JOIN actors_party AS party ON party.id = held.party_id
        AND held.valid_from <= %%(day)s AND (held.valid_to >= %%(day)s OR held.valid_to IS NULL)
    LEFT JOIN actors_ownership AS owned
        ON held.role IN ('unit_leader', 'unit_staff') AND owned.organisation_id = held.party_id
        AND owned.valid_from <= %%(day)s AND (owned.valid_to >= %%(day)s OR owned.valid_to IS NULL)
    LEFT JOIN actors_membership AS member
        ON member.owner_id = CASE WHEN held.role = 'owner' THEN held.party_id ELSE owned.owner_id END
        AND member.valid_from <= %%(day)s AND (member.valid_to >= %%(day)s OR member.valid_to IS NULL)
    LEFT JOIN actors_partnership AS partner
        ON held.role = 'partner' AND partner.partner_id = held.party_id
        AND partner.valid_from <= %%(day)s AND (partner.valid_to >= %%(day)s OR partner.valid_to IS NULL)
    LEFT JOIN actors_party AS network
        ON network.id = CASE WHEN held.role = 'coordinator' THEN held.party_id
                        ELSE coalesce(member.network_id, partner.network_id) END
)"""


def holdings_from(table: str) -> str:
    """The same for any table whose rows hold a role at a party for a time."""
    return _HOLDINGS_FROM % table


HOLDINGS_OF = holdings_from("accounts_heldrole")
_OF_PERSON = f"""
    SELECT {HOLDINGS} FROM {HOLDINGS_OF} WHERE held.person_id = %(person)s
    GROUP BY held.id, party.id ORDER BY held.id
"""  # noqa: S608 -- ours alone
