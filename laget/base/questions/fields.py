"""Each kind of answer as a form field: how it is read, and what is said when it can't be."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laget.base.questions.structure import Cell

HIGHEST_AMOUNT = 10**12
YES_NO = (("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nei")))


class WholeNumberField(forms.Field):
    """A whole number as people type it: "12 000", "12.000" or "12000"."""

    def __init__(self, *, most: int | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def to_python(self, value: str | None) -> int | None:
        if value in self.empty_values:
            return None
        assert value is not None
        digits = self.stripped(value)
        if not re.fullmatch(r"\d{1,15}", digits):
            raise ValidationError(self.unreadable(value))
        number = int(digits)
        if self.most is not None and number > self.most:
            raise ValidationError(_("Tallet kan ikke være over %(most)s.") % {"most": spaced(self.most)})
        return number

    def stripped(self, value: str) -> str:
        return re.sub(r"[\s.\u00a0\u202f]", "", value)

    def unreadable(self, value: str) -> str:
        return _("«%(value)s» er ikke et helt tall. Skriv bare siffer.") % {"value": value}


class MoneyField(WholeNumberField):
    """Whole kroner: also "12 000 kr" and "kr 12.000,-"."""

    def stripped(self, value: str) -> str:
        return re.sub(r"(?i)kr\.?|,-|,00$", "", super().stripped(value))

    def unreadable(self, value: str) -> str:
        return _("«%(value)s» er ikke et beløp i hele kroner. Skriv for eksempel 250 000.") % {"value": value}


class ListField(forms.MultipleChoiceField):
    """Several from a list. What has been ticked before and is no longer on the list is quietly left out."""

    def to_python(self, value: Any) -> list[str]:
        known = {str(key) for key, _label in self.choices}  # type: ignore[misc,union-attr]
        return [each for each in super().to_python(value) if each in known]


def field_for(cell: Cell) -> forms.Field:
    """The form field of a cell. Nothing is required while writing; what is missing is said before sending."""
    common: dict[str, Any] = {"label": cell.label, "help_text": cell.help, "required": False}
    question = cell.question
    match cell.kind:
        case "text":
            return forms.CharField(max_length=question.limit, **common)
        case "long_text":
            return forms.CharField(max_length=question.limit, widget=forms.Textarea({"rows": 5, "cols": ""}), **common)
        case "number":
            return WholeNumberField(most=question.most, widget=_numeric(), **common)
        case "money":
            most = HIGHEST_AMOUNT if question.most is None else question.most
            return MoneyField(most=most, widget=_numeric(), **common)
        case "date":
            return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **common)
        case "choice":
            return forms.ChoiceField(choices=cell.options, widget=forms.RadioSelect, **common)
        case "yes_no":
            return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **common)
        case "several":
            return ListField(choices=cell.options, widget=forms.CheckboxSelectMultiple, **common)
    raise ValueError(cell.kind)


def read(cell: Cell, raw: Any) -> Any:
    """The answer as a value: int for numbers and money, date, list of keys, or text. None when empty.

    Raises ValidationError when it can't be read.
    """
    value = field_for(cell).clean(raw)
    return None if value in ("", []) else value


def read_or_none(cell: Cell, raw: Any) -> Any:
    try:
        return read(cell, raw)
    except ValidationError:
        return None


def spaced(number: int) -> str:
    """Thousands apart, with a space that never breaks: 1 250 000."""
    return f"{number:,}".replace(",", "\u202f")


def _numeric() -> forms.TextInput:
    return forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
