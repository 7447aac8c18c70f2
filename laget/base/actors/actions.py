"""Registers kept up to date: what was read and found right is taken in, all of it or nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from laget.base.actors.count_file import CountRow
from laget.base.actors.files import BadFile, Fault
from laget.base.actors.member_file import MemberRow
from laget.base.actors.models import (
    OWNERS,
    County,
    HeadCount,
    Kind,
    Membership,
    Municipality,
    Network,
    Organisation,
    Ownership,
    PeriodQuerySet,
    Placement,
    Sector,
)
from laget.base.actors.register_file import RegisterUnit
from laget.base.audit.record import By, record

MUNICIPALITY_NAMES = (" KOMMUNE", " FYLKESKOMMUNE")


@transaction.atomic
def import_register(units: list[RegisterUnit], *, county: County, by: By, at: datetime) -> int:
    """Take in units of one county, with their owners, and return how many there were.

    A changed owner or municipality ends the old period yesterday and begins a new one today; a unit
    that is closed has neither from today. Raises BadFile when a unit lies outside the county.
    """
    day = at.date()
    faults = _outside(units, county)
    if faults:
        raise BadFile(faults)
    places = _places(units, county, day)
    for unit in units:
        organisation = _keep_unit(unit, county)
        if not unit.active:
            _end(organisation.placements.at(day), day)
            _end(organisation.ownerships.at(day), day)
            continue
        _keep_placement(organisation, places[unit.municipality], day)
        if unit.owner:
            _keep_owner(organisation, _owner(unit, county), day)
    record("import", chain=county.code, kind="register", about=county.pk, by=by, at=at, detail={"units": len(units)})
    return len(units)


@transaction.atomic
def import_counts(rows: list[CountRow], *, source: str, county: County, by: By, at: datetime) -> int:
    """Take in counts, over what stood there before, and return how many. Raises BadFile for an unknown organisation."""
    known = dict(Organisation.objects.filter(county=county).values_list("number", "pk"))
    faults = [
        Fault(
            r.line,
            "organisasjonsnummer",
            _("%(number)s er ikke lagt inn i %(county)s.") % {"number": r.organisation, "county": county},
        )
        for r in rows
        if r.organisation not in known
    ]
    if faults:
        raise BadFile(faults)
    HeadCount.objects.bulk_create(
        [
            HeadCount(
                organisation_id=known[row.organisation],
                year=row.year,
                group=row.group,
                number=row.number,
                status=row.status,
                source=source,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["organisation", "year", "group"],
        update_fields=["number", "status", "source", "is_sample"],
    )
    detail = {"rows": len(rows), "source": source}
    record("import", chain=county.code, kind="counts", about=county.pk, by=by, at=at, detail=detail)
    return len(rows)


@transaction.atomic
def import_members(rows: list[MemberRow], *, county: County, by: By, at: datetime) -> int:
    """Let each owner belong to the networks that the rows name for it from today, and to no others.

    Owners that no row names stay as they are. Returns how many owners there were. Raises BadFile.
    """
    owners = {each.number: each for each in Organisation.objects.filter(county=county, kind__in=OWNERS)}
    networks = {
        name.casefold(): each for each in Network.objects.filter(county=county) for name in (each.key, each.name)
    }
    faults, day = list(_unknown(rows, owners, networks)), at.date()
    if faults:
        raise BadFile(faults)
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        wanted[row.owner] |= {networks[row.network.casefold()].pk} if row.network else set()
    for number, belongs in wanted.items():
        now = owners[number].memberships.at(day)
        kept = set(now.filter(network__in=belongs).values_list("network", flat=True))
        _end(now.exclude(network__in=belongs), day)
        for network in belongs - kept:
            Membership.objects.create(network_id=network, owner=owners[number], valid_from=day)
    detail = {"owners": len(wanted)}
    record("import", chain=county.code, kind="members", about=county.pk, by=by, at=at, detail=detail)
    return len(wanted)


def _unknown(
    rows: list[MemberRow], owners: Mapping[str, Organisation], networks: Mapping[str, Network]
) -> Iterator[Fault]:
    for row in rows:
        if row.owner not in owners:
            text = _("«%(text)s» er ikke en eier i fylket.") % {"text": row.owner}
            yield Fault(row.line, "organisasjonsnummer", text)
        if row.network and row.network.casefold() not in networks:
            names = ", ".join(sorted({each.name for each in networks.values()}))
            text = _("«%(text)s» er ikke et nettverk i fylket. De heter: %(names)s.")
            yield Fault(row.line, "nettverk", text % {"text": row.network, "names": names})


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


def _keep_unit(unit: RegisterUnit, county: County) -> Organisation:
    organisation = Organisation.objects.filter(number=unit.number).first() or Organisation(number=unit.number)
    organisation.county, organisation.name, organisation.kind = county, unit.name, unit.kind
    organisation.sector, organisation.active = unit.sector or Sector(organisation.sector), unit.active
    organisation.save()
    return organisation


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


def _owner(unit: RegisterUnit, county: County) -> Organisation:
    found = Organisation.objects.filter(number=unit.owner).first()
    if found:
        return found
    name = unit.owner_name or unit.owner
    public = name.upper().endswith(MUNICIPALITY_NAMES)
    owner = Organisation(
        number=unit.owner,
        name=name,
        county=county,
        kind=_owner_kind(name) if public else Kind.PRIVATE_OWNER,
        sector=Sector.PUBLIC if public else Sector.PRIVATE,
    )
    owner.save()
    return owner


def _owner_kind(name: str) -> Kind:
    return Kind.COUNTY_MUNICIPALITY if name.upper().endswith(MUNICIPALITY_NAMES[1]) else Kind.MUNICIPALITY


def _keep_placement(organisation: Organisation, municipality: Municipality, day: date) -> None:
    now = organisation.placements.at(day).first()
    if now is None or now.municipality_id != municipality.pk:
        _end(organisation.placements.at(day), day)
        Placement.objects.create(organisation=organisation, municipality=municipality, valid_from=day)


def _keep_owner(organisation: Organisation, owner: Organisation, day: date) -> None:
    now = organisation.ownerships.at(day).first()
    if now is None or now.owner_id != owner.pk:
        _end(organisation.ownerships.at(day), day)
        Ownership.objects.create(organisation=organisation, owner=owner, valid_from=day)


def _end(periods: PeriodQuerySet, day: date) -> None:
    """The last day they hold is the one before. Those that began this very day were a slip, and are gone."""
    periods.filter(valid_from=day).delete()
    periods.update(valid_to=day - timedelta(days=1))
