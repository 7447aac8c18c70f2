"""All that an instrument asks, to be read before anyone is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from laget.need.surveys.answer_pages import condition_in_words
from laget.need.surveys.instrument_file import Instrument, Item, layer_name, text


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    help: str
    answers: str  # what one can answer, in words
    remarks: tuple[str, ...]  # who is asked and when, and whether it is worded the other way


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    intro: str
    questions: tuple[Question, ...]


def parts_in(instrument: Instrument, language: str) -> list[Part]:
    return [
        Part(
            text(section.title, language),
            text(section.intro, language) if section.intro else "",
            tuple(_question(item, instrument, language) for item in section.items),
        )
        for section in instrument.sections
    ]


def _question(item: Item, instrument: Instrument, language: str) -> Question:
    choices = " · ".join(text(choice.text, language) for choice in instrument.answer_scales.get(item.answers, ()))
    return Question(
        text(item.text, language),
        text(item.help, language) if item.help else "",
        choices or _("Svares med egne ord"),
        tuple(_remarks(item, instrument, language)),
    )


def _remarks(item: Item, instrument: Instrument, language: str) -> Iterator[str]:
    if item.kind == "several":
        yield _("Flere svar")
    if item.layers:
        yield _("Bare til %(layers)s") % {"layers": ", ".join(layer_name(layer).lower() for layer in item.layers)}
    if item.when:
        yield condition_in_words(item, instrument, language)
    if item.reversed:
        yield _("Snudd: lavt er bra")
