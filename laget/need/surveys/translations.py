"""Which languages an instrument can be answered in."""

from collections.abc import Iterator

from laget.need.surveys.instrument_file import Instrument, Texts
from laget.need.surveys.languages import LANGUAGES


def in_full(instrument: Instrument) -> tuple[str, ...]:
    """The languages that every text is in. Bokmål is always among them."""
    return tuple(language for language in LANGUAGES if all(language in texts for texts in _texts(instrument)))


def in_part(instrument: Instrument) -> tuple[str, ...]:
    """The languages that only some of the texts are in."""
    some = {language for texts in _texts(instrument) for language in texts}
    return tuple(language for language in LANGUAGES if language in some.difference(in_full(instrument)))


def _texts(instrument: Instrument) -> Iterator[Texts]:
    """All that those who answer can meet."""
    yield from (instrument.title, instrument.purpose, instrument.intro)
    yield from (choice.text for choices in instrument.answer_scales.values() for choice in choices)
    for section in instrument.sections:
        yield from section.texts()
    for item in instrument.items():
        yield from item.texts()
