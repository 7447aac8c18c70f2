"""The form's fields for the questions of a county's own: up to four, in every language the instrument speaks."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laget.need.surveys.instrument_file import LOCAL, MOST_LOCAL, Instrument, Item
from laget.need.surveys.languages import LANGUAGES
from laget.need.surveys.translations import in_full, in_part

NAMES = {"nb": _("Bokmål"), "nn": _("Nynorsk"), "en": _("Engelsk"), "se": _("Nordsamisk")}
NUMBERS = range(1, MOST_LOCAL + 1)


def languages_of(instrument: Instrument) -> list[str]:
    """Those that people may choose to answer in, bokmål first."""
    spoken = {*in_full(instrument), *in_part(instrument)}
    return [language for language in LANGUAGES if language in spoken]


def names_of(number: int, instrument: Instrument) -> list[str]:
    """The names of a question's fields: one for each language, and how it is answered."""
    return [_name(number, part) for part in (*languages_of(instrument), "answers")]


def fields_for(instrument: Instrument) -> Iterator[tuple[str, forms.Field]]:
    scales = instrument.answer_scales.items()
    ways = [(key, " – ".join(choice.text["nb"] for choice in choices)) for key, choices in scales]
    for number in NUMBERS:
        for language in languages_of(instrument):
            yield (
                _name(number, language),
                forms.CharField(
                    label=NAMES[language], max_length=300, required=False, widget=forms.TextInput({"lang": language})
                ),
            )
        yield (
            _name(number, "answers"),
            forms.ChoiceField(label=_("Svar"), choices=[("", _("Med egne ord")), *ways], required=False),
        )


def lacking_bokmal(cleaned: Mapping[str, Any], instrument: Instrument) -> list[str]:
    """The bokmål field of each question that is written in other languages alone."""
    return [
        _name(number, "nb")
        for number in NUMBERS
        if any(_texts(cleaned, number, instrument)) and not cleaned.get(_name(number, "nb"))
    ]


def items_in(cleaned: Mapping[str, Any], instrument: Instrument) -> Iterator[Mapping[str, object]]:
    """Each question as it stands in an instrument file."""
    for number in NUMBERS:
        text, answers = _texts(cleaned, number, instrument), cleaned.get(_name(number, "answers"))
        if text:
            item = {"key": f"{LOCAL}{number}", "kind": "choice" if answers else "text", "text": text}
            item |= {"answers": answers} if answers else {}
            Item.model_validate(item)
            yield item


def as_typed(items: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What was planned before, in the fields."""
    typed: dict[str, str] = {}
    for item in items:
        number = int(item["key"].removeprefix(LOCAL))
        typed |= {_name(number, language): words for language, words in item["text"].items()}
        typed[_name(number, "answers")] = item.get("answers", "")
    return typed


def _texts(cleaned: Mapping[str, Any], number: int, instrument: Instrument) -> dict[str, str]:
    found = {language: cleaned.get(_name(number, language), "") for language in languages_of(instrument)}
    return {language: words for language, words in found.items() if words}


def _name(number: int, part: str) -> str:
    return f"local_{number}_{part}"
