import pytest

from laget.rules.transitions import TransitionNotAllowed, allows, state_after

TABLE = {("draft", "submit"): "submitted", ("submitted", "return"): "draft"}


def test_a_row_in_the_table_is_the_way_forward() -> None:
    assert state_after(TABLE, "draft", "submit") == "submitted"
    assert allows(TABLE, "draft", "submit")


def test_an_act_outside_the_table_is_refused() -> None:
    with pytest.raises(TransitionNotAllowed) as refused:
        state_after(TABLE, "draft", "return")
    assert (refused.value.state, refused.value.act) == ("draft", "return")
    assert not allows(TABLE, "draft", "return")
