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
    Membership,
    Network,
    Organisation,
    Party,
    PeriodQuerySet,
)
from laget.base.audit.record import By, record


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

    A row may give the owner's address for letters too. Owners that no row names stay as they are.
    Returns how many owners there were. Raises BadFile, also when an owner would be in two competence
    networks: it would have to be counted in both.
    """
    owners = {each.number: each for each in Organisation.objects.filter(county=county, kind__in=OWNERS)}
    networks = {
        name.casefold(): each for each in Network.objects.filter(county=county) for name in (each.key, each.name)
    }
    faults, day = [*_unknown(rows, owners, networks), *_in_two(rows, networks)], at.date()
    if faults:
        raise BadFile(faults)
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        wanted[row.owner] |= {networks[row.network.casefold()].pk} if row.network else set()
    for number, belongs in wanted.items():
        now = owners[number].memberships.at(day)
        kept = set(now.filter(network__in=belongs).values_list("network", flat=True))
        end(now.exclude(network__in=belongs), day)
        for network in belongs - kept:
            Membership.objects.create(network_id=network, owner=owners[number], valid_from=day)
    emails = {row.owner: row.email for row in rows if row.email}
    for number, email in emails.items():
        Party.objects.filter(pk=owners[number].pk).update(email=email)
    detail = {"owners": len(wanted), "emails": len(emails)}
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


def _in_two(rows: list[MemberRow], networks: Mapping[str, Network]) -> Iterator[Fault]:
    """An owner's needs and children count in one competence network, beside those with another purpose."""
    first: dict[str, tuple[int, Network]] = {}
    for row in rows:
        network = networks.get(row.network.casefold())
        if network is None or network.purpose != Network.Purpose.COMPETENCE:
            continue
        line, other = first.setdefault(row.owner, (row.line, network))
        if other != network:
            text = _(
                "%(number)s står også i %(other)s, på linje %(line)d. En eier kan være i ett kompetansenettverk om "
                "gangen. Stryk den ene linja."
            )
            yield Fault(row.line, "nettverk", text % {"number": row.owner, "other": other.name, "line": line})


def end(periods: PeriodQuerySet, day: date) -> None:
    """The last day they hold is the one before. Those that began this very day were a slip, and are gone."""
    periods.filter(valid_from=day).delete()
    periods.update(valid_to=day - timedelta(days=1))
