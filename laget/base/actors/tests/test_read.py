"""What the registers and the counts say is read as it stands, and a bad file is refused with every fault named."""

import io
import json
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from laget.base.actors.count_file import CountRow, read_counts
from laget.base.actors.files import BadFile, content_of, rows_of
from laget.base.actors.models import HeadCount, Kind, Sector, is_email, is_organisation_number
from laget.base.actors.register_file import RegisterUnit, read_register

SOLBAKKEN, SAKSHAUG, INDEROY = "310000019", "310000027", "310000035"
CHILDREN, PUPILS = HeadCount.Group.CHILDREN, HeadCount.Group.PUPILS
PRELIMINARY, FINAL = HeadCount.Status.PRELIMINARY, HeadCount.Status.FINAL
HEADING = "Organisasjonsnummer;År;Gruppe;Antall;Status"

KINDERGARTEN = {
    "Organisasjonsnummer": SOLBAKKEN,
    "FulltNavn": "Solbakken barnehage",
    "Kommune": {"Kommunenummer": "5053", "Navn": "Inderøy", "ErNedlagt": False},
    "ErAktiv": True,
    "ErBarnehage": True,
    "ErPrivatBarnehage": True,
    "ErOffentligBarnehage": False,
    "ErInaktivIBasil": False,
    "ForeldreRelasjoner": [
        {"Enhet": {"Organisasjonsnummer": SAKSHAUG, "Navn": "Huset"}, "Relasjonstype": {"Id": 2, "Navn": "Adresse"}},
        {
            "Enhet": {"Organisasjonsnummer": INDEROY, "Navn": "Solbakken SA"},
            "Relasjonstype": {"Id": 1, "Navn": "Eierstruktur"},
        },
    ],
}
SCHOOL = {
    "Organisasjonsnummer": SAKSHAUG,
    "Navn": "Sakshaug skole",
    "Kommunenummer": "5053",
    "ErAktiv": True,
    "ErSkole": True,
    "ErGrunnskole": True,
}


def register(data: Any) -> list[RegisterUnit]:
    return read_register(json.dumps(data).encode())


def faults(content: bytes, name: str) -> list[str]:
    with pytest.raises(BadFile) as bad:
        read_counts(content, name=name)
    return [str(fault) for fault in bad.value.faults]


def xlsx(*rows: list[Any]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def test_a_kindergarten_is_read_from_its_details_with_its_owner() -> None:
    assert register(KINDERGARTEN) == [
        RegisterUnit(
            SOLBAKKEN, "Solbakken barnehage", Kind.KINDERGARTEN, Sector.PRIVATE, "5053", "Inderøy", INDEROY,
            "Solbakken SA", active=True,
        )
    ]  # fmt: skip


def test_a_list_of_schools_says_less_and_nothing_is_made_up() -> None:
    page = {"AntallSider": 1, "EnhetListe": [SCHOOL]}
    assert register(page) == [
        RegisterUnit(SAKSHAUG, "Sakshaug skole", Kind.SCHOOL, None, "5053", "", "", "", active=True)
    ]


def test_the_names_of_version_3_are_understood() -> None:
    old = {"Orgnr": SAKSHAUG, "Navn": "Sakshaug skole", "Kommunenr": "5053", "ErSkole": True}
    assert [(unit.number, unit.municipality) for unit in register([old])] == [(SAKSHAUG, "5053")]


@pytest.mark.parametrize("closed", [{"ErAktiv": False}, {"ErInaktivIBasil": True}, {"ErEkskludert": True}])
def test_a_unit_that_is_closed_is_not_active(closed: dict[str, bool]) -> None:
    assert [unit.active for unit in register([KINDERGARTEN | closed])] == [False]


def test_every_fault_in_a_register_is_named_by_unit_and_field() -> None:
    wrong_digit = SCHOOL | {"Organisasjonsnummer": "310000028"}
    abroad = SCHOOL | {"Organisasjonsnummer": "U90099017", "Navn": "", "Kommunenummer": "53", "ErSkole": False}
    abroad["ErGrunnskole"] = False
    with pytest.raises(BadFile) as bad:
        register([SCHOOL, wrong_digit, abroad, SCHOOL])
    assert [str(fault) for fault in bad.value.faults] == [
        "Enhet 2, Organisasjonsnummer: «310000028» er ikke et organisasjonsnummer.",
        "Enhet 3, Organisasjonsnummer: «U90099017» er ikke et organisasjonsnummer.",
        "Enhet 3, Navn: Enheten har ikke noe navn.",
        "Enhet 3, Kommunenummer: «53» er ikke fire siffer.",
        "Enhet 3, ErBarnehage, ErSkole, ErPPtjeneste, ErSFO: Enheten er ingen av delene.",
        f"Enhet 4, Organisasjonsnummer: {SAKSHAUG} står også som enhet 1.",
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{\n\n  nei", "Linje 3: Fila er ikke gyldig JSON."),
        (b"\xff\xfe", "Fila: Fila er ikke gyldig JSON."),
        (b"[]", "Fila: Fila har ingen enheter."),
        (b'"hei"', "Fila: Fila skal ha en liste med enheter, slik registrene gir den."),
        (b"[1, 2]", "Fila: Fila skal ha en liste med enheter, slik registrene gir den."),
    ],
)
def test_what_is_no_register_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(BadFile) as bad:
        read_register(content)
    assert [str(fault) for fault in bad.value.faults] == [says]


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("310000019", True),
        ("310000018", False),
        ("310000091", False),  # two digits have changed places
        ("31000001", False),
        ("3100000190", False),
        ("NO310000019", False),
        ("", False),
    ],
)
def test_an_organisation_number_has_nine_digits_of_which_the_last_checks_the_others(number: str, is_one: bool) -> None:
    assert is_organisation_number(number) is is_one


