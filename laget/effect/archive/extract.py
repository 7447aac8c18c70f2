"""arkivuttrekk.xml: what is in a deposit, how many of each, and the checksum of every file, in ADDML 8.3.

Names, order and values are those of Arkivverket's template for Noark 5 (github.com/arkivverket/addml-standard,
maler/noark5.xml). The documents have their checksums in arkivstruktur.xml.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from laget.base.actors.models import County
from laget.effect.archive.elements import add, day, root, written

SPACE = "http://www.arkivverket.no/standarder/addml"
CATALOGUE = "metadatakatalog.xsd"
_NAME = "Noark 5-arkivuttrekk"
# Which elements are counted in which file. The order is that of the template.
_COUNTED = {
    "arkivstruktur": ("mappe", "registrering"),
    "endringslogg": ("endring",),
    "loependeJournal": ("journalregistrering",),
    "offentligJournal": ("journalregistrering",),
}
FILES = tuple(_COUNTED)


def extract(county: County, entries: Sequence[Any], files: Mapping[str, bytes]) -> bytes:
    """`files` has each XML file of the deposit by its name, and the schemas where they are laid by."""
    top = root("addml", SPACE)
    top.set("name", _NAME)
    dataset = add(top, "dataset")
    add(dataset, "description").text = _NAME
    _reference(add(dataset, "reference"), county, entries[0].journaled_at, entries[-1].journaled_at)
    whole = add(add(dataset, "dataObjects"), "dataObject", {"name": _NAME})
    _info(whole, entries)
    parts = add(whole, "dataObjects")
    for name in FILES:
        _file(parts, name, files)
    return written(top)


def _reference(reference: ET.Element, county: County, first: datetime, last: datetime) -> None:
    context = add(add(reference, "context"), "additionalElements")
    creators = add(add(context, "additionalElement", {"name": "recordCreators"}), "additionalElements")
    said = {"systemType": "Fagsystem (Noark 5)", "systemName": "Laget", "archive": archive_title(county)}
    _element(creators, "recordCreator", creator_name(county))
    for name, text in said.items():
        _element(context, name, text)
    content = add(add(reference, "content"), "additionalElements")
    period = add(add(content, "additionalElement", {"name": "archivalPeriod"}), "properties")
    _property(period, "startDate", day(first))
    _property(period, "endDate", day(last))


def archive_title(county: County) -> str:
    return f"Lokal kompetanseutvikling i {county.name}"


def creator_name(county: County) -> str:
    return f"Statsforvalteren i {county.name}"


def _info(whole: ET.Element, entries: Sequence[Any]) -> None:
    info = _within(_property(add(whole, "properties"), "info"))
    _property(_within(_property(info, "type", "Noark 5")), "version", "5.0")
    more = _within(_property(info, "additionalInfo"))
    period = _within(_property(more, "periode"))
    # A case goes on under its number when the year is over, so periods overlap at both ends.
    _property(period, "inngaaendeSkille", "mykt")
    _property(period, "utgaaendeSkille", "mykt")
    held = {
        "inneholderSkjermetInformasjon": any(each.basis for each in entries),
        "omfatterDokumenterSomErKassert": False,
        "inneholderDokumenterSomSkalKasseres": False,
        "inneholderVirksomhetsspesifikkeMetadata": False,
    }
    for name, true in held.items():
        _property(more, name, str(true).lower(), kind="boolean")
    _property(more, "antallDokumentfiler", len(entries), kind="integer")


def _file(parts: ET.Element, name: str, files: Mapping[str, bytes]) -> None:
    said = add(add(parts, "dataObject", {"name": name}), "properties")
    _described(said, f"{name}.xml", files)
    if CATALOGUE in files:
        _schema(said, f"{name}.xsd", files, main=True)
        _schema(said, CATALOGUE, files, main=False)
    info = _within(_property(said, "info"))
    for element in _COUNTED[name]:
        counted = _within(_property(info, "numberOfOccurrences", element))
        _property(counted, "elementPath", f"//{element}")
        _property(counted, "value", _count(files[f"{name}.xml"], element), kind="integer")


def _described(to: ET.Element, name: str, files: Mapping[str, bytes]) -> None:
    file = _within(_property(to, "file"))
    _property(file, "name", name)
    _property(_within(_property(file, "format", "XML")), "version", "1.0")
    checksum = _within(_property(file, "checksum"))
    _property(checksum, "algorithm", "SHA-256")
    _property(checksum, "value", hashlib.sha256(files[name]).hexdigest())


def _schema(to: ET.Element, name: str, files: Mapping[str, bytes], *, main: bool) -> None:
    schema = _within(_property(to, "schema", "main" if main else None))
    _described(schema, name, files)
    _property(_within(_property(schema, "type", "XML Schema")), "version", "1.0")


def _count(content: bytes, element: str) -> int:
    return len(ET.fromstring(content).findall(f".//{{*}}{element}"))  # noqa: S314 -- written a moment ago, by us


# -- Pieces of ADDML ---------------------------------------------------------------------------------------


def _element(to: ET.Element, name: str, value: str) -> None:
    add(add(to, "additionalElement", {"name": name}), "value").text = value


def _property(to: ET.Element, name: str, value: object = None, *, kind: str = "") -> ET.Element:
    made = add(to, "property", {"name": name} | ({"dataType": kind} if kind else {}))
    if value is not None:
        add(made, "value").text = str(value)
    return made


def _within(made: ET.Element) -> ET.Element:
    return add(made, "properties")
