"""What the adult fills in. The net for names and numbers is cast before anything is saved."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laget.base.ui.forms import RevisionField, day_field
from laget.need.voices.actions import MayIdentify
from laget.need.voices.said import Said
from laget.rules.identifying import Finding, Sort

MOST = 999
_COUNT = {"inputmode": "numeric", "class": "ds-input"}
_WRONG_COUNT = {
    "required": gettext_lazy("Skriv et tall. Skriv 0 når ingen sa det."),
    "invalid": gettext_lazy("Skriv et helt tall, for eksempel 7."),
}
_SORTS = {
    Sort.IDENTITY_NUMBER: gettext_lazy("et fødselsnummer eller D-nummer"),
    Sort.PHONE: gettext_lazy("et telefonnummer"),
    Sort.EMAIL: gettext_lazy("en e-postadresse"),
}


class PeriodForm(forms.Form):
    first = day_field(gettext_lazy("Første dag"), help_text=gettext_lazy("Dagen dere begynner å høre barna."))
    last = day_field(
        gettext_lazy("Siste dag"),
        help_text=gettext_lazy("Noen uker eller et halvår er nok. Ta heller en ny periode senere."),
    )


class CheckedForm(forms.Form):
    """A form with words in it: what may tell who someone is has to be written anew, or looked at."""

    texts: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"] = RevisionField()
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
        self.fields["no_names"] = forms.BooleanField(
            label=gettext_lazy("Jeg har sett over ordene. De er ikke navn, og ingen kan kjennes igjen."), required=False
        )
        self.found: list[Finding] = []

    def not_names(self) -> frozenset[str]:
        """The words that were shown the last time, when the adult has said that they are nobody's name."""
        given = self.cleaned_data
        return frozenset(given["seen"].split()) if given.get("no_names") else frozenset()

    def show(self, problem: MayIdentify) -> None:
        """Put what was found at the field it was found in, and let names be confirmed."""
        self.found = problem.found
        name = next((name for name in self.texts if self._holds(name, problem.found[0])), self.texts[0])
        refused = [each for each in problem.found if each.sort in _SORTS]
        for each in refused:
            self.add_error(name, _refusal(each))
        if not refused:
            self.add_error(name, _("Skriv uten navn, eller kryss av nederst for at ordene ikke er navn."))

    def names(self) -> list[str]:
        return [each.text for each in self.found if each.sort is Sort.NAME]

    def asks_about_names(self) -> bool:
        """Whether there is something to confirm: names, and nothing worse."""
        return bool(self.names()) and len(self.names()) == len(self.found)

    def _holds(self, name: str, found: Finding) -> bool:
        return found.text in self.cleaned_data.get(name, "")


class VoiceForm(CheckedForm):
    texts = ("summary",)

    children = forms.IntegerField(
        label=gettext_lazy("Hvor mange barn er hørt på denne måten?"),
        help_text=gettext_lazy("Tell hvert barn én gang."),
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput(_COUNT),
        error_messages={**_WRONG_COUNT, "required": gettext_lazy("Skriv hvor mange barn som er hørt.")},
    )
    good = forms.IntegerField(
        label=gettext_lazy("Godt"),
        help_text=gettext_lazy("Slik vil barna ha det."),
        min_value=0,
        max_value=MOST,
        widget=forms.TextInput(_COUNT),
        error_messages=_WRONG_COUNT,
    )
    mixed = forms.IntegerField(
        label=gettext_lazy("Litt av hvert"),
        help_text=gettext_lazy("Av og til, eller både og."),
        min_value=0,
        max_value=MOST,
        widget=forms.TextInput(_COUNT),
        error_messages=_WRONG_COUNT,
    )
    hard = forms.IntegerField(
        label=gettext_lazy("Ikke godt"),
        help_text=gettext_lazy("Barna vil ha det annerledes."),
        min_value=0,
        max_value=MOST,
        widget=forms.TextInput(_COUNT),
        error_messages=_WRONG_COUNT,
    )
    summary = forms.CharField(
        label=gettext_lazy("Hva handlet det om?"),
        help_text=gettext_lazy(
            "Skriv kort, med dine egne ord: hva flere barn var opptatt av, ikke hva ett barn sa. Ingen navn, ingen "
            "sitater, og ingenting om hjemmet, helsa eller hvem som gjorde hva."
        ),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"class": "ds-input", "rows": 4}),
    )
    no_worry = forms.BooleanField(
        label=gettext_lazy("Det vi hørte, gjør oss ikke bekymret for noe barn. Eller: bekymringen er meldt."),
        error_messages={"required": gettext_lazy("Er dere bekymret, meld fra først. Kryss av når det er gjort.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].optional = True  # type: ignore[attr-defined]  # said beside the label
        self.order_fields(["children", "good", "mixed", "hard", "summary", "no_names", "no_worry"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            spoke = given["good"] + given["mixed"] + given["hard"]
            if not spoke:
                self.add_error("good", _("Fordel barna på de tre svarene. Minst ett barn må ha sagt noe."))
            elif spoke > given["children"]:
                words = {"spoke": spoke, "children": given["children"]}
                self.add_error(
                    "children",
                    _("Svarene er til sammen %(spoke)d, men bare %(children)d barn er hørt. Rett ett av tallene.")
                    % words,
                )
        return given

    def said(self) -> Said:
        given = self.cleaned_data
        counts = {name: given[name] for name in ("children", "good", "mixed", "hard")}
        return Said(**counts, summary=given["summary"])


class PlanForm(CheckedForm):
    texts = ("keep", "change", "who", "sign")

    keep = forms.CharField(
        label=gettext_lazy("Dette holder vi fast på"),
        help_text=gettext_lazy("Hva er det vi gjør i dag, som barna har det godt med?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"class": "ds-input", "rows": 3}),
    )
    change = forms.CharField(
        label=gettext_lazy("Dette endrer vi"),
        help_text=gettext_lazy("Hva skal de voksne gjøre annerledes? Begynn med én ting."),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"class": "ds-input", "rows": 3}),
    )
    who = forms.CharField(
        label=gettext_lazy("Hvem"),
        help_text=gettext_lazy("Skriv rollen, avdelingen eller trinnet, ikke navn."),
        max_length=200,
        widget=forms.TextInput({"class": "ds-input"}),
    )
    due = day_field(gettext_lazy("Når"), help_text=gettext_lazy("Dagen dere ser på om det virket."))
    sign = forms.CharField(
        label=gettext_lazy("Slik ser vi det"),
        help_text=gettext_lazy("Hva er annerledes for barna da? Hvordan hører dere dem om det?"),
        max_length=1000,
        widget=forms.Textarea({"class": "ds-input", "rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("keep", "change"):
            self.fields[name].optional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("keep") and not given.get("change") and "keep" not in self.errors:
            self.add_error("keep", _("Skriv hva dere holder fast på, eller hva dere endrer. Det kan være begge deler."))
        return given

    def plan(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.texts}


def _refusal(found: Finding) -> str:
    return _("«%(text)s» ser ut som %(sort)s. Det lagres ikke her. Ta det bort.") % {
        "text": found.text,
        "sort": _SORTS[found.sort],
    }
