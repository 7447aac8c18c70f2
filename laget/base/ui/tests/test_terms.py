"""The scheme's words are explained where they stand."""

from laget.base.ui.templatetags.ui import term


def test_a_word_stands_with_its_explanation() -> None:
    assert term("frame") == (
        '<details class="term"><summary>Ramme</summary>'
        '<span class="term__meaning">Beløpet et nettverk kan planlegge for det første året.</span></details>'
    )


def test_a_word_may_be_shown_as_the_sentence_needs_it_and_is_never_read_as_html() -> None:
    assert "<summary>&lt;b&gt;rammen&lt;/b&gt;</summary>" in term("frame", "<b>rammen</b>")
