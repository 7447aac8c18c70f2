from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laget.base.ui.forms import TEXT
from laget.effect.uptake.actions import Line
from laget.effect.uptake.models import MOST
from laget.need.catalogue.models import Entry
from laget.need.catalogue.tags import Level

FIRST_YEAR = 2015


class TellForm(forms.Form):
    """What some of a unit went through, that Laget doesn't know of."""

    entry = forms.ModelChoiceField(
        label=_("Hva har de vært gjennom?"),
        queryset=Entry.objects.none(),
        empty_label=_("Velg fra katalogen"),
        widget=forms.Select(TEXT),
        error_messages={"required": _("Velg et tilbud fra katalogen.")},
    )
    year = forms.IntegerField(
        label=_("Hvilket år ble de ferdige?"),
        min_value=FIRST_YEAR,
        widget=forms.TextInput({"inputmode": "numeric", **TEXT}),
        error_messages={"invalid": _("Skriv året med fire siffer."), "required": _("Skriv året.")},
    )
    level = forms.ChoiceField(
        label=_("Hvor mange på arbeidsplassen er det for?"),
        choices=Level.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg alle, noen eller få.")},
    )
    number = forms.IntegerField(
        label=_("Hvor mange ble ferdige?"),
        help_text=_("Ikke regn med dem som møtte på samlinger i Laget. De telles av seg selv."),
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput({"inputmode": "numeric", **TEXT}),
        error_messages={"invalid": _("Skriv et helt tall."), "required": _("Skriv hvor mange.")},
    )
    note = forms.CharField(
        label=_("Merknad"),
        help_text=_("For eksempel studiested. Ikke skriv navn."),
        max_length=300,
        required=False,
        widget=forms.TextInput(TEXT),
    )

    def __init__(self, *args: Any, entries: QuerySet[Entry], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["entry"].queryset = entries  # type: ignore[attr-defined]
        self.fields["note"].optional = True  # type: ignore[attr-defined]

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > self.today.year:
            raise forms.ValidationError(gettext("Året er ikke kommet ennå. Før det når de er ferdige."))
        return year

    def line(self) -> Line:
        return Line(**self.cleaned_data)
