"""A synthesis as a spreadsheet: a line for each number, the texts, and what it rests on."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from laget.base.ui.spreadsheet import Sheet


def sheets(content: Mapping[str, Any], inner: Mapping[str, Any] | None) -> list[Sheet]:
    """`inner` names who said what, and is there for those who made it alone."""
    found = [
        Sheet(
            _("Tall"),
            [_("Del"), _("Spørsmål"), _("Svar"), _("Kolonne"), _("Tall"), _("Av")],
            _numbers(content),
            plain=frozenset({4, 5}),
        ),
        Sheet(_("Setninger"), [_("Del"), _("Spørsmål"), _("Setning")], _sentences(content)),
        Sheet(_("Egen tekst og sitater"), [_("Del"), _("Hvem"), _("Tekst"), _("SHA-256")], _texts(content)),
        Sheet(_("Temaord"), [_("Tema"), _("Ord")], [[theme, ", ".join(words)] for theme, words in content["themes"]]),
        Sheet(
            _("Dokumenter"),
            [_("Hvem"), _("År"), _("Versjon"), _("SHA-256")],
            [[each["whose"], each["year"], each["number"], each["sha256"]] for each in content["sources"]],
            plain=frozenset({1, 2}),
        ),
    ]
    if inner is not None:
        rows = [[each["whose"], each["label"], each["said"]] for each in inner["outstanding"]]
        found.append(Sheet(_("Skiller seg ut"), [_("Hvem"), _("Spørsmål"), _("Hva")], rows))
        found.append(Sheet(_("Hvem med hvem"), [_("Svar"), _("Hvem")], inner["who"]))
    return found


def _numbers(content: Mapping[str, Any]) -> Iterator[list[Any]]:
    for section in content["sections"]:
        for piece in section["pieces"]:
            for row in piece["rows"]:
                for heading, value in zip(piece["headings"][1:], row[1:], strict=True):
                    yield [section["title"], piece["label"], row[0], heading, value, piece["of"]]


def _sentences(content: Mapping[str, Any]) -> Iterator[list[str]]:
    for section in content["sections"]:
        for piece in section["pieces"]:
            yield from ([section["title"], piece["label"], each] for each in piece["sentences"])


def _texts(content: Mapping[str, Any]) -> Iterator[list[str]]:
    for section in content["sections"]:
        if section["text"]:
            yield [section["title"], content["party"], section["text"], ""]
        for each in section["quotations"]:
            yield [section["title"], each["whose"], each["text"], each["sha256"]]
