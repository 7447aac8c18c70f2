"""A document as a Word file: the same as on paper, for those who must work on in Word."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from laget.rules.words import all_plain

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_of(content: Mapping[str, Any]) -> bytes:
    """What `paper.content_of` gives, set with Word's own styles for headings, so that its contents can be renewed."""
    from docx import Document  # noqa: PLC0415 -- slow to load, for the few who ask

    content, word = all_plain(content), Document()
    word.styles["Normal"].font.name = "Calibri"
    properties = word.core_properties
    properties.title, properties.author = content["title"], content["author"]
    properties.language = f"{content.get('language', 'nb')}-NO"
    word.add_paragraph(content["over"])
    word.add_heading(content["heading"], level=0)
    word.add_paragraph(content["status"])
    titles = list(_numbered(content["parts"], numbers=content["contents"]))
    if content["contents"]:
        _add_contents(word, titles)
    for (level, title), part in zip(titles, content["parts"], strict=True):
        word.add_heading(title, level=level)
        _add_part(word, part)
    word.add_paragraph(content["footer"])
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _numbered(parts: Sequence[Mapping[str, Any]], *, numbers: bool) -> Iterator[tuple[int, str]]:
    """The level in Word and the title of each part, as "2" or "2.1" when it is numbered."""
    first = second = 0
    for part in parts:
        level = part["level"] - 1
        first, second = (first + 1, 0) if level == 1 else (first, second + 1)
        number = str(first) if level == 1 else f"{first}.{second}"
        yield level, f"{number} {part['title']}" if numbers else part["title"]


def _add_part(word: Any, part: Mapping[str, Any]) -> None:
    for label, text in part["entries"]:
        word.add_paragraph().add_run(label).bold = True
        for line in text.split("\n"):
            word.add_paragraph(line)
    if chart := part["chart"]:
        word.add_paragraph(chart["caption"])
        for line in chart["lines"]:
            word.add_paragraph(f"{line['title']}: {line['value']}", style="List Bullet")
    if part["headings"]:
        _add_table(word, part)


def _add_table(word: Any, part: Mapping[str, Any]) -> None:
    table = word.add_table(rows=1, cols=len(part["headings"]), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, part["headings"], strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    for row in part["rows"]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    word.add_paragraph()


def _add_contents(word: Any, titles: Sequence[tuple[int, str]]) -> None:
    """A field that Word can renew, with page numbers; until then it says what a reader needs."""
    word.add_heading("Innhold", level=1)
    lines = [word.add_paragraph() for _title in titles]
    if not lines:
        return
    _add_field_mark(lines[0], "begin")
    instruction = lines[0].add_run()._r  # noqa: SLF001
    instruction.append(_element("w:instrText", text=' TOC \\o "1-2" \\h \\z \\u '))
    _add_field_mark(lines[0], "separate")
    for paragraph, (level, title) in zip(lines, titles, strict=True):
        paragraph.add_run(f"{'    ' * (level - 1)}{title}")
    _add_field_mark(lines[-1], "end")


def _add_field_mark(paragraph: Any, kind: str) -> None:
    paragraph.add_run()._r.append(_element("w:fldChar", {"w:fldCharType": kind}))  # noqa: SLF001


def _element(name: str, attributes: Mapping[str, str] | None = None, *, text: str = "") -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    element = OxmlElement(name)
    for key, value in (attributes or {}).items():
        element.set(qn(key), value)
    element.text = text or None
    return element
