"""How the files of a deposit are written: elements, moments, and what each archive unit is known by."""

from datetime import datetime
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from django.utils import timezone

from laget.rules.words import plain

SPACE = "http://www.arkivverket.no/standarder/noark5/"


def root(name: str, space: str) -> ET.Element:
    element = ET.Element(name)
    element.set("xmlns", space)
    return element


def add(to: ET.Element, name: str, attributes: dict[str, str] | None = None) -> ET.Element:
    return ET.SubElement(to, name, attributes or {})


def fill(to: ET.Element, **texts: object) -> None:
    for name, text in texts.items():
        ET.SubElement(to, name).text = plain(str(text))


def system_id(county: UUID, unit: str, number: object = "") -> str:
    """systemID (M001): a UUID, the same each time the unit is deposited, and no other unit's in the world."""
    return str(uuid5(county, f"{unit} {number}"))


def moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def day(at: datetime) -> str:
    return timezone.localdate(at).isoformat()


def written(element: ET.Element) -> bytes:
    ET.indent(element)
    out: bytes = ET.tostring(element, encoding="utf-8", xml_declaration=True)
    return out
