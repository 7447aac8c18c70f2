from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laget.base.actors.files import BadFile, content_of
from laget.base.actors.models import County


class InstrumentForm(forms.Form):
    """A file with an instrument, pasted or chosen, for one county."""

    county: "forms.ModelChoiceField[County]" = forms.ModelChoiceField(
        label=gettext_lazy("Hvilket fylke?"),
        queryset=County.objects.none(),
        empty_label=None,
        error_messages={"required": gettext_lazy("Velg fylket.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Fil med spørsmål (TOML)"),
        required=False,
        widget=forms.FileInput({"accept": ".toml"}),
        error_messages={"empty": gettext_lazy("Fila er tom.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Eller lim inn det som står i fila"),
        required=False,
        strip=False,
        max_length=1_000_000,
        widget=forms.Textarea({"rows": 8, "cols": "", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, counties: QuerySet[County], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        county = self.fields["county"]
        assert isinstance(county, forms.ModelChoiceField)
        county.queryset = counties
        for field in self.fields.values():
            field.widget.attrs["class"] = "ds-input"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, pasted = cleaned.get("file"), cleaned.get("text", "")
        if bool(file) == bool(pasted.strip()):
            self.add_error("file", _("Velg en fil, eller lim inn det som står i den. Ikke begge deler."))
        elif file:
            try:
                cleaned["text"] = content_of(file).decode()
            except UnicodeDecodeError:
                self.add_error("file", _("Fila er ikke en tekstfil i UTF-8."))
            except BadFile as bad:
                self.add_error("file", [str(fault) for fault in bad.faults])
        return cleaned
