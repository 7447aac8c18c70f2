"""Organisations out of the national registers' JSON.

Nothing of a bad file is kept: it is read and checked to the end first, and every fault is named.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from laget.base.actors.files import BadFile, Fault, refuse_huge
from laget.base.actors.models import Kind, Sector, is_organisation_number


@dataclass(frozen=True, slots=True)
class RegisterUnit:
    """A unit as the registers have it."""

    number: str
    name: str
    kind: Kind
    sector: Sector
    municipality: str  # four digits
    owner: str  # the owner's organisation number, "" when the register names none
    owner_name: str
    active: bool


def read_register(content: bytes) -> list[RegisterUnit]:
    """Units out of the JSON of NSR, NBR or NPR: one page with EnhetListe, a list of details, or one unit.

    Shape: the registers' version 4, and the names that version 3 uses. Raises BadFile.
    """
    refuse_huge(content)
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadFile([Fault(getattr(error, "lineno", 0), "", _("Fila er ikke gyldig JSON."))]) from None
    rows = data.get("EnhetListe", [data]) if isinstance(data, Mapping) else data
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise BadFile([Fault(0, "", _("Fila skal ha en liste med enheter, slik registrene gir den."))])
    faults: list[Fault] = []
    units = [unit for n, row in enumerate(rows, start=1) if (unit := _unit(n, row, faults))]
    numbers = [unit.number for unit in units]
    faults += [
        Fault(n, "Organisasjonsnummer", _("%(number)s står mer enn én gang.") % {"number": number})
        for n, number in enumerate(numbers, start=1)
        if number in numbers[: n - 1]
    ]
    if faults:
        raise BadFile(faults)
    return units


def _unit(n: int, row: Mapping[str, Any], faults: list[Fault]) -> RegisterUnit | None:
    before = len(faults)
    number = str(row.get("Organisasjonsnummer") or row.get("Orgnr") or "").strip()
    if not is_organisation_number(number):
        faults.append(
            Fault(n, "Organisasjonsnummer", _("«%(number)s» er ikke et organisasjonsnummer.") % {"number": number})
        )
    name = str(row.get("Navn") or row.get("FulltNavn") or "").strip()
    if not name:
        faults.append(Fault(n, "Navn", _("Enheten har ikke noe navn.")))
    place = row.get("Kommune")
    municipality = str(
        row.get("Kommunenummer") or (place.get("Kommunenummer") if isinstance(place, Mapping) else "") or ""
    )
    if not (municipality.isdigit() and len(municipality) == 4):
        faults.append(Fault(n, "Kommunenummer", _("«%(text)s» er ikke fire siffer.") % {"text": municipality}))
    kind = _kind(row)
    if kind is None:
        faults.append(Fault(n, "ErBarnehage, ErSkole, ErPPtjeneste, ErSFO", _("Enheten er ingen av delene.")))
    if len(faults) > before or kind is None:
        return None
    owner, owner_name = _owner(row)
    private = bool(row.get("ErPrivatBarnehage") or row.get("ErPrivatskole"))
    sector = Sector.PRIVATE if private else Sector.PUBLIC
    active = bool(row.get("ErAktiv", True)) and not row.get("ErInaktivIBasil") and not row.get("ErEkskludert")
    return RegisterUnit(number, name, kind, sector, municipality, owner, owner_name, active)


def _kind(row: Mapping[str, Any]) -> Kind | None:
    flags = (
        ("ErBarnehage", Kind.KINDERGARTEN),
        ("ErPPtjeneste", Kind.PPT),
        ("ErSFO", Kind.SFO),
        ("ErSkole", Kind.SCHOOL),
        ("ErGrunnskole", Kind.SCHOOL),
        ("ErVideregaaendeSkole", Kind.SCHOOL),
    )
    return next((kind for flag, kind in flags if row.get(flag)), None)


def _owner(row: Mapping[str, Any]) -> tuple[str, str]:
    for relation in row.get("ForeldreRelasjoner") or ():
        if (relation.get("Relasjonstype") or {}).get("Navn") == "Eierstruktur":
            unit = relation.get("Enhet") or {}
            number = str(unit.get("Organisasjonsnummer") or "")
            return (number, str(unit.get("Navn") or "")) if is_organisation_number(number) else ("", "")
    return "", ""
