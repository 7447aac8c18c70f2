"""What may tell who someone is, and what may not. The numbers and people are invented."""

import pytest

from laget.rules.identifying import Finding, Sort, findings


def found(text: str) -> list[tuple[Sort, str]]:
    return [(each.sort, each.text) for each in findings(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Barna vil ha flere voksne ute. Mange synes det er bråkete i gangen.",
        "De yngste sier «Alle får være med», men de eldste er uenige.",
        "PPT, SFO og ASK er nevnt.\nFem barn vil ha mer tid i verkstedet.",
        "Hans er et ord, og dag er et ord: 12 av 20 barn liker skolen i 2024–2025.",
        "– Vi vil bestemme mer, sa mange (Fire barn var uenige).",
        "Avdeling Sol vil ha flere bøker, og de på avdeling «Måne» vil ut. I gruppa Revene er alle med.",
        "",
    ],
)
def test_ordinary_sentences_go_through(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Emma vil være mer ute.", "Emma"),
        ("Barna leker ikke med mohammad.", "mohammad"),
        ("Flere er redde for Bjørn.", "Bjørn"),
        ("Det er Fatimas plass.", "Fatimas"),
        ("De sier at Anne-Lise er streng.", "Anne-Lise"),
        ("Barna på Blåklokka vil ut.", "Blåklokka"),
        ("Barna på avdeling Emma vil ut.", "Emma"),
        ("I avdelingen er Bjørn med.", "Bjørn"),
        ("Ánte vil være i gruppa.", "Ánte"),
    ],
)
def test_what_looks_like_a_name_is_found(text: str, word: str) -> None:
    assert found(text) == [(Sort.NAME, word)]


def test_a_name_that_is_also_a_word_gets_through_at_the_start_of_a_sentence() -> None:
    assert found("Bjørn vil være mer ute.") == []


@pytest.mark.parametrize(
    "number",
    [
        "15108695088",  # right check digits
        "151086 95088",
        "55108695088",  # begins as a D-number's date
        "15108695077",  # mistyped, and still somebody's
    ],
)
def test_an_identity_number_is_found_once_and_not_as_a_phone_number(number: str) -> None:
    assert found(f"Barnet er {number}.") == [(Sort.IDENTITY_NUMBER, number)]


def test_eleven_digits_that_are_no_date_are_no_identity_number() -> None:
    assert found("Kontonummeret er 99991234567.") == []


@pytest.mark.parametrize("number", ["91234567", "912 34 567", "+47 91 23 45 67", "22 00 00 00"])
def test_a_phone_number_is_found(number: str) -> None:
    assert found(f"Ring {number} hjem.") == [(Sort.PHONE, number)]


def test_an_address_is_found_and_its_parts_are_not_names() -> None:
    assert findings("Skriv til Kari.Eksempel@laget.example om det.") == [
        Finding(Sort.EMAIL, "Kari.Eksempel@laget.example")
    ]
