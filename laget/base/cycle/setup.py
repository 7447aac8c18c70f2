"""A county made ready from its file: the parties that the file names, and nothing else."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from laget.base.actors.models import County, Forum, Network, Organisation, Partnership, PartnershipContact, Party
from laget.base.audit.record import By, record
from laget.base.cycle.county_file import CountyFile
from laget.rules.names import slug


@transaction.atomic
def create_county(
    file: CountyFile, *, by: By, at: datetime, numbers: Mapping[str, str] | None = None, sample: bool = False
) -> County:
    """The county, its forum, its networks, their partners and contacts, made if they are not there.

    A partner without an organisation number is passed over; see `partners_without_number`.
    `numbers` are organisation numbers of partners that the file gives none for: {key: number}.
    """
    county = County.objects.filter(code=file.county.code).first()
    is_new = county is None
    if county is None:
        county = County(code=file.county.code, slug=slug(file.county.name), name=file.county.name, is_sample=sample)
        county.save()
    forum = {"name": f"Samarbeidsforum i {file.county.name}", "is_sample": sample}
    Forum.objects.get_or_create(county=county, key="forum", defaults=forum)
    partners = _partners(file, county, numbers or {}, sample=sample)
    begins = min(rules.valid_from for rules in file.rule_sets)
    for key, info in file.networks.items():
        network, _ = Network.objects.get_or_create(
            county=county,
            key=key,
            defaults={"name": info.name, "purpose": info.purpose, "geographic": info.geographic, "is_sample": sample},
        )
        _fill_in_email(network, info.email)
        for partner in info.partners:
            if partner in partners:
                partnership, _ = Partnership.objects.get_or_create(
                    network=network, partner=partners[partner], defaults={"valid_from": begins}
                )
                _keep_contacts(partnership, info.contacts.get(partner, ()))
    detail = {"new": is_new, "networks": len(file.networks), "partners": len(partners)}
    record("set_up", chain=county.code, kind="county", about=county.pk, by=by, at=at, detail=detail)
    return county


def partners_without_number(file: CountyFile) -> list[str]:
    """The names of the partners that can't be made, nor partner with any network, until the file gives their number."""
    return [info.name for info in file.partners.values() if not info.number]


def _keep_contacts(partnership: Partnership, names: Iterable[str]) -> None:
    """The contacts that the file names, and no others."""
    names = list(names)
    partnership.contacts.exclude(name__in=names).delete()
    for name in names:
        PartnershipContact.objects.get_or_create(partnership=partnership, name=name)


def _fill_in_email(party: Party, email: str) -> None:
    """The address that the file gives, where there is none: what an administrator has set is not undone."""
    if email and not party.email:
        party.email = email
        party.save(update_fields=["email"])


def _partners(file: CountyFile, county: County, numbers: Mapping[str, str], *, sample: bool) -> dict[str, Organisation]:
    found = {}
    for key, info in file.partners.items():
        number = info.number or numbers.get(key, "")
        if number:
            found[key], _ = Organisation.objects.get_or_create(
                number=number,
                defaults={
                    "key": key,
                    "name": info.name,
                    "kind": info.kind,
                    "county": county if info.regional else None,
                    "is_sample": sample,
                },
            )
            _fill_in_email(found[key], info.email)
    return found
