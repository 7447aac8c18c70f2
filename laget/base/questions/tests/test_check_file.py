"""A file is taken by what it holds. What isn't taken is refused in words that say what to do."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pikepdf
import pytest
from openpyxl import Workbook
from PIL import Image

from laget.base.questions.file_checks import MOST_BYTES, TYPES, FileRefused, checked_name, clean_name

CANNOT_OPEN = "lar seg ikke åpne. Er den skadet, låst med passord eller har makroer? Lagre den på nytt uten."


def pdf(*, locked_with: str = "") -> bytes:
    made, held = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(held, encryption=pikepdf.Encryption(owner=locked_with, user=locked_with) if locked_with else False)
    return held.getvalue()


def word() -> bytes:
    made, held = docx.Document(), io.BytesIO()
    made.add_paragraph("Plan for lek")
    made.save(held)
    return held.getvalue()


def excel() -> bytes:
    held = io.BytesIO()
    Workbook().save(held)
    return held.getvalue()


def packed(**parts: str) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as zipped:
        for name, text in parts.items():
            zipped.writestr(name.replace("_", "."), text)
    return held.getvalue()


def opendocument(kind: str) -> bytes:
    return packed(mimetype=TYPES[kind], content_xml="<office>Plan</office>")


def picture(kind: str) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (2, 2)).save(held, kind)
    return held.getvalue()


def with_macros() -> bytes:
    held = io.BytesIO(word())
    with ZipFile(held, "a") as zipped:
        zipped.writestr("word/vbaProject.bin", b"x")
    return held.getvalue()


GOOD = {
    "plan.pdf": pdf(),
    "plan.docx": word(),
    "plan.xlsx": excel(),
    "plan.odt": opendocument("odt"),
    "plan.ods": opendocument("ods"),
    "bilde.png": picture("png"),
    "bilde.JPG": picture("jpeg"),
    "bilde.jpeg": picture("jpeg"),
}
BAD = {
    "tom.pdf": (b"", "«tom.pdf» er tom. Velg en annen fil."),
    "stor.pdf": (
        b"%PDF" + b"x" * MOST_BYTES,
        "«stor.pdf» er større enn 10 MB. Gjør den mindre, eller del den opp.",
    ),
    "plan.exe": (
        b"MZ",
        "«plan.exe» kan ikke legges ved. Lagre den som PDF, Word, Excel, OpenDocument, PNG eller JPEG først.",
    ),
    "plan": (b"MZ", "«plan» kan ikke legges ved. Lagre den som PDF, Word, Excel, OpenDocument, PNG eller JPEG først."),
    "bilde.pdf": (
        picture("png"),
        "«bilde.pdf» slutter på .pdf, men innholdet er noe annet. Lagre den på nytt i riktig format.",
    ),
    "side.png": (
        b"<html><script>alert(1)</script>",
        "«side.png» slutter på .png, men innholdet er noe annet. Lagre den på nytt i riktig format.",
    ),
    "gammel.docx": (
        b"\xd0\xcf\x11\xe0" * 9,
        "«gammel.docx» slutter på .docx, men innholdet er noe annet. Lagre den på nytt i riktig format.",
    ),
    "kuttet.pdf": (pdf()[:60], f"«kuttet.pdf» {CANNOT_OPEN}"),
    "låst.pdf": (pdf(locked_with="lek"), f"«låst.pdf» {CANNOT_OPEN}"),
    "regneark.docx": (excel(), f"«regneark.docx» {CANNOT_OPEN}"),
    "tekst.xlsx": (word(), f"«tekst.xlsx» {CANNOT_OPEN}"),
    "makro.docx": (with_macros(), f"«makro.docx» {CANNOT_OPEN}"),
    "feil.ods": (opendocument("odt"), f"«feil.ods» {CANNOT_OPEN}"),
    "ødelagt.odt": (packed(mimetype=TYPES["odt"], content_xml="<office>"), f"«ødelagt.odt» {CANNOT_OPEN}"),
    "bombe.docx": (packed(a="0" * (101 * 1024 * 1024)), f"«bombe.docx» {CANNOT_OPEN}"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_it_says_it_is_is_taken(name: str) -> None:
    assert checked_name(name, GOOD[name]) == name


@pytest.mark.parametrize("name", BAD)
def test_what_it_is_not_is_refused_with_what_to_do(name: str) -> None:
    content, said = BAD[name]
    with pytest.raises(FileRefused) as refused:
        checked_name(name, content)
    assert str(refused.value) == said


def test_a_name_is_cleaned() -> None:
    names = {
        "C:\\Users\\ola\\plan for lek.pdf": "plan for lek.pdf",
        "../../etc/passwd.pdf": "passwd.pdf",
        "fdp\u202efdp.docx": "fdp fdp.docx",
        'a"b;c\r\nX-Evil: 1.pdf': "a b;c X-Evil 1.pdf",
        "  ..hemmelig.pdf": "hemmelig.pdf",
        "æøå.pdf": "æøå.pdf",
        "x" * 300 + ".pdf": "x" * 96 + ".pdf",
        "\x00.pdf": "pdf",
    }
    assert {name: clean_name(name) for name in names} == names
