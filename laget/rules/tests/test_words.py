from laget.rules.words import all_plain, and_list, counted, listed, lower_first, plain


def test_words_in_a_row_have_commas_and_one_og() -> None:
    assert and_list(["barnehage"]) == "barnehage"
    assert and_list(["barnehage", "skole"]) == "barnehage og skole"
    assert and_list(["barnehage", "skole", "PPT"]) == "barnehage, skole og PPT"


def test_what_is_pasted_has_lines_that_end_alike_and_nothing_that_no_file_can_have() -> None:
    assert plain("Én\r\nto\rtre\vfire\n") == "Én\nto\ntre\nfire\n"
    assert plain("Gáisi\x00\x1f \ufffe👩\u200d👧\t«i dag»") == "Gáisi 👩\u200d👧\t«i dag»"
    assert all_plain({"a": ("b\v", ["c\x01", 1]), "d": None}) == {"a": ["b\n", ["c", 1]], "d": None}


def test_an_abbreviation_keeps_its_capitals_within_a_sentence() -> None:
    assert lower_first("Ansatte i PPT") == "ansatte i PPT"
    assert lower_first("PPT og skole") == "PPT og skole"
    assert [lower_first(each) for each in ("PPT-leder", "UH-partner", "E-post")] == [
        "PPT-leder",
        "UH-partner",
        "e-post",
    ]


def test_what_is_counted_is_one_or_many() -> None:
    assert [counted(n, "linje", "linjer") for n in (0, 1, 2)] == ["0 linjer", "1 linje", "2 linjer"]


def test_names_in_one_line_can_be_told_apart() -> None:
    assert listed(["Fosen", "Innherred"]) == "Fosen, Innherred"
    assert (
        listed(["Gullhår barnehage, Inderøy", "Kvitveis barnehage"]) == "Gullhår barnehage, Inderøy; Kvitveis barnehage"
    )
    assert listed([]) == ""
