from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from laget.base.actors.models import Organisation
from laget.base.cycle.models import Round
from laget.base.questions.models import Version
from laget.need.tiltak.models import PlannedAmount, Tiltak


@dataclass(frozen=True, slots=True)
class Plan:
    """One tiltak as a document that is being sent has it."""

    item: str
    title: str
    target_groups: list[str]
    start: date
    end: date
    partners: list[Organisation]
    needs: list[Version]
    amounts: Mapping[tuple[UUID, int], int]  # (recipient, year): kroner
    entries: Sequence[UUID] = ()  # what it names of the county's catalogue


def plan_tiltak(
    round: Round, *, applicant: UUID, network: UUID, version: Version, plans: Iterable[Plan]
) -> list[Tiltak]:
    """Keep what a network, or an owner in it, has sent. What it left out since last is dropped, not deleted.

    Part of sending the document, which checks who may.
    """
    kept = [_keep(round, applicant, network, version, plan) for plan in plans]
    sent_before = Tiltak.objects.filter(round=round, applicant=applicant)
    sent_before.exclude(pk__in=[each.pk for each in kept]).update(dropped=True)
    return kept


def _keep(round: Round, applicant: UUID, network: UUID, version: Version, plan: Plan) -> Tiltak:
    tiltak, _ = Tiltak.objects.update_or_create(
        round=round,
        applicant_id=applicant,
        item=plan.item,
        defaults={
            "network_id": network,
            "county_id": round.county_id,
            "version": version,
            "title": plan.title,
            "target_groups": plan.target_groups,
            "start": plan.start,
            "end": plan.end,
            "dropped": False,
        },
    )
    tiltak.partners.set(plan.partners)
    tiltak.needs.set(plan.needs)
    # Amounts keep their identity from version to version: what is recommended and granted points at them.
    PlannedAmount.objects.bulk_create(
        [
            PlannedAmount(tiltak=tiltak, recipient_id=recipient, year=year, amount=amount)
            for (recipient, year), amount in plan.amounts.items()
        ],
        update_conflicts=True,
        unique_fields=["tiltak", "recipient", "year"],
        update_fields=["amount"],
    )
    gone = [each.pk for each in tiltak.amounts.all() if (each.recipient_id, each.year) not in plan.amounts]
    PlannedAmount.objects.filter(pk__in=gone).delete()
    return tiltak
