"""What every form says when nothing else is said."""

import pytest
from django import forms
from django.core.exceptions import ValidationError


def test_a_text_that_is_too_long_says_how_far_to_shorten_it() -> None:
    with pytest.raises(ValidationError) as problem:
        forms.CharField(max_length=3000).clean("k" * 5532)
    assert problem.value.messages == ["Kort ned til 3000 tegn. Nå er det 5532."]
