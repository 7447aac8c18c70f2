"""A synthesis as PDF and Word: the same parts, by the templates that every document has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from laget.base.questions.paper import TEMPLATE, Chart, ChartLine, Part
from laget.base.questions.word import word_of
from laget.base.ui.pdf import compile_pdf
from laget.base.ui.templatetags.ui import day, kr, number
from laget.effect.synthesis.kinds import KINDS
from laget.effect.synthesis.models import Frozen

CHART_FROM = 2  # answers; one alone needs no drawing


def as_pdf(content: Mapping[str, Any], frozen: Frozen | None, *, on: date) -> bytes:
    return compile_pdf(TEMPLATE, _paper(content, frozen, on), on=on)


def as_word(content: Mapping[str, Any], frozen: Frozen | None, *, on: date) -> bytes:
    return word_of(_paper(content, frozen, on))


def _paper(content: Mapping[str, Any], frozen: Frozen | None, on: date) -> dict[str, Any]:
    kind = str(KINDS[content["kind"]].plural)
    if frozen:
        status = _("Fryst %(day)s av %(role)s.") % {"day": day(frozen.at), "role": frozen.role}
        footer = f"SHA-256 {frozen.sha256[:16]}"
    else:
        status = _("Utkast, slik tallene var %(day)s.") % {"day": day(on)}
        footer = _("Utkast")
    return {
        "title": content["title"],
        "author": content["party"],
        "over": _("Oppsummering av %(n)s %(kind)s") % {"n": number(content["n"]), "kind": kind},
        "heading": content["title"],
        "status": f"{content['party']}. {status}",
        "footer": footer,
        "contents": True,
        "parts": [asdict(part) for part in (*_sections(content), *_last(content))],
    }


def _sections(content: Mapping[str, Any]) -> Iterator[Part]:
    for section in content["sections"]:
        yield Part(section["title"], entries=[(_("Oppsummert"), section["text"])] if section["text"] else ())
        yield from map(_piece, section["pieces"])
        if quotations := section["quotations"]:
            said = [(f"{each['whose']}, {_('versjon')} {each['number']}", f"«{each['text']}»") for each in quotations]
            yield Part(_("Sitater"), 3, entries=said)


def _piece(piece: Mapping[str, Any]) -> Part:
    words = [(_("Dette sier tallene"), "\n".join(piece["sentences"]))] if piece["sentences"] else []
    rows = [_row(row, money=piece["money"]) for row in piece["rows"]]
    headings = piece["headings"]
    amounts = [False, *(True for _heading in headings[1:])]
    return Part(piece["label"], 3, entries=words, headings=headings, amounts=amounts, rows=rows, chart=_chart(piece))


def _row(row: Sequence[Any], *, money: bool) -> list[str]:
    said = kr if money else number
    return [each if isinstance(each, str) else said(each) for each in row]


def _chart(piece: Mapping[str, Any]) -> Chart | None:
    if len(piece["bars"]) < CHART_FROM:
        return None
    lines = [
        ChartLine(row[0], number(row[1]), (), (2, 2 + 0.96 * bar))
        for row, bar in zip(piece["rows"], piece["bars"], strict=True)
    ]
    alt = "; ".join(f"{row[0]}: {row[1]}" for row in piece["rows"])
    caption = _("Av %(of)s. Tallene står i tabellen under.") % {"of": number(piece["of"])}
    return Chart(alt, caption, lines, [("reach", _("Andel"))])


def _last(content: Mapping[str, Any]) -> Iterator[Part]:
    if content["left_out"]:
        why = _("Så få har svart på dette at det ikke kan vises for andre.")
        yield Part(_("Ikke vist"), entries=[(why, "\n".join(content["left_out"]))])
    if content["themes"]:
        words = [[name, ", ".join(found)] for name, found in content["themes"]]
        yield Part(
            _("Ordene temaene er funnet med"), headings=[_("Tema"), _("Ord")], amounts=[False, False], rows=words
        )
    sources = [
        [each["whose"], str(each["year"]), str(each["number"]), each["sha256"][:16]] for each in content["sources"]
    ]
    headings = [_("Hvem"), _("År"), _("Versjon"), _("SHA-256")]
    yield Part(_("Dokumentene den bygger på"), headings=headings, amounts=[False] * 4, rows=sources)
