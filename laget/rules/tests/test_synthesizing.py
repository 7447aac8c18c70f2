"""docs/rules/synthesis.md says what the code does: its tables are read, tried and compared. And what is told, holds."""

from hypothesis import given
from hypothesis import strategies as st

from laget.rules.synthesizing import HowMany, how_many, is_far, is_rare, may_be_told, smallest_part, themes_in
from testing.markdown import DOCS, sections, tables

PAGE = sections(DOCS / "rules/synthesis.md")


def test_how_many_in_words() -> None:
    rows = tables(PAGE["How many"])[0]
    said = {(row["Number"], row["Of"]): how_many(int(row["Number"]), int(row["Of"])) for row in rows}
    assert said == {(row["Number"], row["Of"]): HowMany(row["Word"]) for row in rows}


def test_the_amounts_that_stand_out() -> None:
    for row in tables(PAGE["What stands out"])[0]:
        amounts = [int(each) for each in row["Amounts"].split(",")]
        found = ", ".join(str(each) for each in amounts if is_far(each, amounts))
        assert (found or "none") == row["Stand out"], row


def test_an_answer_is_rare_where_one_in_ten_give_it_and_ten_have_answered() -> None:
    assert [is_rare(1, 9), is_rare(1, 10), is_rare(2, 10), is_rare(2, 20), is_rare(0, 20)] == [
        False,
        True,
        False,
        True,
        False,
    ]


def test_the_themes_of_a_text() -> None:
    for row in tables(PAGE["Themes"])[0]:
        found = themes_in(row["Text"], {"theme": [row["Word"]]})
        assert found == ({"theme": row["Word"]} if row["Found"] == "yes" else {}), row


def test_what_can_be_told_beside_what_is_told() -> None:
    before = {
        "": [],
        "the same 20": [range(20)],
        "19 of the 20": [range(19)],
        "15 of the 20": [range(15)],
        "16 of the 20": [range(16)],
        "10 others": [range(100, 110)],
    }
    for row in tables(PAGE["What can be told to others"])[0]:
        new = range(int(row["New"].split()[0]))
        assert may_be_told(new, before[row["Published before"]], k=5) == (row["Told"] == "yes"), row


GROUPS = st.lists(st.frozensets(st.integers(0, 11), min_size=1), min_size=1, max_size=4)


@given(groups=GROUPS, answers=st.lists(st.integers(0, 9), min_size=12, max_size=12), seed=st.randoms())
def test_those_of_a_part_could_change_answers_and_every_sum_would_be_the_same(
    groups: list[frozenset[int]], answers: list[int], seed: object
) -> None:
    parts: dict[tuple[bool, ...], list[int]] = {}
    for member in sorted(frozenset().union(*groups)):
        parts.setdefault(tuple(member in group for group in groups), []).append(member)
    assert smallest_part(groups) == min(len(part) for part in parts.values())
    changed = list(answers)
    for part in parts.values():
        mixed = list(part)
        seed.shuffle(mixed)  # type: ignore[attr-defined]
        for member, other in zip(part, mixed, strict=True):
            changed[member] = answers[other]
    assert [sum(changed[i] for i in group) for group in groups] == [sum(answers[i] for i in group) for group in groups]
