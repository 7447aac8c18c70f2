import unicodedata

from laget.rules.names import slug, sort_key


def test_names_sort_in_norwegian_order() -> None:
    names = ["Ås", "Ære", "Øst", "Zorro", "Čáhci", "Aker", "Bø", "Šuoššjávri", "Aalesund", "aker"]
    assert sorted(names, key=sort_key) == [
        "Aker", "aker", "Bø", "Čáhci", "Šuoššjávri", "Zorro", "Ære", "Øst", "Aalesund", "Ås",
    ]  # fmt: skip


def test_letters_written_as_two_characters_are_the_same_letters() -> None:
    for name in ("Ås", "Åfjord", "Ørland", "Kárášjohka", "Müller"):
        apart = unicodedata.normalize("NFD", name)
        assert (sort_key(apart), slug(apart)) == (sort_key(name), slug(name))


def test_a_slug_is_ascii_and_loses_no_letter() -> None:
    assert slug("Trøndelag sørvest") == "trondelag-sorvest"
    assert slug("Levanger/Verdal") == "levanger-verdal"
    assert slug("Søknad om næring, årsak") == "soknad-om-naering-arsak"
    assert slug("Kárášjohka") == "karasjohka"
