"""Whom an application concerns, for habilitet."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from laget.base.actors.models import Membership, Ownership
from laget.grant.ranking.models import Application, Concerns
from laget.need.tiltak.models import PlannedAmount, Tiltak
from laget.rules.habilitet import concerned


def write_down(applications: Iterable[Application], *, day: date) -> None:
    """The applicant, its owners when that is a network, their virksomheter, the partners, and who would get the money.

    A network that only ranks its owners' applications is not concerned by them. A fixed number of queries.
    """
    found = {each.tiltak_id: each for each in applications}
    owners: dict[UUID, list[UUID]] = defaultdict(list)
    members = Membership.objects.at(day).filter(network__in={each.tiltak.applicant_id for each in found.values()})
    for network, owner in members.values_list("network", "owner"):
        owners[network].append(owner)
    units: dict[UUID, list[UUID]] = defaultdict(list)
    standing = {
        *(owner for each in owners.values() for owner in each),
        *(e.tiltak.applicant_id for e in found.values()),
    }
    for owner, unit in Ownership.objects.at(day).filter(owner__in=standing).values_list("owner", "organisation"):
        units[owner].append(unit)
    others: dict[UUID, list[UUID]] = defaultdict(list)
    named = Tiltak.partners.through.objects.filter(tiltak__in=found).values_list("tiltak", "organisation")
    amounts = PlannedAmount.objects.filter(tiltak__in=found).values_list("tiltak", "recipient")
    for tiltak, party in (*named, *amounts):
        others[tiltak].append(party)
    Concerns.objects.bulk_create(
        Concerns(application=application, party_id=party, ground=ground)
        for tiltak, application in found.items()
        for party, ground in _of(application.tiltak, owners, units, others[tiltak]).items()
    )


def _of(
    tiltak: Tiltak, owners: dict[UUID, list[UUID]], units: dict[UUID, list[UUID]], others: list[UUID]
) -> dict[UUID, str]:
    applicant = tiltak.applicant_id
    is_network = applicant == tiltak.network_id
    asking = owners[applicant] if is_network else [applicant]
    return {
        party: str(ground)
        for party, ground in concerned(
            units=[unit for owner in asking for unit in units[owner]],
            owners=asking,
            networks=[applicant] if is_network else [],
            recipients=others,
        ).items()
    }
