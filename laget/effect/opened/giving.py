"""Awards in the shape of the 360Giving Data Standard 1.1, so that they can be read beside grants from elsewhere.

The fields are those of https://standard.threesixtygiving.org, and organisations have the prefix NO-BRC of
https://org-id.guide: the number in Enhetsregisteret. Those who have no number are named by their id here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from laget.effect.opened.datasets import LICENCE_ADDRESS
from laget.effect.opened.queries import Granted
from laget.effect.opened.rows import address

VERSION = "1.1"
_LONGEST_TITLE = 139  # "should be under 140 characters"


def package(found: Sequence[Granted], *, made: datetime) -> dict[str, Any]:
    """One grant for each award, all its years together."""
    awards: dict[UUID, list[Granted]] = {}
    for each in found:
        awards.setdefault(each.award, []).append(each)
    return {
        "version": VERSION,
        "title": "Tildelinger",
        "description": "Tilskudd til lokal kompetanseutvikling i barnehage og skole, slik det sto i tilsagnsbrevene.",
        "issued": made.isoformat(timespec="seconds"),
        "license": LICENCE_ADDRESS,
        "grants": [_grant(years) for years in awards.values()],
    }


def _grant(years: Sequence[Granted]) -> dict[str, Any]:
    one = years[0]
    grant: dict[str, Any] = {
        "id": f"360G-laget-{one.award}",
        "title": one.title[:_LONGEST_TITLE],
        "description": " ".join(_sentences(years)),
        "currency": "NOK",
        "amountAwarded": sum(each.amount for each in years),
        "awardDate": timezone.localdate(one.known_since).isoformat(),
        "url": address("opened:award", one.award),
        "recipientOrganization": [_organisation(one.recipient, one.recipient_name, one.recipient_number)],
        "fundingOrganization": [_organisation(one.county, f"Statsforvalteren i {one.county_name}", None)],
        "grantProgramme": [{"title": one.ordning}],
        "beneficiaryLocation": [{"name": one.county_name, "countryCode": "NO"}],
        "dataSource": address("opened:giving"),
    }
    if one.start and one.end:
        grant["plannedDates"] = [{"startDate": one.start.isoformat(), "endDate": one.end.isoformat()}]
    return grant


def _sentences(years: Sequence[Granted]) -> list[str]:
    one = years[0]
    said = [one.title + "."]
    if one.applicant:
        said.append(f"Søkt av {one.applicant}.")
    return said + [f"{each.year}: {each.reason}" for each in sorted(years, key=lambda e: e.year) if each.reason]


def _organisation(pk: UUID, name: str, number: str | None) -> dict[str, str]:
    return {"id": f"NO-BRC-{number}" if number else f"360G-laget-{pk}", "name": name}