def test_an_address_for_mail_is_no_longer_than_there_is_room_for() -> None:
    def address(last: int) -> str:
        return f"{'a' * 64}@{'.'.join(['b' * 63, 'c' * 63, 'd' * last])}.no"

    longest = 254 - len(address(0))
    assert [is_email(address(longest + more)) for more in (0, 1)] == [True, False]
    assert not is_email("bo hos oss")


COUNTS = [
    CountRow(2, SOLBAKKEN, 2024, CHILDREN, 62, FINAL),
    CountRow(3, SAKSHAUG, 2024, PUPILS, None, PRELIMINARY),
    CountRow(5, SAKSHAUG, 2023, PUPILS, 0, FINAL),
]


def test_counts_are_read_from_csv_and_what_is_masked_is_unknown() -> None:
    text = f"{HEADING}\n310 000 019;2024;barn;62;endelig\n{SAKSHAUG};2024;elever;:;foreløpig\n;;;;\n"
    text += f"{SAKSHAUG};2023;Elever;0;Endelig\n"
    assert read_counts(text.encode(), name="tall.csv") == COUNTS
    assert read_counts(text.encode("cp1252"), name="tall.csv") == COUNTS
    assert read_counts(text.replace(";", ",").encode("utf-8-sig"), name="tall.csv") == COUNTS


def test_counts_are_read_from_excel_where_an_empty_cell_is_unknown() -> None:
    rows = [
        [int(SOLBAKKEN), 2024, "barn", 62.0, "endelig"],
        [SAKSHAUG, 2024, "elever", None, "foreløpig"],
        [],
        [SAKSHAUG, "2023", "elever", 0, "endelig"],
    ]
    assert read_counts(xlsx(HEADING.split(";"), *rows), name="Tall.XLSX") == COUNTS


@pytest.mark.parametrize("masked", ["", ".", "..", ":", "*", "-", "–"])
def test_a_masked_count_is_never_zero(masked: str) -> None:
    (row,) = read_counts(f"{HEADING}\n{SOLBAKKEN};2024;barn;{masked};endelig".encode(), name="tall.csv")
    assert row.number is None


def test_every_fault_in_the_counts_is_named_by_line_and_column() -> None:
    text = f"{HEADING}\n310000018;24;voksne;-5;ukjent\n{SOLBAKKEN};2024;barn;1;endelig\n\n"
    text += f"{SOLBAKKEN};²024;barn;²;endelig\n{SOLBAKKEN};2024;barn;2;endelig\n"
    assert faults(text.encode(), "tall.csv") == [
        "Linje 2, organisasjonsnummer: «310000018» er ikke et organisasjonsnummer.",
        "Linje 2, år: «24» er ikke et årstall.",
        "Linje 2, gruppe: «voksne» er ikke barn, elever eller lærlinger.",
        "Linje 2, status: «ukjent» er ikke foreløpig eller endelig.",
        "Linje 2, antall: «-5» er ikke et helt tall på 0 eller mer.",
        "Linje 5, år: «²024» er ikke et årstall.",
        "Linje 5, antall: «²» er ikke et helt tall på 0 eller mer.",
        "Linje 6, organisasjonsnummer: Samme tall står også på linje 3.",
    ]


@pytest.mark.parametrize("year", ["2024" * 2000, "02024", "1999", "2101"])
def test_a_year_has_four_digits(year: str) -> None:
    says = f"Linje 2, år: «{year}» er ikke et årstall."
    assert faults(f"{HEADING}\n{SOLBAKKEN};{year};barn;1;endelig".encode(), "tall.csv") == [says]


NO_COUNTS = "Linje 1, antall: Kolonnen mangler. Første linje skal ha: organisasjonsnummer, år, gruppe, antall, status."

NO_EXCEL = (
    "Fila: Fila er ikke en hel Excel-fil (.xlsx), eller så er den låst. Lagre den på nytt fra Excel uten passord."
)

