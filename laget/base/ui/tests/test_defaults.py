"""What every form says when nothing else is said."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from laget.base.actors.models import Party


def test_a_text_that_is_too_long_says_how_far_to_shorten_it() -> None:
    said = ["Kort ned til 3000 tegn. Nå er det 5532."]
    with pytest.raises(ValidationError) as problem:
        forms.CharField(max_length=3000).clean("k" * 5532)
    assert problem.value.messages == said
    with pytest.raises(ValidationError) as problem:
        Party(name="k" * 201).clean_fields(exclude={"county", "kind"})
    assert problem.value.message_dict["name"] == ["Kort ned til 200 tegn. Nå er det 201."]
