"""A deposit in the form of Noark 5, version 5.0: cases with their entries and documents, journals, log and description.

The elements, their order and the values of lists are those of Arkivverket's schemas: arkivstruktur.xsd,
loependeJournal.xsd, offentligJournal.xsd and metadatakatalog.xsd (github.com/arkivverket/schemas, N5/v5.0).
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from lxml import etree

from laget.base.actors.models import County
from laget.effect.archive.change_log import WHEN, change_log, entry_id
from laget.effect.archive.documents import pdf_of
from laget.effect.archive.elements import SPACE, add, day, fill, moment, root, system_id, written
from laget.effect.archive.extract import CATALOGUE, FILES, archive_title, creator_name, extract
from laget.effect.archive.models import CaseFile, Direction, Entry
from laget.effect.archive.queries import PARTS, as_public
from laget.effect.archive.shielding import KEPT_BACK, shielded

TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_IN_OR_OUT = {Direction.IN: "Inngående dokument", Direction.OUT: "Utgående dokument"}
_CORRESPONDENT = {Direction.IN: "Avsender", Direction.OUT: "Mottaker"}
_BY = "Laget"


def deposit(county: County, entries: Sequence[Any], *, at: datetime, schemas: Path | None = None) -> bytes:
    """A zip file of entries that `with_exemption` has found, with the schemas laid by where there are some.

    ValueError when there are no entries, OSError when a schema can't be read.
    """
    if not entries:
        raise ValueError("nothing to deposit")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        documents = {each.pk: _Filed(f"dokumenter/{each.year}-{each.sequence}.pdf", pdf_of(each)) for each in entries}
        for each in documents.values():
            package.writestr(each.path, each.content)
        files = {
            "arkivstruktur.xml": structure(county, entries, documents, at=at),
            "endringslogg.xml": change_log(county, entries),
            "loependeJournal.xml": journal(county, entries, public=False),
            "offentligJournal.xml": journal(county, entries, public=True),
        } | (_read(schemas) if schemas else {})
        for name, content in ({"arkivuttrekk.xml": extract(county, entries, files)} | files).items():
            package.writestr(name, content)
    return out.getvalue()


def _read(schemas: Path) -> dict[str, bytes]:
    return {name: (schemas / name).read_bytes() for name in (*(f"{each}.xsd" for each in FILES), CATALOGUE)}


def faults_by_schemas(package: bytes, schemas: Path) -> list[str]:
    """What Arkivverket's own schemas find in a deposit: the line and what is wrong. OSError when they can't be read."""
    found = []
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        for name in FILES:
            schema = etree.XMLSchema(etree.parse(schemas / f"{name}.xsd"))
            schema.validate(etree.fromstring(files.read(f"{name}.xml")))
            found += [f"{name}.xml, linje {each.line}: {each.message}" for each in schema.error_log]
    return found


class _Filed:
    """A document as it lies in the package."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path, self.content = path, content
        self.sha256 = hashlib.sha256(content).hexdigest()


def structure(county: County, entries: Sequence[Any], files: dict[int, _Filed], *, at: datetime) -> bytes:
    """arkivstruktur.xml."""
    archive = root("arkiv", f"{SPACE}arkivstruktur")
    first, last = entries[0].journaled_at, entries[-1].journaled_at
    fill(archive, systemID=system_id(county.pk, "arkiv"), tittel=archive_title(county))
    fill(archive, arkivstatus="Avsluttet", dokumentmedium="Elektronisk arkiv", **_made(first), **_ended(at))
    _creator(archive, county)
    part = add(archive, "arkivdel")
    year = entries[0].year
    fill(part, systemID=system_id(county.pk, "arkivdel", year), tittel=f"Journal {year}")
    fill(part, arkivdelstatus="Avsluttet periode", **_made(first), **_ended(last))
    for case, mine in _by_case(entries):
        _case(part, case, mine, files)
    return written(archive)


def _case(part: ET.Element, case: CaseFile, entries: Sequence[Any], files: dict[int, _Filed]) -> None:
    folder = add(part, "mappe", {TYPE: "saksmappe"})
    hidden = [each for each in entries if each.hides_other]  # by which law
    fill(folder, systemID=system_id(case.county_id, "saksmappe", case.pk), mappeID=str(case), tittel=case.title)
    fill(folder, offentligTittel=as_public(entries[0]).case_title)
    fill(folder, dokumentmedium="Elektronisk arkiv", **_made(case.opened_at), **_ended(entries[-1].journaled_at))
    _party(folder, case)
    if hidden:
        shield = add(folder, "skjerming")
        fill(shield, tilgangsrestriksjon=KEPT_BACK, skjermingshjemmel=hidden[0].basis)
        fill(shield, skjermingMetadata="Skjerming navn part i sak")
    for entry in entries:
        _entry(folder, entry, files[entry.pk])
    fill(folder, saksaar=case.year, sakssekvensnummer=case.number, saksdato=day(case.opened_at))
    fill(folder, administrativEnhet="Statsforvalteren", saksansvarlig="Statsforvalteren", saksstatus="Avsluttet")


def _party(folder: ET.Element, case: CaseFile) -> None:
    party = add(folder, "part")
    number = getattr(getattr(case.party, "organisation", None), "number", "")
    fill(party, **({"partID": number} if number else {}), partNavn=case.party.name, partRolle="Part")


