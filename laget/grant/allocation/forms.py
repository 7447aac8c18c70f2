"""A draft key, as it stands in the address of the page."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laget.base.questions.fields import MoneyField
from laget.base.ui.templatetags.ui import kr
from laget.grant.allocation.explain import written
from laget.grant.allocation.inputs import Inputs
from laget.rules.apportionment import GROUPS, Key
from laget.rules.numbers import read_fraction, spaced

UNITS = {1: _("kroner"), 1000: _("tusen kroner")}  # to choose between, beside the county's own


class WeightField(forms.Field):
    """A weight as people write it: "1", "0,5" or "1/2"."""

    def to_python(self, value: str | None) -> Fraction:
        try:
            weight = read_fraction(value or "0")
        except ValueError:
            raise forms.ValidationError(_("Skriv et tall, for eksempel 1 eller 0,5.")) from None
        if weight < 0:
            raise forms.ValidationError(_("En vekt må være 0 eller mer."))
        return weight


class KeyForm(forms.Form):
    """What the forum may turn: the grant, the base grant, the weights, and what goes to fellestiltak."""

    grant = MoneyField(label=_("Fylkets tilskudd"))
    base = MoneyField(label=_("Grunntilskudd til hvert nettverk"))

    def __init__(self, data: Mapping[str, Any] | None, *, inputs: Inputs, auto_id: str | bool = "id_%s") -> None:
        key = inputs.key
        initial = {"grant": inputs.grant} | ({"base": key.base, "unit": key.unit} if key else {})
        super().__init__(data, initial=initial, auto_id=auto_id)
        self.inputs = inputs
        if key is None:
            del self.fields["base"]
        else:
            units = [(each, _in_words(each)) for each in sorted({*UNITS, key.unit})]
            self.fields["unit"] = forms.TypedChoiceField(label=_("Rammene settes i hele"), choices=units, coerce=int)
        for group, weight in key.weights.items() if key else ():
            label = _("Vekt for %(group)s") % {"group": GROUPS.get(group, group)}
            self.fields[f"weight-{group}"] = WeightField(label=label, initial=_plain(weight))
        for number, given in enumerate(inputs.fellestiltak):
            self.fields[f"fellestiltak-{number}"] = MoneyField(label=given.name, initial=given.amount)
        for field in self.fields.values():
            field.widget.attrs["class"] = "ds-input"
            if not isinstance(field, forms.ChoiceField):
                field.widget.attrs["inputmode"] = "decimal" if isinstance(field, WeightField) else "numeric"

    def draft(self) -> Inputs:
        """The inputs with what is in the form instead. The form must be valid."""
        cleaned = self.cleaned_data
        fellestiltak = tuple(
            replace(given, amount=cleaned[f"fellestiltak-{number}"])
            for number, given in enumerate(self.inputs.fellestiltak)
        )
        key = self.inputs.key
        if key is not None:
            weights = {group: cleaned[f"weight-{group}"] for group in key.weights}
            key = Key(cleaned["base"], weights, cleaned["unit"])
        return replace(self.inputs, grant=cleaned["grant"], key=key, fellestiltak=fellestiltak)

    def in_words(self) -> list[tuple[str, str]]:
        """Each field and what stands in it, as it is read. The form must be valid."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data[name]
            if isinstance(field, MoneyField):
                words = kr(value)
            elif name == "unit":
                words = _in_words(value)
            else:
                words = written(value)
            found.append((str(field.label), words))
        return found

    def as_query(self) -> str:
        """What stands in it as the end of an address, so that it can be opened again."""
        return urlencode({name: self[name].value() for name in self.fields})


class AdoptForm(forms.Form):
    reference = forms.CharField(
        label=_("Møte og sak"),
        help_text=_("For eksempel: Møte 8.–9. januar 2025, sak 2."),
        max_length=200,
        error_messages={"required": _("Skriv hvilket møte og hvilken sak.")},
        widget=forms.TextInput({"class": "ds-input"}),
    )


def _in_words(unit: int) -> str:
    return str(UNITS[unit]) if unit in UNITS else gettext("%(n)s kroner") % {"n": spaced(unit)}


def _plain(weight: Fraction) -> str:
    return str(weight.numerator) if weight.denominator == 1 else f"{weight.numerator}/{weight.denominator}"
