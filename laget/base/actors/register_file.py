"""Organisations out of the national registers' JSON.

Nothing of a bad file is kept: it is read and checked to the end first, and every fault is named.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from laget.base.actors.files import BadFile, Fault
from laget.base.actors.models import Kind, LanguageDecision, Sector, is_email, is_organisation_number


@dataclass(frozen=True, slots=True)
class RegisterUnit:
    """A unit as the registers have it."""

    number: str
    name: str
    kind: Kind
    sector: Sector | None  # None when the register doesn't say, as its lists don't
    municipality: str  # four digits
    municipality_name: str
    owner: str  # the owner's organisation number, "" when the register names none
    owner_name: str
    active: bool
    email: str = ""  # of its post office
    language: LanguageDecision | None = None  # None when the register doesn't say


def read_register(content: bytes) -> list[RegisterUnit]:
    """Units out of the JSON of NSR, NBR or NPR: one page with EnhetListe, a list of details, or one unit.

    Shape: the registers' version 4, and the names that version 3 uses. Raises BadFile.
    """
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadFile([Fault(getattr(error, "lineno", 0), "", _("Fila er ikke gyldig JSON."))]) from None
    rows = data.get("EnhetListe", [data]) if isinstance(data, Mapping) else data
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise BadFile([Fault(0, "", _("Fila skal ha en liste med enheter, slik registrene gir den."))])
    if not rows:
        raise BadFile([Fault(0, "", _("Fila har ingen enheter."))])
    faults: list[Fault] = []
    units, first = [], dict[str, int]()
    for n, row in enumerate(rows, start=1):
        unit = _unit(n, row, faults)
        if unit is None:
            continue
        before = first.setdefault(unit.number, n)
        if before != n:
            text = _("%(number)s står også som enhet %(n)d.") % {"number": unit.number, "n": before}
            faults.append(_fault(n, "Organisasjonsnummer", text))
        units.append(unit)
    if faults:
        raise BadFile(faults)
    return units


def _unit(n: int, row: Mapping[str, Any], faults: list[Fault]) -> RegisterUnit | None:
    before = len(faults)
    number = str(row.get("Organisasjonsnummer") or row.get("Orgnr") or "").strip()
    if not is_organisation_number(number):
        text = _("«%(number)s» er ikke et organisasjonsnummer.") % {"number": number}
        faults.append(_fault(n, "Organisasjonsnummer", text))
    name = str(row.get("Navn") or row.get("FulltNavn") or "").strip()
    if not name:
        faults.append(_fault(n, "Navn", _("Enheten har ikke noe navn.")))
    municipality, municipality_name = _municipality(row)
    if not (municipality.isdecimal() and len(municipality) == 4):
        faults.append(_fault(n, "Kommunenummer", _("«%(text)s» er ikke fire siffer.") % {"text": municipality}))
    kind = _kind(row)
    if kind is None:
        faults.append(_fault(n, "ErBarnehage, ErSkole, ErPPtjeneste, ErSFO", _("Enheten er ingen av delene.")))
    if len(faults) > before or kind is None:
        return None
    owner, owner_name = _owner(row)
    active = bool(row.get("ErAktiv", True)) and not row.get("ErInaktivIBasil") and not row.get("ErEkskludert")
    return RegisterUnit(
        number,
        name,
        kind,
        _sector(row),
        municipality,
        municipality_name,
        owner,
        owner_name,
        active,
        _email(row),
        _language(row),
    )


def _fault(unit: int, field: str, text: str) -> Fault:
    return Fault(unit, field, text, counts_units=True)


def _municipality(row: Mapping[str, Any]) -> tuple[str, str]:
    """Number and name: a list has the number alone, the details have both."""
    details = _part(row, "Kommune")
    number = row.get("Kommunenummer") or row.get("Kommunenr") or details.get("Kommunenummer")
    return str(number or ""), str(details.get("Navn") or "")


def _sector(row: Mapping[str, Any]) -> Sector | None:
    if row.get("ErPrivatBarnehage") or row.get("ErPrivatskole"):
        return Sector.PRIVATE
    return Sector.PUBLIC if row.get("ErOffentligBarnehage") or row.get("ErOffentligSkole") else None


def _email(row: Mapping[str, Any]) -> str:
    """A register may have written anything there: what is no address is as good as none."""
    email = str(row.get("Epost") or "").strip()
    return email if is_email(email) else ""


def _language(row: Mapping[str, Any]) -> LanguageDecision | None:
    """Målform as a word, or as a part with its name: the registers have both ways."""
    said = row.get("Maalform") or row.get("Målform") or row.get("maalform")
    word = said.get("Navn") if isinstance(said, Mapping) else said
    return next((each for each in LanguageDecision if str(each.label) == str(word or "").strip().casefold()), None)


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
    relations = row.get("ForeldreRelasjoner")
    for relation in relations if isinstance(relations, list) else ():
        if isinstance(relation, Mapping) and _part(relation, "Relasjonstype").get("Navn") == "Eierstruktur":
            unit = _part(relation, "Enhet")
            number = str(unit.get("Organisasjonsnummer") or "")
            return (number, str(unit.get("Navn") or "")) if is_organisation_number(number) else ("", "")
    return "", ""


def _part(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = row.get(name)
    return part if isinstance(part, Mapping) else {}
