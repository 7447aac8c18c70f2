from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laget.base.ui.forms import LongText
from laget.grant.corrections.texts import texts_in
from laget.grant.tilsagn.models import Letter
from laget.rules.words import plain

_NAMES = {"recipient": _("Mottaker"), "grounds": _("Begrunnelse"), "conditions": _("Vilkår, ett på hver linje")}


class CorrectionForm(forms.Form):
    """What was written wrong, and the texts of the letter as they should be."""

    what = forms.CharField(
        label=_("Hva er rettet?"),
        help_text=_("Én setning. Den står øverst i det nye brevet."),
        max_length=500,
        widget=forms.TextInput({"class": "ds-input"}),
        error_messages={"required": _("Skriv hva som er rettet.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, letter: Letter) -> None:
        super().__init__(data)
        self.places = texts_in(letter.said)
        for place, text in self.places.items():
            long = place in ("grounds", "conditions")
            attrs = {"class": "ds-input", "lang": letter.language}
            self.fields[place] = forms.CharField(
                label=_NAMES.get(place) or gettext("Linje %(n)d i tabellen") % {"n": int(place.split(".")[1]) + 1},
                initial=text,
                max_length=10_000 if long else 500,
                widget=LongText({**attrs, "rows": 6}) if long else forms.TextInput(attrs),
                error_messages={"required": _("Teksten kan ikke være tom.")},
            )

    def texts(self) -> dict[str, str]:
        """The form must be valid."""
        return {place: plain(self.cleaned_data[place]) for place in self.places}
