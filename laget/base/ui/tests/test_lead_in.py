"""A label is followed by a colon, unless it ends its own sentence."""

from laget.base.ui.templatetags.ui import lead_in


def test_a_name_gets_a_colon_and_a_question_keeps_its_mark() -> None:
    assert [lead_in(label) for label in ("Navn", "Hva skal den hete?", "Si hvorfor.")] == [
        "Navn:",
        "Hva skal den hete?",
        "Si hvorfor.",
    ]
