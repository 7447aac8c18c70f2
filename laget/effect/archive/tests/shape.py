"""The shape of Noark 5 as its schemas have it (N5/v5.0), and of ADDML 8.3: which elements, in which order, how many.

Each line is an element and what it may hold, in order: "name" once, "name?" at most once, "name*" any number, "name+"
at least one. Written from the schemas, and not from the code that it tests. What Laget never writes is left out.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

_MADE = "opprettetDato opprettetAv"
_ENDED = "avsluttetDato avsluttetAv"
_CREATOR = "arkivskaperID arkivskaperNavn beskrivelse?"
_FOLDER = f"""systemID mappeID tittel offentligTittel? beskrivelse? noekkelord* dokumentmedium? oppbevaringssted*
    {_MADE} {_ENDED} referanseArkivdel* part* merknad* kassasjon? skjerming? registrering*"""
_RECORD = f"""systemID {_MADE} arkivertDato arkivertAv referanseArkivdel* part* kassasjon? skjerming?
    dokumentbeskrivelse* registreringsID? tittel offentligTittel? beskrivelse? noekkelord* forfatter*
    dokumentmedium? oppbevaringssted* merknad* kryssreferanse* korrespondansepart+"""
_HEAD = "journalStartDato journalSluttDato seleksjon? antallJournalposter arkivskaper+"
_IN_JOURNAL = "journaldato dokumentetsDato? tilgangsrestriksjon? grad? skjermingshjemmel? korrespondansepart+"
_NUMBERS = "systemID registreringsID? journalaar journalsekvensnummer journalpostnummer"

STRUCTURE = {
    "arkiv": f"""systemID tittel beskrivelse? arkivstatus? dokumentmedium? oppbevaringssted* {_MADE} {_ENDED}
        arkivskaper+ arkivdel+""",
    "arkivskaper": _CREATOR,
    "arkivdel": f"systemID tittel beskrivelse? arkivdelstatus dokumentmedium? {_MADE} {_ENDED} skjerming? mappe*",
    "mappe": f"{_FOLDER} saksaar sakssekvensnummer saksdato administrativEnhet saksansvarlig journalenhet? saksstatus",
    "part": "partID? partNavn partRolle",
    "skjerming": "tilgangsrestriksjon skjermingshjemmel skjermingMetadata+ skjermingDokument?",
    "registrering": f"""{_RECORD} journalaar journalsekvensnummer journalpostnummer journalposttype journalstatus
        journaldato dokumentetsDato? mottattDato? sendtDato? forfallsdato? offentlighetsvurdertDato? antallVedlegg?""",
    "korrespondansepart": "korrespondanseparttype korrespondansepartNavn",
    "dokumentbeskrivelse": f"""systemID dokumenttype dokumentstatus tittel beskrivelse? forfatter* {_MADE}
        dokumentmedium? tilknyttetRegistreringSom dokumentnummer tilknyttetDato tilknyttetAv
        skjerming? dokumentobjekt*""",
    "dokumentobjekt": f"""systemID versjonsnummer variantformat format formatDetaljer? pronomMIME? pronomPUID? {_MADE}
        referanseDokumentfil sjekksum sjekksumAlgoritme filstoerrelse""",
}
RUNNING = {
    "loependeJournal": "journalhode journalregistrering+",
    "journalhode": _HEAD,
    "arkivskaper": _CREATOR,
    "journalregistrering": "klasse? saksmappe journalpost",
    "saksmappe": "mappeID? saksaar sakssekvensnummer tittel offentligTittel? administrativEnhet?",
    "journalpost": f"{_NUMBERS} tittel offentligTittel? {_IN_JOURNAL}",
    "korrespondansepart": "korrespondanseparttype korrespondansepartNavn",
}
PUBLIC = RUNNING | {
    "offentligJournal": "journalhode journalregistrering+",
    "saksmappe": "mappeID? saksaar sakssekvensnummer offentligTittel? administrativEnhet?",
    "journalpost": f"{_NUMBERS} offentligTittel? {_IN_JOURNAL}",
}
CHANGES = {
    "endringslogg": "endring+",
    "endring": "referanseArkivenhet referanseMetadata endretDato endretAv tidligereVerdi nyVerdi",
}
EXTRACT = {
    "addml": "dataset+",
    "dataset": "description? reference? flatFiles? dataObjects?",
    "reference": "context? content?",
    "context": "description? additionalElements? processes?",
    "content": "description? additionalElements? processes?",
    "additionalElements": "description? additionalElement+ processes?",
    "additionalElement": "value? properties? additionalElements? processes?",
    "dataObjects": "description? dataObject+ processes?",
    "dataObject": "description? properties? dataObjects? processes?",
    "properties": "property+",
    "property": "value? properties?",
}
UNITS = {"systemID", "referanseArkivenhet"}  # what metadatakatalog.xsd lets nothing but a UUID be
_UUID = re.compile(r"[a-fA-F0-9]{8}(-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}")
VALUES = {
    "arkivstatus": {"Opprettet", "Avsluttet"},
    "arkivdelstatus": {"Aktiv periode", "Overlappingsperiode", "Avsluttet periode", "Uaktuelle mapper"},
    "saksstatus": {"Under behandling", "Avsluttet", "Utgår"},
    "journalstatus": {"Journalført", "Ekspedert", "Arkivert", "Utgår"},
    "dokumentstatus": {"Dokumentet er under redigering", "Dokumentet er ferdigstilt"},
    "journalposttype": {"Inngående dokument", "Utgående dokument"},
    "korrespondanseparttype": {"Avsender", "Mottaker"},
    "dokumentmedium": {"Elektronisk arkiv"},
    "tilknyttetRegistreringSom": {"Hoveddokument", "Vedlegg"},
    "tilgangsrestriksjon": {"Unntatt offentlighet"},
    "skjermingMetadata": {
        "Skjerming navn part i sak",
        "Skjerming tittel registrering - unntatt første linje",
        "Skjerming navn avsender",
        "Skjerming navn mottaker",
        "Skjerming tittel dokumentbeskrivelse",
    },
    "skjermingDokument": {"Skjerming av hele dokumentet", "Skjerming av deler av dokumentet"},
}


def faults(content: bytes, shape: dict[str, str]) -> list[str]:
    """Every place where the file isn't as the schema has it."""
    return list(_faults(etree.fromstring(content), shape))


def _faults(element: Any, shape: dict[str, str]) -> Iterator[str]:
    name = plain(element)
    if name in VALUES and element.text not in VALUES[name]:
        yield f"{name}: {element.text!r}"
    if name in UNITS and not _UUID.fullmatch(element.text or ""):
        yield f"{name}: {element.text!r}"
    if name not in shape:
        if not len(element) and not (element.text or "").strip():
            yield f"{name} is empty"
        yield from (f"{name} holds {plain(each)}" for each in element)
        return
    yield from _order(name, [plain(each) for each in element], shape[name].split())
    for each in element:
        yield from _faults(each, shape)


def _order(name: str, found: list[str], expected: list[str]) -> Iterator[str]:
    left = list(found)
    for each in expected:
        bare, many = each.rstrip("?*+"), each[-1] in "*+"
        times = 0
        while left and left[0] == bare and (many or times == 0):
            left.pop(0)
            times += 1
        if not times and each[-1] not in "?*":
            yield f"{name} lacks {bare}"
    yield from (f"{name}: {each} is out of place" for each in left)


def plain(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
