from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laget.base.actors.models import Organisation
from laget.base.questions.fields import MoneyField
from laget.base.ui.forms import TEXT, RevisionField, day_field
from laget.rules.dates import months_later

MOST_WORDS = 8000
MONTHS = 36  # from the first day to the last report


def _words(label: Any, *, required: bool, missing: Any = "", rows: int = 4, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea({"rows": rows, **TEXT})
    errors = {"required": missing} if missing else None
    field = forms.CharField(
        label=label, help_text=help_text, max_length=MOST_WORDS, required=required, widget=widget, error_messages=errors
    )
    field.optional = not required  # type: ignore[attr-defined]
    return field


class OfferForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=_("Hvilken kommune?"),
        queryset=Organisation.objects.none(),
        empty_label=_("Velg kommune"),
        widget=forms.Select(TEXT),
        error_messages={"required": _("Velg en kommune.")},
    )
    why = _words(
        _("Hvorfor får kommunen tilbudet?"),
        required=True,
        missing=_("Skriv hva tilbudet bygger på."),
        help_text=_("Kommunen leser dette når den svarer."),
    )
    begins_on = day_field(_("Når begynner forfasen?"))

    earlier_because = forms.CharField(
        label=_("Begynte kommunen før i dag? Skriv hvorfor det føres nå"),
        help_text=_("For en kommune som er i ordningen fra før. Kommunen ser det."),
        max_length=500,
        required=False,
        widget=forms.TextInput(TEXT),
    )

    def __init__(self, *args: Any, owners: QuerySet[Organisation], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["earlier_because"].optional = True  # type: ignore[attr-defined]

    def clean_begins_on(self) -> date:
        """It is also the day to answer by, and every milestone counts from it."""
        day: date = self.cleaned_data["begins_on"]
        if months_later(day, MONTHS) <= self.today:
            raise forms.ValidationError(gettext("Ordningen varer i tre år. Den som begynte da, er ferdig."))
        return day

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        day: date | None = found.get("begins_on")
        if day and day < self.today and not found.get("earlier_because"):
            text = gettext("Dagen har vært. Skriv hvorfor kommunen begynte før i dag, eller velg en dag som kommer.")
            self.add_error("earlier_because", text)
        return found


class AnswerForm(forms.Form):
    """What the owner answers; a no has its reason."""

    answer = _words(
        _("Hva vil dere si?"),
        required=False,
        missing=_("Skriv hvorfor dere takker nei."),
        help_text=_("Takker dere nei, skriver dere hvorfor."),
    )

    def __init__(self, *args: Any, declines: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = declines


class ArrangeForm(forms.Form):
    revision = RevisionField()
    guides = forms.CharField(
        label=_("Hvem veileder kommunen?"), max_length=300, required=False, widget=forms.TextInput(TEXT)
    )
    money = MoneyField(
        label=_("Midler til kommunen"), required=False, widget=forms.TextInput({"inputmode": "numeric", **TEXT})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.optional = True  # type: ignore[attr-defined]


class ReachForm(forms.Form):
    """Words are as one likes, but for a report."""

    def __init__(self, *args: Any, report: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = _("Skriv rapporten før du sender den.")
        label = _("Rapporten") if report else _("Hva vil dere si om det?")
        self.fields["text"] = _words(label, required=report, missing=missing, rows=8 if report else 4)


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Hvorfor avsluttes det?"),
        max_length=500,
        widget=forms.TextInput(TEXT),
        error_messages={"required": _("Skriv hvorfor.")},
    )
