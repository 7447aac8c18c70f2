"""docs/letters.md names every text of a letter, with the words it may use, and both languages say the same."""

import re

import pytest

from laget.base.cycle.letter_texts import faults_in, shipped
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.text_names import as_read, name_of
from testing.markdown import DOCS, code, sections, tables

PAGE = sections(DOCS / "letters.md")
KEYS = list(shipped()["nb"])


def words(language: str, key: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", str(shipped()[language][key])))


def test_every_text_is_on_the_page_with_the_words_it_may_use() -> None:
    rows = tables(PAGE["Texts"])[0]
    said = {row["Text"]: set(re.findall(r"{(\w+)}", row["Words in braces"])) for row in rows}
    assert said == {key: words("nb", key) for key in KEYS}
    assert {row["Text"]: row["On the page"] for row in rows} == {key: name_of(key) for key in KEYS}


def test_every_text_has_a_name_of_its_own_and_says_in_words_what_is_filled_in() -> None:
    assert len({name_of(key) for key in KEYS}) == len(KEYS)
    for language, texts in shipped().items():
        assert [key for key, text in texts.items() if "{" in as_read(text, language)] == []
    intro = "Vi har vedteke å gi [mottakaren] [beløp] i tilskot."
    assert as_read(shipped()["nn"]["intro_grant"], "nn") == intro


@pytest.mark.parametrize("key", KEYS)
def test_a_text_is_the_same_kind_of_text_in_both_languages(key: str) -> None:
    nb, nn = shipped()["nb"][key], shipped()["nn"][key]
    assert words("nb", key) == words("nn", key)
    assert isinstance(nb, str) is isinstance(nn, str)
    assert isinstance(nb, str) or len(nb) == len(nn)


def test_nynorsk_is_not_bokmal() -> None:
    """Words that only bokmål has, and that slip in when a text is written in a hurry."""
    said = " ".join(str(text) for text in shipped()["nn"].values()).casefold()
    bokmal = "ikke|tilskudd|dere|hvordan|hvor|fra|noe|vedtatt|forberedt|saken|pengene|også|kommunen|skole|være|blir det"
    assert re.findall(rf"\b(?:{bokmal})\b", said) == []
    assert list(shipped()["nn"]) == KEYS


def test_every_status_is_on_the_page() -> None:
    assert [row["Status"] for row in tables(PAGE["Sending"])[0]] == [str(label) for label in Letter.Delivery.labels]


def test_the_texts_of_the_page_pass_the_check() -> None:
    import tomllib

    (example,) = code(PAGE["Texts"], "toml")
    assert list(faults_in(tomllib.loads(example)["letter"])) == []


@pytest.mark.parametrize("text", ["{recipient.__class__}", "{0}", "{amount!r:{year}}", "{", "}", "{secret}"])
def test_a_text_reaches_nothing_but_the_words_it_is_given(text: str) -> None:
    own = {"nb": {"intro_grant": text}, "nn": {"intro_grant": "Bra."}}
    (fault,) = faults_in(own)
    assert fault.startswith("letter.nb.intro_grant: ")
