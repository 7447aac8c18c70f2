"""A deposit in the form of Noark 5, version 5.0: cases with their entries and documents, and the two journals.

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

from django.utils import timezone
from lxml import etree

from laget.base.actors.models import County
from laget.effect.archive.documents import pdf_of
from laget.effect.archive.models import CaseFile, Direction, Entry
from laget.effect.archive.queries import KEPT_BACK, as_public
from laget.rules.words import plain

SPACE = "http://www.arkivverket.no/standarder/noark5/"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_IN_OR_OUT = {Direction.IN: "Inngående dokument", Direction.OUT: "Utgående dokument"}
_CORRESPONDENT = {Direction.IN: "Avsender", Direction.OUT: "Mottaker"}
_HIDDEN_OTHER = {Direction.IN: "Skjerming navn avsender", Direction.OUT: "Skjerming navn mottaker"}
_BY = "Laget"


def deposit(county: County, entries: Sequence[Any], *, at: datetime) -> bytes:
    """A zip file of entries that `with_exemption` has found: structure, journals and documents. ValueError if none."""
    if not entries:
        raise ValueError("nothing to deposit")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        files = {entry.pk: _Filed(f"dokumenter/{entry.year}-{entry.sequence}.pdf", pdf_of(entry)) for entry in entries}
        for each in files.values():
            package.writestr(each.path, each.content)
        package.writestr("arkivstruktur.xml", structure(county, entries, files, at=at))
        package.writestr("loependeJournal.xml", journal(county, entries, public=False))
        package.writestr("offentligJournal.xml", journal(county, entries, public=True))
    return out.getvalue()


def faults_by_schemas(package: bytes, schemas: Path) -> list[str]:
    """What Arkivverket's own schemas find in a deposit: the line and what is wrong. OSError when they can't be read."""
    found = []
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        for name in ("arkivstruktur", "loependeJournal", "offentligJournal"):
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
    archive = _root("arkivstruktur", "arkiv")
    first, last = entries[0].journaled_at, entries[-1].journaled_at
    _fill(archive, systemID=f"laget-{county.code}", tittel=f"Lokal kompetanseutvikling i {county.name}")
    _fill(archive, arkivstatus="Avsluttet", dokumentmedium="Elektronisk arkiv", **_made(first), **_ended(at))
    _creator(archive, county)
    part = _add(archive, "arkivdel")
    _fill(part, systemID=f"laget-{county.code}-{entries[0].year}", tittel=f"Journal {entries[0].year}")
    _fill(part, arkivdelstatus="Avsluttet periode", **_made(first), **_ended(last))
    for case, mine in _by_case(entries):
        _case(part, case, mine, files)
    return _written(archive)


def _case(part: ET.Element, case: CaseFile, entries: Sequence[Any], files: dict[int, _Filed]) -> None:
    folder = _add(part, "mappe", {TYPE: "saksmappe"})
    hidden = [each for each in entries if each.hides_other]  # by which law
    _fill(folder, systemID=f"sak-{case.pk}", mappeID=str(case), tittel=case.title)
    _fill(folder, offentligTittel=as_public(entries[0]).case_title)
    _fill(folder, dokumentmedium="Elektronisk arkiv", **_made(case.opened_at), **_ended(entries[-1].journaled_at))
    _party(folder, case)
    if hidden:
        shield = _add(folder, "skjerming")
        _fill(shield, tilgangsrestriksjon=KEPT_BACK, skjermingshjemmel=hidden[0].basis)
        _fill(shield, skjermingMetadata="Skjerming navn part i sak")
    for entry in entries:
        _entry(folder, entry, files[entry.pk])
    _fill(folder, saksaar=case.year, sakssekvensnummer=case.number, saksdato=_day(case.opened_at))
    _fill(folder, administrativEnhet="Statsforvalteren", saksansvarlig="Statsforvalteren", saksstatus="Avsluttet")


def _party(folder: ET.Element, case: CaseFile) -> None:
    party = _add(folder, "part")
    number = getattr(getattr(case.party, "organisation", None), "number", "")
    _fill(party, **({"partID": number} if number else {}), partNavn=case.party.name, partRolle="Part")


def _entry(folder: ET.Element, entry: Any, file: _Filed) -> None:
    post = _add(folder, "registrering", {TYPE: "journalpost"})
    made = _made(entry.journaled_at)
    _fill(post, systemID=f"post-{entry.pk}", **made)
    _fill(post, arkivertDato=_moment(entry.journaled_at), arkivertAv=_BY)
    _shield(post, entry)
    _document(post, entry, file)
    public = as_public(entry)
    _fill(post, registreringsID=str(entry), tittel=entry.title, offentligTittel=public.title)
    _fill(post, dokumentmedium="Elektronisk arkiv")
    _correspondent(post, entry, entry.other.name)
    _fill(post, journalaar=entry.year, journalsekvensnummer=entry.sequence, journalpostnummer=entry.number)
    _fill(post, journalposttype=_IN_OR_OUT[Direction(entry.direction)], journalstatus="Arkivert")
    _fill(post, journaldato=_day(entry.journaled_at), dokumentetsDato=_day(entry.dated))
    when = "mottattDato" if entry.direction == Direction.IN else "sendtDato"
    _fill(post, **{when: _moment(entry.dated)}, antallVedlegg=0)


def _shield(post: ET.Element, entry: Any) -> None:
    if not entry.basis:
        return
    shield = _add(post, "skjerming")
    _fill(shield, tilgangsrestriksjon=KEPT_BACK, skjermingshjemmel=entry.basis)
    hidden = []
    if entry.hides_title:
        hidden.append("Skjerming tittel registrering - unntatt første linje")
    if entry.hides_other:
        hidden.append(_HIDDEN_OTHER[Direction(entry.direction)])
    for each in hidden or ["Skjerming tittel dokumentbeskrivelse"]:
        _fill(shield, skjermingMetadata=each)
    if entry.hides_document:
        _fill(shield, skjermingDokument="Skjerming av hele dokumentet")


def _document(post: ET.Element, entry: Any, file: _Filed) -> None:
    made = _made(entry.dated)
    described = _add(post, "dokumentbeskrivelse")
    _fill(described, systemID=f"dokument-{entry.pk}", dokumenttype="Brev" if entry.letter_id else "Skjema")
    _fill(described, dokumentstatus="Dokumentet er ferdigstilt", tittel=entry.title, **made)
    _fill(described, dokumentmedium="Elektronisk arkiv", tilknyttetRegistreringSom="Hoveddokument", dokumentnummer=1)
    _fill(described, tilknyttetDato=_moment(entry.journaled_at), tilknyttetAv=_BY)
    held = _add(described, "dokumentobjekt")
    _fill(held, systemID=f"fil-{entry.pk}", versjonsnummer=1, variantformat="Arkivformat", format="PDF/A")
    _fill(held, pronomMIME="application/pdf", **made, referanseDokumentfil=file.path)
    _fill(held, sjekksum=file.sha256, sjekksumAlgoritme="SHA-256", filstoerrelse=len(file.content))


def journal(county: County, entries: Sequence[Any], *, public: bool) -> bytes:
    """loependeJournal.xml, or offentligJournal.xml with what is exempt kept back."""
    root = _root("offentligJournal" if public else "loependeJournal")
    head = _add(root, "journalhode")
    _fill(head, journalStartDato=_day(entries[0].journaled_at), journalSluttDato=_day(entries[-1].journaled_at))
    _fill(head, antallJournalposter=len(entries))
    _creator(head, county)
    for entry in entries:
        line, open_to_all = _add(root, "journalregistrering"), as_public(entry)
        case, post = _add(line, "saksmappe"), _add(line, "journalpost")
        _fill(case, mappeID=str(entry.case), saksaar=entry.case.year, sakssekvensnummer=entry.case.number)
        if not public:
            _fill(case, tittel=entry.case.title)
        _fill(case, offentligTittel=open_to_all.case_title)
        _fill(post, systemID=f"post-{entry.pk}", registreringsID=str(entry), journalaar=entry.year)
        _fill(post, journalsekvensnummer=entry.sequence, journalpostnummer=entry.number)
        if not public:
            _fill(post, tittel=entry.title)
        _fill(post, offentligTittel=open_to_all.title)
        _fill(post, journaldato=_day(entry.journaled_at), dokumentetsDato=_day(entry.dated))
        if entry.basis:
            _fill(post, tilgangsrestriksjon=KEPT_BACK, skjermingshjemmel=entry.basis)
        _correspondent(post, entry, open_to_all.other if public else entry.other.name)
    return _written(root)


# -- Pieces -----------------------------------------------------------------------------------------------


def _root(schema: str, name: str = "") -> ET.Element:
    root = ET.Element(name or schema)
    root.set("xmlns", f"{SPACE}{schema}")
    return root


def _add(to: ET.Element, name: str, attributes: dict[str, str] | None = None) -> ET.Element:
    return ET.SubElement(to, name, attributes or {})


def _fill(to: ET.Element, **texts: object) -> None:
    for name, text in texts.items():
        ET.SubElement(to, name).text = plain(str(text))


def _creator(to: ET.Element, county: County) -> None:
    maker = _add(to, "arkivskaper")
    _fill(maker, arkivskaperID=f"statsforvalteren-{county.code}", arkivskaperNavn=f"Statsforvalteren i {county.name}")


def _correspondent(to: ET.Element, entry: Entry, name: str) -> None:
    other = _add(to, "korrespondansepart")
    kind = _CORRESPONDENT[Direction(entry.direction)]
    _fill(other, korrespondanseparttype=kind, korrespondansepartNavn=name)


def _by_case(entries: Iterable[Any]) -> Iterator[tuple[CaseFile, list[Any]]]:
    found: dict[int, list[Any]] = {}
    for entry in entries:
        found.setdefault(entry.case_id, []).append(entry)
    yield from ((mine[0].case, mine) for mine in found.values())


def _made(at: datetime) -> dict[str, str]:
    return {"opprettetDato": _moment(at), "opprettetAv": _BY}


def _ended(at: datetime) -> dict[str, str]:
    return {"avsluttetDato": _moment(at), "avsluttetAv": _BY}


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _day(at: datetime) -> str:
    return timezone.localdate(at).isoformat()


def _written(root: ET.Element) -> bytes:
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
