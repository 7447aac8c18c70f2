"""The texts of letters, as data: Laget's own in both written languages, and what a county says otherwise."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

PATH = Path(__file__).with_name("letter_texts.toml")
LANGUAGES = {"nb": "bokmål", "nn": "nynorsk"}

Text = str | tuple[str, ...]
Texts = Mapping[str, Text]


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Texts]:
    """Laget's own texts, by language."""
    found: dict[str, dict[str, Any]] = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return {
        language: {key: tuple(text) if isinstance(text, list) else text for key, text in texts.items()}
        for language, texts in found.items()
    }


class Words:
    """What the letters of one county say in one language."""

    def __init__(self, language: str, own: Texts) -> None:
        self.language = language
        self.texts: Texts = {**shipped()[language], **own}

    def __call__(self, key: str, **filled: object) -> str:
        """A text with its words in braces filled in. Those not given stand as they are, as in a preview."""
        text = self.texts[key]
        assert isinstance(text, str)
        return text.format_map(_Filled(filled)).strip()

    def several(self, key: str) -> tuple[str, ...]:
        """A list of texts, such as the conditions."""
        texts = self.texts[key]
        assert isinstance(texts, tuple)
        return texts


class _Filled(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def faults_in(own: Mapping[str, Texts]) -> Iterator[str]:
    """What is wrong with a county's own texts, in Norwegian, each with where it is."""
    for language, texts in own.items():
        other = "nn" if language == "nb" else "nb"
        for key, text in texts.items():
            where, usual = f"letter.{language}.{key}", shipped()[language].get(key)
            if usual is None:
                yield f"{where}: Laget kjenner ikke denne teksten. Se docs/letters.md."
            elif isinstance(usual, str) is not isinstance(text, str):
                yield f"{where}: skal være {'en tekst' if isinstance(usual, str) else 'en liste med tekster'}."
            elif isinstance(text, str) and isinstance(usual, str):
                yield from (f"{where}: {fault}" for fault in _faults_in_text(text, usual))
            if key not in own[other]:
                changed = f"Teksten er endret på {LANGUAGES[language]}, og må endres her også."
                yield f"letter.{other}.{key}: mangler. {changed}"


def _faults_in_text(text: str, usual: str) -> Iterator[str]:
    """A text may use the words in braces that stand in Laget's own, and no others."""
    may = sorted(_words_in(usual))
    try:
        unknown = sorted(_words_in(text) - set(may))
    except ValueError:
        yield "en krøllparentes mangler maken sin. En krøllparentes i teksten skrives {{ eller }}."
        return
    for word in unknown:
        choices = (
            f"Den kan bruke {', '.join(f'{{{each}}}' for each in may)}." if may else "Denne teksten fylles ikke ut."
        )
        yield f"{{{word}}} finnes ikke her. {choices}"


def _words_in(text: str) -> set[str]:
    """The words in braces, with whatever is said of their form. Raises ValueError when the braces don't match."""
    return {
        f"{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}"
        for _before, name, form, conversion in Formatter().parse(text)
        if name is not None
    }
