"""What people are told, kept as the words and what stands in them, and put into words when it is read.

    told("Du er innkalt til %(meeting)s.", meeting=meeting.title)
    told("%(title)s er flyttet til %(when)s.", title=event.title, when=event.begins)

The words are bokmål, the same each time, so that they can be looked up in `laget/locale` in the language of whoever
reads; what stands in them is a name, a number, a date, a moment, or words that are looked up too. Words that are kept
by themselves, as the title of a task is, are marked with `gettext_noop`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Union

from django.utils.functional import Promise
from django.utils.translation import gettext, override

from laget.base.ui.templatetags.ui import day, moment

Value = Union[str, int, date, datetime, Promise, "Sentence", Sequence["Sentence"]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something told, in no language yet. `values` is what JSON can hold."""

    words: str
    values: Mapping[str, Any]

    def __str__(self) -> str:
        return say(self.words, self.values)


def told(words: str, /, **values: Value) -> Sentence:
    """`words` names each value, as in "%(name)s"."""
    return Sentence(words, {name: _kept(value) for name, value in values.items()})


def say(words: str, values: Mapping[str, Any] | None = None) -> str:
    """In the language of the moment. What isn't in the catalogue stays as it is, as what was kept before it was one."""
    said = gettext(words) if words else ""
    return said % {name: _said(value) for name, value in values.items()} if values else said


def _kept(value: Value) -> Any:
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Sentence():
            return {"words": value.words, "values": value.values}
        case Promise():
            with override(None):  # a label as it is marked, in whatever language the act is done
                return {"words": str(value), "values": {}}
        case str() | int():
            return value
    return [_kept(each) for each in value]


def _said(value: Any) -> str | int:
    match value:
        case {"moment": str(at)}:
            return moment(datetime.fromisoformat(at))
        case {"day": str(on)}:
            return day(date.fromisoformat(on))
        case {"words": str(words), "values": dict(values)}:
            return say(words, values)
        case list():
            return ", ".join(str(_said(each)) for each in value)
    assert isinstance(value, str | int)
    return value
