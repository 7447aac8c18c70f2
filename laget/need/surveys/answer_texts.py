"""What Laget says to those who answer, in the four languages they answer in."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import override

from laget.base.ui.templatetags.ui import day
from laget.need.surveys.languages import LANGUAGES, Texts

# Each language as those who speak it call it.
OWN_NAMES: Mapping[str, str] = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English", "se": "Davvisámegiella"}

_ALL: dict[str, Texts] = tomllib.loads(Path(__file__).with_name("answer_texts.toml").read_text(encoding="utf-8"))
_BY_LANGUAGE = {language: {key: each[language] for key, each in _ALL.items()} for language in LANGUAGES}


def texts_in(language: str) -> Mapping[str, str]:
    """Every text by its key."""
    return _BY_LANGUAGE[language]


def chosen_language(asked_for: str | None, *, usual: str = "nb") -> str:
    """What the address asks for, when it is one of ours."""
    return asked_for if asked_for in LANGUAGES else usual


def day_in(language: str, value: date) -> str:
    """A date in words. Django knows no Northern Sámi, so there it is in numbers."""
    if language == "se":
        return f"{value.day}.{value.month}.{value.year}"
    with override(language):
        return day(value).replace(".", "" if language == "en" else ".")


def said(texts: Texts, language: str, tag: str) -> SafeString:
    """A text of an instrument as an element that says so when it is not in the language of the page."""
    if language in texts:
        return format_html("<{}>{}</{}>", tag, texts[language], tag)
    return format_html('<{} lang="nb">{}</{}>', tag, texts["nb"], tag)
