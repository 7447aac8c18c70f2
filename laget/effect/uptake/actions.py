"""What is told of who has been through what, struck again, and counted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County, Organisation, Sector
from laget.base.audit.record import record
from laget.base.refusals import NotInOrder
from laget.effect.uptake.attendance import attendance
from laget.effect.uptake.counting import count
from laget.effect.uptake.models import Attended, Count, Told
from laget.effect.uptake.permissions import tells_for
from laget.effect.uptake.queries import owner_of, told_visible_to
from laget.need.catalogue.models import Entry


@dataclass(frozen=True, slots=True)
class Line:
    """What is told: so many of a unit, in a year, on a level."""

    entry: Entry
    year: int
    level: str
    number: int
    note: str = ""


@transaction.atomic
def tell(unit: Organisation, *, line: Line, actor: Actor, at: datetime) -> Told:
    """Raises NotInOrder where that has been told already."""
    party = tells_for(actor, unit.pk, owner_of(actor, unit.pk))
    if party is None or line.entry.county_id != unit.county_id:
        raise PermissionDenied
    Organisation.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    same = {"unit": unit, "entry": line.entry, "year": line.year, "level": line.level}
    if Told.objects.filter(**same, struck_at=None).exists():
        raise NotInOrder(
            _("Dette er ført for %(year)d fra før. Stryk linjen, og før det på nytt.") % {"year": line.year}
        )
    told = Told.objects.create(**same, number=line.number, note=line.note, party_id=party, person=actor.person, at=at)
    _record("tell", told, party=party, actor=actor, at=at)
    return told


@transaction.atomic
def strike(pk: int, *, actor: Actor, at: datetime) -> Told:
    """Raises PermissionDenied where they see no such line, or it is struck already."""
    told = Told.objects.select_for_update(of=("self",)).select_related("unit", "entry").get(pk=pk)
    party = tells_for(actor, told.unit_id, owner_of(actor, told.unit_id))
    if party is None or not told_visible_to(actor).filter(pk=pk).exists():
        raise PermissionDenied
    told.struck_at = at
    told.save(update_fields=["struck_at"])
    _record("strike", told, party=party, actor=actor, at=at)
    return told


@transaction.atomic
def count_county(pk: UUID, *, at: datetime) -> None:
    """Count anew, in the place of the last count. Nothing that anyone has told is changed, so it isn't audited."""
    county = County.objects.select_for_update(of=("self",)).get(pk=pk)
    shown = count(pk, day=timezone.localdate(at))
    Count.objects.filter(county=county).delete()
    Count.objects.bulk_create(
        Count(
            county=county, party_id=each.party, entry_id=each.entry, level=each.level, number=each.number, counted_at=at
        )
        for each in shown
    )
    came = list(attendance(pk, day=timezone.localdate(at)))
    Attended.objects.filter(county=county).delete()
    Attended.objects.bulk_create(
        Attended(
            county=county,
            party_id=each.party,
            year=each.year,
            ordning_id=each.ordning,
            number=each.number,
            public_units=each.units[Sector.PUBLIC],
            private_units=each.units[Sector.PRIVATE],
            counted_at=at,
        )
        for each in came
    )


def _record(act: str, told: Told, *, party: UUID, actor: Actor, at: datetime) -> None:
    county = told.unit.county
    assert county
    detail = {"unit": str(told.unit_id), "entry": str(told.entry_id), "year": told.year, "number": told.number}
    by = actor.by(party)
    record(act, chain=county.code, kind="uptake", about=told.pk, by=by, at=at, detail=detail)
