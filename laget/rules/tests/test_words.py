from laget.rules.words import and_list, lower_first


def test_words_in_a_row_have_commas_and_one_og() -> None:
    assert and_list(["barnehage"]) == "barnehage"
    assert and_list(["barnehage", "skole"]) == "barnehage og skole"
    assert and_list(["barnehage", "skole", "PPT"]) == "barnehage, skole og PPT"


def test_an_abbreviation_keeps_its_capitals_within_a_sentence() -> None:
    assert lower_first("Ansatte i PPT") == "ansatte i PPT"
    assert lower_first("PPT og skole") == "PPT og skole"
