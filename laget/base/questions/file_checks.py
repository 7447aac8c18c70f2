"""A file that someone lays by: taken by what it holds, and not by what it is called. Refused in words that help.

What opens a file is imported where it does: it takes a tenth of the time that it takes to start, and few files come.
"""

import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import PurePosixPath
from zipfile import ZipFile

import puremagic
from django.utils.translation import gettext as _
from lxml import etree

from laget.base.actors.files import WRONG_INSIDE

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED, MOST_PARTS = 100 * 1024 * 1024, 5_000  # of a file that is a packed folder, as those of Office are
LONGEST_NAME = 100
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
ACCEPTED = ",".join(f".{extension}" for extension in (*TYPES, "jpeg"))
# What a file of each type may look like from its first bytes. Those of Office and OpenDocument are packed folders.
_LOOKS_LIKE = {"pdf": {"pdf"}, "png": {"png"}, "jpg": {"jpg", "jpeg", "jfif", "jpe"}}
_PACKED = b"PK\x03\x04"


class FileRefused(Exception):
    """A file that isn't taken. The message says what is wrong, and what to do."""


def checked_name(name: str, content: bytes) -> str:
    """The file's name, cleaned, when it is what it says it is. Raises FileRefused."""
    cleaned = clean_name(name)
    extension = extension_of(cleaned)
    words = {"name": cleaned, "type": extension}
    if not content:
        raise FileRefused(_("«%(name)s» er tom. Velg en annen fil.") % words)
    if len(content) > MOST_BYTES:
        raise FileRefused(_("«%(name)s» er større enn 10 MB. Gjør den mindre, eller del den opp.") % words)
    if extension not in TYPES:
        said = _("«%(name)s» kan ikke legges ved. Lagre den som PDF, Word, Excel, OpenDocument, PNG eller JPEG først.")
        raise FileRefused(said % words)
    if not _looks_like(extension, content):
        said = _("«%(name)s» slutter på .%(type)s, men innholdet er noe annet. Lagre den på nytt i riktig format.")
        raise FileRefused(said % words)
    _open(extension, content, words)
    return cleaned


def clean_name(name: str) -> str:
    """Without folders, and without what a file system, a browser or an eye could take for something else."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in last)
    plain = " ".join(re.sub(r'[<>:"|?*%]', " ", plain).split()).lstrip(". ")
    stem, suffix = PurePosixPath(plain).stem, PurePosixPath(plain).suffix
    return f"{stem[: LONGEST_NAME - len(suffix)].strip() or _('fil')}{suffix}"


def extension_of(name: str) -> str:
    """As its type is called here: "jpg" for .JPEG too."""
    found = PurePosixPath(name).suffix.lower().removeprefix(".")
    return "jpg" if found == "jpeg" else found


def _looks_like(extension: str, content: bytes) -> bool:
    if extension not in _LOOKS_LIKE:
        return content.startswith(_PACKED)
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return False
    return any(each.extension.removeprefix(".") in _LOOKS_LIKE[extension] for each in found)


def _open(extension: str, content: bytes, words: dict[str, str]) -> None:
    """Open it as what it is. A picture is known by its first bytes alone."""
    opener = _OPENERS.get(extension)
    try:
        opened = opener is None or opener(content)
    except WRONG_INSIDE:
        opened = False
    if not opened:
        said = _(
            "«%(name)s» lar seg ikke åpne. Er den skadet, låst med passord eller har makroer? Lagre den på nytt uten."
        )
        raise FileRefused(said % words)


def _pdf(content: bytes) -> bool:
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415

    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        return not reader.encrypted and int(reader.root["/Pages"]["/Count"]) > 0
    except PdfError:
        return False


def _docx(content: bytes) -> bool:
    import docx  # noqa: PLC0415

    return bool(_parts(content)) and docx.Document(io.BytesIO(content)).element is not None


def _xlsx(content: bytes) -> bool:
    from openpyxl import load_workbook  # noqa: PLC0415

    return bool(_parts(content)) and bool(load_workbook(io.BytesIO(content), read_only=True).sheetnames)


def _opendocument(mime: str) -> Callable[[bytes], bool]:
    def opens(content: bytes) -> bool:
        parts = _parts(content)
        if "content.xml" not in parts or not parts.get("mimetype", b"").startswith(mime.encode()):
            return False
        safe = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        return etree.fromstring(parts["content.xml"], safe) is not None

    return opens


def _parts(content: bytes) -> dict[str, bytes]:
    """The two parts that say what a packed file is; nothing when it is too large unpacked, or has macros."""
    with ZipFile(io.BytesIO(content)) as packed:
        inside = packed.infolist()
        too_much = len(inside) > MOST_PARTS or sum(each.file_size for each in inside) > MOST_UNPACKED
        if too_much or any("vbaproject" in each.filename.lower() or each.flag_bits & 1 for each in inside):
            return {}
        wanted = {"[Content_Types].xml", "mimetype", "content.xml"}
        return {each.filename: packed.read(each) for each in inside if each.filename in wanted}


_OPENERS: dict[str, Callable[[bytes], bool]] = {
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "odt": _opendocument(TYPES["odt"]),
    "ods": _opendocument(TYPES["ods"]),
}