def _entry(folder: ET.Element, entry: Any, file: _Filed) -> None:
    post = add(folder, "registrering", {TYPE: "journalpost"})
    made = _made(entry.journaled_at)
    fill(post, systemID=entry_id(entry.county_id, entry.pk), **made)
    fill(post, arkivertDato=moment(entry.journaled_at), arkivertAv=_BY)
    _shield(post, entry)
    _document(post, entry, file)
    public = as_public(entry)
    fill(post, registreringsID=str(entry), tittel=entry.title, offentligTittel=public.title)
    fill(post, dokumentmedium="Elektronisk arkiv")
    _correspondent(post, entry, entry.other.name)
    fill(post, journalaar=entry.year, journalsekvensnummer=entry.sequence, journalpostnummer=entry.number)
    fill(post, journalposttype=_IN_OR_OUT[Direction(entry.direction)], journalstatus="Arkivert")
    fill(post, journaldato=day(entry.journaled_at), dokumentetsDato=day(entry.dated))
    fill(post, **{WHEN[Direction(entry.direction)]: moment(entry.dated)}, antallVedlegg=0)


def _shield(post: ET.Element, entry: Any) -> None:
    hidden = {name: bool(getattr(entry, name)) for name in PARTS}
    if values := shielded(Direction(entry.direction), basis=entry.basis or "", **hidden):
        shield = add(post, "skjerming")
        for name, texts in values.items():
            for text in texts:
                fill(shield, **{name: text})


def _document(post: ET.Element, entry: Any, file: _Filed) -> None:
    made = _made(entry.dated)
    described = add(post, "dokumentbeskrivelse")
    fill(described, systemID=system_id(entry.county_id, "dokumentbeskrivelse", entry.pk))
    fill(described, dokumenttype="Brev" if entry.letter_id else "Skjema")
    fill(described, dokumentstatus="Dokumentet er ferdigstilt", tittel=entry.title, **made)
    fill(described, dokumentmedium="Elektronisk arkiv", tilknyttetRegistreringSom="Hoveddokument", dokumentnummer=1)
    fill(described, tilknyttetDato=moment(entry.journaled_at), tilknyttetAv=_BY)
    held = add(described, "dokumentobjekt")
    fill(held, systemID=system_id(entry.county_id, "dokumentobjekt", entry.pk), versjonsnummer=1)
    fill(held, variantformat="Arkivformat", format="PDF/A")
    fill(held, pronomMIME="application/pdf", **made, referanseDokumentfil=file.path)
    fill(held, sjekksum=file.sha256, sjekksumAlgoritme="SHA-256", filstoerrelse=len(file.content))


def journal(county: County, entries: Sequence[Any], *, public: bool) -> bytes:
    """loependeJournal.xml, or offentligJournal.xml with what is exempt kept back."""
    name = "offentligJournal" if public else "loependeJournal"
    top = root(name, f"{SPACE}{name}")
    head = add(top, "journalhode")
    fill(head, journalStartDato=day(entries[0].journaled_at), journalSluttDato=day(entries[-1].journaled_at))
    fill(head, antallJournalposter=len(entries))
    _creator(head, county)
    for entry in entries:
        line, open_to_all = add(top, "journalregistrering"), as_public(entry)
        case, post = add(line, "saksmappe"), add(line, "journalpost")
        fill(case, mappeID=str(entry.case), saksaar=entry.case.year, sakssekvensnummer=entry.case.number)
        if not public:
            fill(case, tittel=entry.case.title)
        fill(case, offentligTittel=open_to_all.case_title)
        fill(post, systemID=entry_id(county.pk, entry.pk), registreringsID=str(entry), journalaar=entry.year)
        fill(post, journalsekvensnummer=entry.sequence, journalpostnummer=entry.number)
        if not public:
            fill(post, tittel=entry.title)
        fill(post, offentligTittel=open_to_all.title)
        fill(post, journaldato=day(entry.journaled_at), dokumentetsDato=day(entry.dated))
        if entry.basis:
            fill(post, tilgangsrestriksjon=KEPT_BACK, skjermingshjemmel=entry.basis)
        _correspondent(post, entry, open_to_all.other if public else entry.other.name)
    return written(top)


# -- Pieces -----------------------------------------------------------------------------------------------


def _creator(to: ET.Element, county: County) -> None:
    maker = add(to, "arkivskaper")
    fill(maker, arkivskaperID=f"statsforvalteren-{county.code}", arkivskaperNavn=creator_name(county))


def _correspondent(to: ET.Element, entry: Entry, name: str) -> None:
    other = add(to, "korrespondansepart")
    kind = _CORRESPONDENT[Direction(entry.direction)]
    fill(other, korrespondanseparttype=kind, korrespondansepartNavn=name)


def _by_case(entries: Iterable[Any]) -> Iterator[tuple[CaseFile, list[Any]]]:
    found: dict[int, list[Any]] = {}
    for entry in entries:
        found.setdefault(entry.case_id, []).append(entry)
    yield from ((mine[0].case, mine) for mine in found.values())


def _made(at: datetime) -> dict[str, str]:
    return {"opprettetDato": moment(at), "opprettetAv": _BY}


def _ended(at: datetime) -> dict[str, str]:
    return {"avsluttetDato": moment(at), "avsluttetAv": _BY}
