"""The national registers taken in: all of a file or nothing, and as few changes as there are differences."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from laget.base.actors.actions import end
from laget.base.actors.files import BadFile, Fault
from laget.base.actors.models import (
    County,
    Kind,
    LanguageDecision,
    Municipality,
    Organisation,
    Ownership,
    Placement,
    Sector,
)
from laget.base.actors.register_file import RegisterUnit
from laget.base.audit.record import By, record

MUNICIPALITY_NAMES = (" KOMMUNE", " FYLKESKOMMUNE")
T = TypeVar("T", Ownership, Placement)


@transaction.atomic
def import_register(units: list[RegisterUnit], *, county: County, by: By, at: datetime) -> int:
    """Take in units of one county, with their owners, and return how many there were.

    A changed owner or municipality ends the old period yesterday and begins a new one today; a unit
    that is closed has neither from today. Raises BadFile when a unit lies outside the county. What
    hasn't changed is not written, and a register of any size is looked up in as many queries.
    """
    day, active = at.date(), [unit for unit in units if unit.active]
    faults = _outside(units, county)
    if faults:
        raise BadFile(faults)
    places = _places(units, county, day)
    kept = _kept_units(units, county)
    owners = _owners(active, county)
    _keep(Placement, "municipality_id", {kept[u.number]: places[u.municipality].pk for u in active}, day)
    _keep(Ownership, "owner_id", {kept[u.number]: owners[u.owner].pk for u in active if u.owner}, day)
    closed = [kept[unit.number] for unit in units if not unit.active]
    for kind in (Placement, Ownership):
        end(kind.objects.at(day).filter(organisation__in=closed), day)
    record("import", chain=county.code, kind="register", about=county.pk, by=by, at=at, detail={"units": len(units)})
    return len(units)


def _outside(units: list[RegisterUnit], county: County) -> list[Fault]:
    """Units in another county's municipalities, and those that another county has in its charge."""
    numbers = [unit.number for unit in units]
    theirs = dict(
        Organisation.objects.filter(number__in=numbers)
        .exclude(county=county)
        .exclude(county=None)
        .values_list("number", "county__name")
    )
    faults = []
    for n, unit in enumerate(units, start=1):
        if not unit.municipality.startswith(county.code):  # the first two digits are the county's
            text = _("%(number)s er ikke en kommune i %(county)s.") % {"number": unit.municipality, "county": county}
            faults.append(Fault(n, "Kommunenummer", text, counts_units=True))
        if unit.number in theirs:
            text = _("%(name)s hører til %(county)s. Administratoren der må avslutte den først.") % {
                "name": unit.name,
                "county": theirs[unit.number],
            }
            faults.append(Fault(n, "Organisasjonsnummer", text, counts_units=True))
    return faults


def _places(units: list[RegisterUnit], county: County, day: date) -> dict[str, Municipality]:
    """The municipalities of the units by number. One not seen before is added; a list doesn't say what it is called."""
    known = {m.number: m for m in Municipality.objects.filter(county=county).order_by("valid_from")}
    for unit in units:
        number, name = unit.municipality, unit.municipality_name
        if number not in known:
            known[number] = Municipality.objects.create(
                number=number, name=name or number, county=county, valid_from=day
            )
        elif name and known[number].name == number:
            known[number].name = name
            known[number].save(update_fields=["name"])
    return known


def _kept_units(units: list[RegisterUnit], county: County) -> dict[str, Organisation]:
    """The units by number, as the register has them."""
    known = _by_number(unit.number for unit in units)
    return {unit.number: _kept(unit, known.get(unit.number), county) for unit in units}


def _language(unit: RegisterUnit, kept: Organisation) -> str:
    """The register's, where none has been set here."""
    is_set = kept.language_decision != LanguageDecision.NEUTRAL
    return kept.language_decision if is_set or unit.language is None else unit.language


def _kept(unit: RegisterUnit, known: Organisation | None, county: County) -> Organisation:
    kept = known or Organisation(number=unit.number)
    said = {
        "county_id": county.pk,
        "name": unit.name,
        "kind": unit.kind,
        "sector": unit.sector or Sector(kept.sector),
        "active": unit.active,
        "email": kept.email or unit.email,  # what has been set here is not undone
        "language_decision": _language(unit, kept),
    }
    changed = [name for name, value in said.items() if getattr(kept, name) != value]
    for name in changed:
        setattr(kept, name, said[name])
    if known is None:
        kept.save()
    elif changed:
        kept.save(update_fields=[*changed, "sort_key"])
    return kept


def _owners(units: list[RegisterUnit], county: County) -> dict[str, Organisation]:
    """The owners by number. One not seen before is added."""
    names = {unit.owner: unit.owner_name or unit.owner for unit in reversed(units) if unit.owner}
    known = _by_number(names)
    return {number: known.get(number) or _new_owner(number, name, county) for number, name in names.items()}


def _new_owner(number: str, name: str, county: County) -> Organisation:
    public = name.upper().endswith(MUNICIPALITY_NAMES)
    owner = Organisation(
        number=number,
        name=name,
        county=county,
        kind=_owner_kind(name) if public else Kind.PRIVATE_OWNER,
        sector=Sector.PUBLIC if public else Sector.PRIVATE,
    )
    owner.save()
    return owner


def _owner_kind(name: str) -> Kind:
    return Kind.COUNTY_MUNICIPALITY if name.upper().endswith(MUNICIPALITY_NAMES[1]) else Kind.MUNICIPALITY


def _by_number(numbers: Iterable[str]) -> dict[str, Organisation]:
    return {each.number: each for each in Organisation.objects.filter(number__in=list(numbers))}


def _keep(kind: type[T], field: str, said: Mapping[Organisation, UUID | int], day: date) -> None:
    """Let each organisation belong where the register says. What is as before goes on."""
    now = dict(kind.objects.at(day).filter(organisation__in=said).values_list("organisation", field))
    moved = {each: where for each, where in said.items() if now.get(each.pk) != where}
    end(kind.objects.at(day).filter(organisation__in=moved), day)
    kind.objects.bulk_create(kind(organisation=each, valid_from=day, **{field: where}) for each, where in moved.items())
