"""The journal: kept in order, never changed, open to all but for what is exempt; and a case as a deposit."""

import hashlib
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from lxml import etree

from laget.base.audit.models import Entry as Audited
from laget.base.questions.models import Sending
from laget.effect.archive import actions, queries
from laget.effect.archive.extract import CATALOGUE, FILES
from laget.effect.archive.models import CaseFile, Direction, Entry
from laget.effect.archive.noark import deposit, faults_by_schemas
from laget.effect.archive.tests.shape import CHANGES, EXTRACT, PUBLIC, RUNNING, STRUCTURE, UNITS, faults
from laget.grant.tilsagn.models import Letter
from testing.pdf import faults_in_pdf
from testing.people import AUTUMN, World

LATER = AUTUMN.replace(year=2025, month=12)
BASIS = "offl. § 13, jf. fvl. § 13 første ledd nr. 2"


@pytest.fixture
def carried(world: World) -> World:
    world.carry("send")
    actions.keep_journal(world.county.pk, at=LATER)
    return world


def entry_of(world: World, name: str, direction: Direction) -> Entry:
    return Entry.objects.select_related("county").filter(other=world.parties[name], direction=direction).earliest("pk")


@pytest.mark.django_db
def test_everything_that_was_sent_is_there_once_in_the_order_it_was_sent(carried: World) -> None:
    letters = Letter.objects.filter(leaves_at__isnull=False).count()
    sent = Sending.objects.filter(version__document__kind__in=["beslutningsgrunnlag", "innstilling"]).count()
    entries = list(Entry.objects.order_by("sequence"))
    assert (letters > 0, sent > 0, len(entries)) == (True, True, letters + sent)
    assert [each.sequence for each in entries] == list(range(1, len(entries) + 1))
    assert [each.dated for each in entries] == sorted(each.dated for each in entries)
    for case in CaseFile.objects.all():
        assert [each.number for each in case.entries.all()] == list(range(1, case.entries.count() + 1))
    assert actions.keep_journal(carried.county.pk, at=LATER + timedelta(days=1)) == []


@pytest.mark.django_db
def test_the_database_keeps_what_is_written(carried: World) -> None:
    for change in (Entry.objects.update, CaseFile.objects.update):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(year=2000)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()


@pytest.mark.django_db
def test_what_is_exempt_is_nowhere_in_the_public_journal_until_it_is_open_again(carried: World, client: Client) -> None:
    entry = entry_of(carried, "Innherred", Direction.IN)
    address = f"/journal/{carried.county.slug}/"
    for year in ("", "?aar=1999", "?aar=99999999999", f"?aar={entry.year}"):  # one without a journal narrows nothing
        assert entry.title in client.get(f"{address}{year}").content.decode()
    eva = carried.act("eva", LATER)
    actions.exempt(entry, basis=BASIS, hides_title=True, hides_other=True, actor=eva, at=LATER)
    page = client.get(address).content.decode()
    file = client.get(f"{address}{entry.year}.xml").content
    for said in (page, file.decode()):
        assert BASIS in said
        assert "Innherred" not in said  # in no entry of the case: its number would tell
    assert faults(file, PUBLIC) == []
    actions.exempt(entry, basis=BASIS, actor=eva, at=LATER)
    assert "Innherred" in client.get(address).content.decode()


@pytest.mark.django_db
def test_whoever_brings_the_journal_up_to_date_stands_in_the_log(world: World, client: Client) -> None:
    world.carry("send")
    client.force_login(world.people["eva"])
    address = f"/arkiv/{world.county.slug}/for/"
    assert "dokumenter er ført i journalen." in client.post(address, follow=True).content.decode()
    assert list(Audited.objects.filter(act="keep").values_list("actor_name", flat=True)) == ["Eva"]
    assert "Ingenting er kommet siden" in client.post(address, follow=True).content.decode()


@pytest.mark.django_db
def test_those_who_keep_the_archive_find_it_from_the_year_by_way_of_the_journal(carried: World, client: Client) -> None:
    journal, archive = (f'href="/{each}/{carried.county.slug}/"' for each in ("journal", "arkiv"))
    seen = {}
    for name in ("eva", "dag", "nina"):
        client.force_login(carried.people[name])
        assert journal in client.get(f"/aar/runde/{carried.round.pk}/").content.decode()
        seen[name] = archive in client.get(f"/journal/{carried.county.slug}/").content.decode()
    assert seen == {"eva": True, "dag": True, "nina": False}
    assert archive not in Client().get(f"/journal/{carried.county.slug}/").content.decode()


