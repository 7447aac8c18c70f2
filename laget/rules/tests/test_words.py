from laget.rules.words import and_list, listed, lower_first


def test_words_in_a_row_have_commas_and_one_og() -> None:
    assert and_list(["barnehage"]) == "barnehage"
    assert and_list(["barnehage", "skole"]) == "barnehage og skole"
    assert and_list(["barnehage", "skole", "PPT"]) == "barnehage, skole og PPT"


def test_an_abbreviation_keeps_its_capitals_within_a_sentence() -> None:
    assert lower_first("Ansatte i PPT") == "ansatte i PPT"
    assert lower_first("PPT og skole") == "PPT og skole"


def test_names_in_one_line_can_be_told_apart() -> None:
    assert listed(["Fosen", "Innherred"]) == "Fosen, Innherred"
    assert (
        listed(["Gullhår barnehage, Inderøy", "Kvitveis barnehage"]) == "Gullhår barnehage, Inderøy; Kvitveis barnehage"
    )
    assert listed([]) == ""
