from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from laget.base.ui.forms import TEXT
from laget.need.plans.states import OFF_COURSE, Status, label_of


class ProgressForm(forms.Form):
    """How it goes with one thing, in the words of its section."""

    status = forms.ChoiceField(label=_("Hvordan går det?"), widget=forms.Select(TEXT))
    deviation = forms.CharField(
        label=_("Hva er avviket?"),
        help_text=_("Skriv det når noe ikke går som planen sier."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3, **TEXT}),
    )
    remedy = forms.CharField(
        label=_("Hva gjør dere med det?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3, **TEXT}),
    )

    def __init__(self, *args: Any, section: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(status.value, label_of(section, status)) for status in Status]
        self.fields["status"].choices = [("", _("Velg")), *choices]  # type: ignore[attr-defined]
        for name in ("deviation", "remedy"):
            self.fields[name].optional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("status"):
            given["status"] = Status(given["status"])
            if given["status"] in OFF_COURSE and not given.get("deviation"):
                self.add_error("deviation", _now("Skriv hva som ikke går som planlagt, og hvorfor."))
            if given["status"] is Status.OFF_TRACK and not given.get("remedy"):
                self.add_error("remedy", _now("Skriv hva dere gjør for å komme i rute igjen."))
        return given