@pytest.mark.django_db
def test_nobody_but_a_case_officer_keeps_anything_back(carried: World, client: Client) -> None:
    entry = entry_of(carried, "Innherred", Direction.OUT)
    for name in ("dag", "arne", "nina", "ada"):
        with pytest.raises(PermissionDenied):
            actions.exempt(entry, basis=BASIS, hides_title=True, actor=carried.act(name, LATER), at=LATER)
    client.force_login(carried.people["eva"])
    page = f"/arkiv/post/{entry.pk}/"
    assert client.post(page, {"parts": ["hides_title"], "basis": ""}).status_code == 422
    assert client.post(page, {"parts": ["hides_title"], "basis": BASIS})["Location"] == f"/arkiv/sak/{entry.case_id}/"
    assert BASIS in client.get(f"/arkiv/sak/{entry.case_id}/").content.decode()


@pytest.mark.django_db
def test_a_case_is_deposited_with_every_document_as_the_schemas_have_it(carried: World, client: Client) -> None:
    entry = entry_of(carried, "Innherred", Direction.OUT)
    actions.exempt(entry, basis=BASIS, hides_title=True, hides_document=True, actor=carried.act("eva", LATER), at=LATER)
    client.force_login(carried.people["eva"])
    package = zipfile.ZipFile(io.BytesIO(client.get(f"/arkiv/sak/{entry.case_id}/noark5.zip").content))
    structure = package.read("arkivstruktur.xml")
    assert faults(structure, STRUCTURE) == []
    for name, shape in (("endringslogg", CHANGES), ("loependeJournal", RUNNING), ("arkivuttrekk", EXTRACT)):
        assert faults(package.read(f"{name}.xml"), shape) == []
    assert faults(package.read("offentligJournal.xml"), PUBLIC) == []
    held = list(etree.fromstring(structure).iter("{*}dokumentobjekt"))
    assert len(held) == entry.case.entries.count() > 1
    for each in held:
        content = package.read(str(each.findtext("{*}referanseDokumentfil")))
        assert each.findtext("{*}sjekksum") == hashlib.sha256(content).hexdigest()
        assert each.findtext("{*}filstoerrelse") == str(len(content))
        assert faults_in_pdf(content) == []


