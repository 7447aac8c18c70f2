from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laget.base.actors.files import BadFile, Fault, content_of
from laget.base.actors.models import Party
from laget.base.ui.forms import day_field
from laget.need.surveys.other_sources import SourceRow, read_rows


class SourceForm(forms.Form):
    """A result from elsewhere. The rows are typed or pasted, or come in a file; every fault in them is in `faults`."""

    party: "forms.ModelChoiceField[Party]" = forms.ModelChoiceField(
        label=_("Hvem gjelder tallene?"),
        queryset=Party.objects.none(),
        empty_label=None,
        error_messages={"required": _("Velg hvem tallene gjelder.")},
    )
    title = forms.CharField(
        label=_("Hva er dette?"),
        help_text=_("For eksempel Elevundersøkelsen eller Foreldreundersøkelsen i barnehage."),
        max_length=200,
        error_messages={"required": _("Skriv hva dette er.")},
    )
    source = forms.CharField(
        label=_("Hvor kommer tallene fra?"),
        help_text=_("Så nøyaktig at andre kan finne dem igjen."),
        max_length=300,
        error_messages={"required": _("Skriv hvor tallene kommer fra.")},
    )
    dated = day_field(_("Hvilken dag gjelder de?"))
    rows = forms.CharField(
        label=_("Skriv eller lim inn tallene"),
        help_text=_(
            "Én linje for hver: hva; tall; enhet. For eksempel «Trives svært godt; 62,5; prosent». "
            "La tallet stå tomt når det er skjermet. Du kan lime inn fra et regneark."
        ),
        required=False,
        widget=forms.Textarea({"rows": 8, "cols": ""}),
    )
    file = forms.FileField(
        label=_("Eller en fil med tallene (CSV eller Excel)"),
        required=False,
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.faults: Sequence[Fault] = ()
        party = self.fields["party"]
        assert isinstance(party, forms.ModelChoiceField)
        party.queryset = parties
        for field in self.fields.values():
            field.widget.attrs["class"] = "ds-input"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, typed = cleaned.get("file"), cleaned.get("rows", "")
        try:
            cleaned["read"] = self._read(file, typed)
        except BadFile as bad:
            self.faults = bad.faults
            self.add_error("file" if file else "rows", _("Ingenting er lagret. Se hva som må rettes."))
        return cleaned

    def _read(self, file: Any, typed: str) -> list[SourceRow]:
        if file and typed.strip():
            raise BadFile([Fault(0, "", str(_("Velg enten fila eller det du har skrevet, ikke begge.")))])
        if file:
            return read_rows(content_of(file), name=file.name)
        return read_rows(typed.encode(), name="")
