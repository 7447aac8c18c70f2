"""Whom a beslutningsgrunnlag concerns: everyone with something to gain or lose by what the forum recommends."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from laget.base.actors.models import Membership, Ownership
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.need.tiltak.models import PlannedAmount
from laget.rules.habilitet import Ground, concerned


def concerned_by(document: Beslutningsgrunnlag, planned: Iterable[PlannedAmount], *, day: date) -> dict[UUID, Ground]:
    """The network, its owners and their virksomheter, and those who are named as recipients of the money."""
    owners = list(Membership.objects.at(day).filter(network=document.network_id).values_list("owner", flat=True))
    units = Ownership.objects.at(day).filter(owner__in=owners).values_list("organisation", flat=True)
    networks = [document.network_id] if document.network_id else []
    return concerned(units=units, owners=owners, networks=networks, recipients=[each.recipient_id for each in planned])
