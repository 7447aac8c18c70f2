"""Texts in the languages that people answer in."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

LANGUAGES = {"nb": "bokmål", "nn": "nynorsk", "en": "engelsk", "se": "nordsamisk"}


def _of_known_languages(texts: dict[str, str]) -> dict[str, str]:
    for language in texts:
        if language not in LANGUAGES:
            raise PydanticCustomError("unknown_language", "unknown_language", {"language": language})
    if "nb" not in texts:
        raise PydanticCustomError("needs_bokmal", "needs_bokmal")
    return texts


# Language code: text. Bokmål is always there; what another language lacks is said in bokmål.
Texts = Annotated[dict[str, Annotated[str, Field(min_length=1)]], AfterValidator(_of_known_languages)]


def text(texts: Texts, language: str) -> str:
    """The text in that language, or in bokmål."""
    return texts.get(language) or texts["nb"]