NO_TABLE = "Fila: Dette er verken CSV eller Excel (.xlsx). Velg en annen fil."


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "tall.csv", "Fila: Fila er tom."),
        (HEADING.encode(), "tall.csv", "Fila: Fila har ingen linjer under overskriften."),
        (b"orgnr;aar;gruppe;status", "tall.csv", NO_COUNTS),
        (b"PK\x03\x04 nei", "tall.xlsx", NO_EXCEL),
        (xlsx(["a"])[:-40], "tall.xlsx", NO_EXCEL),
        (b"%PDF-1.7\n1 0 obj\n", "tall.pdf", NO_TABLE),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "tall.csv", NO_TABLE),
    ],
)
def test_what_is_no_table_of_counts_is_refused(content: bytes, name: str, says: str) -> None:
    assert faults(content, name) == [says]


def with_changed(part: str, old: str, new: str) -> bytes:
    """An Excel file where one of its parts says something else."""
    content = io.BytesIO()
    with ZipFile(io.BytesIO(xlsx(["a"]))) as whole, ZipFile(content, "w") as file:
        for name in whole.namelist():
            says = whole.read(name).decode()
            assert name != part or old in says
            file.writestr(name, says.replace(old, new) if name == part else says)
    return content.getvalue()


def locked_with_a_password() -> bytes:
    """The mark that a zip has for it, on every part, both where it stands and in the list of them."""
    content = bytearray(xlsx(["a"]))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        with_changed("xl/styles.xml", "<fill><patternFill/></fill>", "<fill/>"),
        with_changed("xl/workbook.xml", ' sheetId="1"', ""),
        locked_with_a_password(),
    ],
)
def test_an_excel_file_that_is_odd_inside_is_refused_as_one_that_is_broken(content: bytes) -> None:
    assert content_of(SimpleUploadedFile("tall.xlsx", content)) == content
    assert faults(content, "tall.xlsx") == [NO_EXCEL]


def test_a_zip_that_is_newer_than_what_reads_it_is_refused_when_read() -> None:
    content = bytearray(xlsx(["a"]))
    content[content.find(b"PK\x01\x02") + 6] = 255  # the version it takes to unpack it
    assert content_of(SimpleUploadedFile("tall.xlsx", bytes(content))) == bytes(content)
    assert faults(bytes(content), "tall.xlsx") == [NO_EXCEL]


def test_a_table_from_excel_is_read_whatever_the_file_is_called() -> None:
    rows = xlsx(HEADING.split(";"), [SOLBAKKEN, 2024, "barn", 62, "endelig"])
    assert read_counts(rows, name="tall.csv") == COUNTS[:1]


def test_a_sheet_is_as_wide_as_what_is_written_in_it() -> None:
    part, as_wide_as_there_is = "xl/worksheets/sheet1.xml", '<dimension ref="A1:XFD1500"/>'
    content = with_changed(part, '<dimension ref="A1:A1"/>', as_wide_as_there_is)
    assert rows_of(content, name="tall.xlsx") == [["a"]]
    assert rows_of(xlsx(["a", None, "b", None, " "], [None], ["c"]), name="tall.xlsx") == [["a", "", "b"], [], ["c"]]
    assert rows_of(b"a;;b;; \n;;\nc", name="tall.csv") == [["a", "", "b"], [], ["c"]]


@pytest.mark.parametrize("name", ["tall.xlsx", "tall.csv"])
def test_a_row_that_is_wider_than_any_table_we_ask_for_is_refused(name: str) -> None:
    def written(width: int) -> bytes:
        cells = ["x"] * width
        return xlsx(["a"], cells) if name.endswith(".xlsx") else f"a;\n{';'.join(cells)}".encode()

    assert [len(row) for row in rows_of(written(200), name=name)] == [1, 200]
    says = "Linje 2: Linja har 201 kolonner. Det er plass til 200. Behold bare kolonnene vi ber om."
    assert faults(written(201), name) == [says]


def packed(size: int) -> bytes:
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", bytes(size))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (bytes(20 * 1024 * 1024 + 1), "Fila: Fila er for stor. Den kan være på inntil 20 MB."),
        (
            packed(100 * 1024 * 1024 + 1),
            "Fila: Excel-fila er for stor når den pakkes ut. Behold bare arket vi ber om.",
        ),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_read(content: bytes, says: str) -> None:
    file = SimpleUploadedFile("tall.xlsx", content)
    with pytest.raises(BadFile) as bad:
        content_of(file)
    assert [str(fault) for fault in bad.value.faults] == [says]


def test_what_is_not_is_read_whole() -> None:
    for content in (xlsx(["a"]), xlsx(["a"])[:-40], b"a;b", b""):
        assert content_of(SimpleUploadedFile("tall.xlsx", content)) == content
