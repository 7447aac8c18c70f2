"""What a survey keeps of its instrument reads as the same instrument, whatever is in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laget.need.surveys.instrument_file import Choice, Condition, Instrument, Item, Layer, Section
from laget.need.surveys.reading import parse_instrument, shipped, write_instrument

# Anything that people can write: quotes, backslashes, line breaks, all scripts.
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
texts = st.fixed_dictionaries({"nb": words}, optional={"nn": words, "en": words, "se": words})


@pytest.mark.parametrize("instrument", shipped(), ids=lambda instrument: instrument.key)
def test_what_is_shipped_is_written_and_read_as_the_same(instrument: Instrument) -> None:
    assert parse_instrument(write_instrument(instrument)) == instrument


@given(title=texts, statement=texts, help_=st.none() | texts, answer=texts, layers=st.sets(st.sampled_from(Layer)))
def test_any_text_is_written_and_read_as_the_same(
    title: dict[str, str],
    statement: dict[str, str],
    help_: dict[str, str] | None,
    answer: dict[str, str],
    layers: set[Layer],
) -> None:
    asked = tuple(sorted(layers))
    items = (
        Item(key="one", text=statement, help=help_, answers="a", layers=asked, reversed=True),
        Item(key="two", kind="text", text=statement, layers=asked, when=Condition(item="one", values=(1, 2))),
    )
    instrument = Instrument(
        key="any",
        version=3,
        title=title,
        purpose=title,
        intro=title,
        minutes=1,
        source=title["nb"],
        licence="",
        k=7,
        answer_scales={"a": tuple(Choice(value=value, text=answer) for value in range(3))},
        sections=(Section(key="only", title=title, intro=help_, items=items),),
    )
    assert parse_instrument(write_instrument(instrument)) == instrument
