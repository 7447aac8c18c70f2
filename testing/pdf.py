"""What a PDF says, and whether it is for the archive and for everyone.

Its text is read the way a screen reader gets it: through the font's own map from glyphs to letters.
"""

import io
import re
from decimal import Decimal
from typing import Any

import page as validator
import pikepdf

Letters = dict[int, str]  # glyph: what it stands for
# A packed stream may end in the byte CR. The validator then takes it for a part of the line break that follows, so
# where it says this we count ourselves.
STREAM_LENGTH = "PDFA3A-STREAM-LENGTH-001"


def blank_pdf() -> bytes:
    """A page with nothing on it."""
    made, held = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(held)
    return held.getvalue()


def faults_in_pdf(pdf: bytes) -> list[tuple[str, str, str]]:
    """What the validator finds against PDF/UA-1 and PDF/A-3a: (profile, rule, message)."""
    faults = []
    for profile in ("ua-1", "pdfa-3a"):
        found = validator.validate_pdf_bytes(pdf, profile=profile)
        assert found.rules.total > 100
        assert found.is_compliant is not bool(found.failures)
        faults += [(profile, failure.rule_id, failure.message) for failure in found.failures]
    return [fault for fault in faults if fault[1] != STREAM_LENGTH or not _lengths_are_right(pdf)]


def _lengths_are_right(pdf: bytes) -> bool:
    """Every stream is as long as it says. qpdf warns, and counts again, where one is not."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        streams = [each for each in file.objects if isinstance(each, pikepdf.Stream)]
        return all(len(each.read_raw_bytes()) == int(each.Length) for each in streams) and not file.get_warnings()


def alternatives_in_pdf(content: bytes) -> list[str]:
    """What stands in words in the place of each drawing."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tags = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        return [str(tag.Alt) for tag in tags if tag.get("/S") == "/Figure" and "/Alt" in tag]


def lines_apart(one: bytes, other: bytes) -> tuple[list[str], list[str]]:
    """The lines of text that stand in one of two files alone: those of the first, and those of the other."""
    first, second = (text_of_pdf(each).splitlines() for each in (one, other))
    return [line for line in first if line not in second], [line for line in second if line not in first]


def text_of_pdf(content: bytes) -> str:
    """The text of every page, with a line for each run of text that was set together.

    Every kind of space is a plain one, since a font may draw several of them with one glyph.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return "\n".join(plain(line) for page in pdf.pages for line in _lines(page))


def plain(text: str) -> str:
    return " ".join(text.split())


def _lines(page: pikepdf.Page) -> list[str]:
    fonts = {str(name): _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    lines, letters = [""], Letters()
    for step in pikepdf.parse_content_stream(page):
        operands = list(step.operands)
        match str(step.operator):
            case "BT":
                lines.append("")
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj":
                lines[-1] += _read(operands[0], letters)
            case "TJ":
                lines[-1] += "".join(_read(part, letters) for part in operands[0])
    return lines


def _read(text: Any, letters: Letters) -> str:
    """Two bytes to a glyph. The numbers between say only how close they stand."""
    if isinstance(text, (int, Decimal)):
        return ""
    codes = bytes(text)
    return "".join(letters.get(int.from_bytes(codes[n : n + 2]), "") for n in range(0, len(codes), 2))


def _letters(font: Any) -> Letters:
    found: Letters = {}
    content = font.ToUnicode.read_bytes().decode("ascii")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", content, re.DOTALL):
        for glyph, letter in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", content, re.DOTALL):
        for first, last, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(letter, 16)
            found |= {int(first, 16) + n: chr(start + n) for n in range(int(last, 16) - int(first, 16) + 1)}
    return found
