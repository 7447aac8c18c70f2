from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from laget.base.ui.forms import TEXT
from laget.effect.archive.queries import PARTS

# The laws that are used most: offentleglova (LOV-2006-05-19-16) and forvaltningsloven (LOV-1967-02-10).
BASES = (
    ("offl. § 13, jf. fvl. § 13 første ledd nr. 1", _("Personlige forhold (offl. § 13, fvl. § 13 nr. 1)")),
    ("offl. § 13, jf. fvl. § 13 første ledd nr. 2", _("Drift og forretning (offl. § 13, fvl. § 13 nr. 2)")),
    ("offl. § 15", _("Dokument fra en annen, til intern saksforberedelse (offl. § 15)")),
    ("offl. § 23", _("Forhandlingsposisjon (offl. § 23)")),
)


class ExemptForm(forms.Form):
    """What of an entry is kept back, and by which law. None of the parts: nothing is."""

    basis = forms.ChoiceField(
        label=_("Etter hvilken lov?"), choices=[("", _("Velg")), *BASES], required=False, widget=forms.Select(TEXT)
    )
    parts = forms.MultipleChoiceField(
        label=_("Hva skal ikke stå i den offentlige journalen?"),
        help_text=_("Ta bort alle kryssene når ingenting lenger skal holdes tilbake."),
        choices=[
            ("hides_title", _("Tittelen")),
            ("hides_other", _("Hvem det er fra eller til")),
            ("hides_document", _("Dokumentet")),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "ds-input"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("parts") and not cleaned.get("basis"):
            self.add_error("basis", _now("Velg loven som gir adgang til å holde det tilbake."))
        return cleaned

    def chosen(self) -> dict[str, Any]:
        return {"basis": self.cleaned_data["basis"], **{name: name in self.cleaned_data["parts"] for name in PARTS}}