@pytest.mark.django_db
def test_the_log_of_changes_says_what_was_journaled_and_kept_back_by_whom(carried: World) -> None:
    entry, eva = entry_of(carried, "Innherred", Direction.OUT), carried.act("eva", LATER)
    actions.exempt(entry, basis="offl. § 15", hides_title=True, actor=eva, at=LATER + timedelta(hours=1))
    actions.exempt(entry, basis=BASIS, hides_title=True, hides_other=True, actor=eva, at=LATER + timedelta(hours=2))
    actions.exempt(entry, basis=BASIS, actor=eva, at=LATER + timedelta(hours=3))
    title, other = "Skjerming tittel registrering - unntatt første linje", "Skjerming navn mottaker"
    structure, log = parts_of(carried, "arkivstruktur.xml", "endringslogg.xml")
    assert faults(log, CHANGES) == []
    said = [[str(each.text) for each in line] for line in etree.fromstring(log)]
    units = {each.text for each in etree.fromstring(structure).iter(*(f"{{*}}{name}" for name in UNITS))}
    assert {line[0] for line in said} <= units
    journaled = [line[1] for line in said if line[1] in ("mottattDato", "sendtDato")]
    assert (len(journaled), {line[3] for line in said[: len(journaled)]}) == (Entry.objects.count(), {"Laget"})
    assert [line[1:2] + line[3:] for line in said[len(journaled) :]] == [
        ["skjermingshjemmel", "Eva", "Ingen verdi", "offl. § 15"],
        ["skjermingMetadata", "Eva", "Ingen verdi", title],
        ["skjermingshjemmel", "Eva", "offl. § 15", BASIS],
        ["skjermingMetadata", "Eva", title, f"{title}; {other}"],
        ["skjermingshjemmel", "Eva", BASIS, "Ingen verdi"],
        ["skjermingMetadata", "Eva", f"{title}; {other}", "Ingen verdi"],
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("with_schemas", [False, True])
def test_the_extract_counts_what_is_there_and_has_the_checksum_of_each(
    carried: World, tmp_path: Path, with_schemas: bool
) -> None:
    write_schemas(tmp_path)
    package = package_of(carried, tmp_path if with_schemas else None)
    content = package.read("arkivuttrekk.xml")
    assert faults(content, EXTRACT) == []
    told = etree.fromstring(content)
    for checksum in told.iterfind(".//{*}property[@name='checksum']"):
        file = checksum.getparent()
        name = file.findtext("{*}property[@name='name']/{*}value")
        value = checksum.findtext("{*}properties/{*}property[@name='value']/{*}value")
        assert value == hashlib.sha256(package.read(name)).hexdigest()
    named = {str(each.text) for each in told.iterfind(".//{*}property[@name='name']/{*}value")}
    documents = {name for name in package.namelist() if name.startswith("dokumenter/")}
    assert named == set(package.namelist()) - documents - {"arkivuttrekk.xml"}
    assert any(name.endswith(".xsd") for name in named) == with_schemas
    entries = Entry.objects.count()
    counted = {
        str(each.findtext("{*}value")): str(each.findtext(".//{*}property[@name='value']/{*}value"))
        for each in told.iterfind(".//{*}property[@name='numberOfOccurrences']")
    }
    folders = str(CaseFile.objects.count())
    each_entry = dict.fromkeys(("registrering", "endring", "journalregistrering"), str(entries))
    assert counted == {"mappe": folders} | each_entry
    assert told.findtext(".//{*}property[@name='antallDokumentfiler']/{*}value") == str(len(documents)) == str(entries)


@pytest.mark.django_db
def test_the_shape_finds_what_is_wrong(carried: World, client: Client) -> None:
    """Each element left out or moved is found, but for those that may be left out."""
    content = client.get(f"/journal/{carried.county.slug}/{LATER.year}.xml").content
    assert faults(content, PUBLIC) == []
    root = etree.fromstring(content)
    post = next(root.iter("{*}journalpost"))
    post.remove(next(post.iter("{*}journalaar")))
    assert faults(etree.tostring(root), PUBLIC) == ["journalpost lacks journalaar"]
    entries = queries.journal_of(carried.county)
    assert entries.count() == Entry.objects.count()


@pytest.mark.django_db
def test_the_schemas_are_asked_when_one_has_them(carried: World, tmp_path: Path) -> None:
    """Here by schemas of our own, which ask for something that isn't there."""
    write_schemas(tmp_path, offentligJournal="noe_annet")
    entries = list(queries.journal_of(carried.county).order_by("sequence"))
    package = deposit(carried.county, entries, at=LATER)
    [fault] = faults_by_schemas(package, tmp_path)
    assert fault.startswith("offentligJournal.xml, linje 2:")
    with pytest.raises(OSError, match="nowhere"):
        faults_by_schemas(package, tmp_path / "nowhere")


def package_of(world: World, schemas: Path | None = None) -> zipfile.ZipFile:
    entries = list(queries.journal_of(world.county).order_by("sequence"))
    return zipfile.ZipFile(io.BytesIO(deposit(world.county, entries, at=LATER, schemas=schemas)))


def parts_of(world: World, *names: str) -> list[bytes]:
    package = package_of(world)
    return [package.read(name) for name in names]


def write_schemas(folder: Path, **roots: str) -> None:
    for name, root in ({name: name for name in FILES} | {"arkivstruktur": "arkiv"} | roots).items():
        (folder / f"{name}.xsd").write_text(SCHEMA.format(name=name, root=root))
    (folder / CATALOGUE).write_text(SCHEMA.format(name="metadatakatalog", root="ingenting"))


SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    targetNamespace="http://www.arkivverket.no/standarder/noark5/{name}">
  <xs:element name="{root}"><xs:complexType><xs:sequence>
    <xs:any processContents="skip" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""
