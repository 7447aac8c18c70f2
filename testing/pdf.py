"""What a PDF says, read the way a screen reader gets it: through the font's own map from glyphs to letters."""

import io
import re
from decimal import Decimal
from typing import Any

import pikepdf

Letters = dict[int, str]  # glyph: what it stands for


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
