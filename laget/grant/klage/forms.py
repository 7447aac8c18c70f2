from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laget.base.questions.fields import MoneyField
from laget.base.ui.forms import LongText, day_field
from laget.base.ui.templatetags.ui import kr
from laget.grant.klage.actions import Proposal
from laget.grant.klage.models import Klage
from laget.grant.klage.permissions import outcomes_for
from laget.grant.klage.queries import Line, lines_of
from laget.grant.klage.states import Answer, Outcome

_MOST = 10_000_000  # bytes of a letter from above


def _text(rows: int) -> forms.Textarea:
    return LongText({"class": "ds-input", "rows": rows})


class KlageForm(forms.Form):
    """What is wanted, and why."""

    wants = forms.CharField(
        label=_("Hva vil dere ha endret?"),
        max_length=3000,
        widget=_text(3),
        error_messages={"required": _("Skriv hva dere vil ha endret.")},
    )
    grounds = forms.CharField(
        label=_("Hvorfor?"),
        help_text=_("Skriv ingenting om enkeltbarn, og ingen navn på barn eller foresatte."),
        max_length=10_000,
        widget=_text(8),
        error_messages={"required": _("Skriv hvorfor dere klager.")},
    )


class AnswerForm(forms.Form):
    """How the klage is to be answered, as it is put before the one who decides."""

    outcome = forms.ChoiceField(
        label=_("Hva foreslår du?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva du foreslår.")},
    )
    assessment = forms.CharField(
        label=_("Begrunnelse"),
        help_text=_("Den står i brevet. Sendes klagen videre, er dette uttalelsen til klageinstansen."),
        max_length=10_000,
        widget=_text(8),
        error_messages={"required": _("Skriv begrunnelsen.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, klage: Klage) -> None:
        self.lines = lines_of(klage.letter, but=klage.pk)
        initial = {"outcome": klage.outcome, "assessment": klage.assessment, "late_because": klage.late_because}
        super().__init__(data, initial=initial | {key: klage.more[key] for key in klage.more})
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (each.value, each.label) for each in outcomes_for(klage)
        ]
        for line in self.lines:
            self.fields[line.key] = MoneyField(
                label=gettext("%(name)s, %(year)d: hvor mye mer?") % {"name": line.name, "year": line.year},
                help_text=_help(line),
                required=False,
                widget=forms.TextInput({"class": "ds-input", "inputmode": "numeric", "autocomplete": "off"}),
            )
        if klage.is_late:
            self.fields["late_because"] = forms.CharField(
                label=_("Hvorfor tas klagen til behandling, selv om den kom for sent?"),
                help_text=_("La feltet stå tomt hvis du foreslår å avvise den."),
                max_length=3000,
                required=False,
                widget=_text(3),
            )
        self.order_fields(["outcome", "late_because", *(line.key for line in self.lines), "assessment"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        given = [line.key for line in self.lines if cleaned.get(line.key)]
        if given and cleaned.get("outcome") in (Outcome.FORWARD, Outcome.DISMISS):
            self.add_error(given[0], gettext("Skriv bare beløp når du foreslår å endre vedtaket."))
        return cleaned

    def proposal(self) -> Proposal:
        """The form must be valid."""
        cleaned = self.cleaned_data
        return Proposal(
            outcome=Outcome(cleaned["outcome"]),
            assessment=cleaned["assessment"],
            late_because=cleaned.get("late_because", ""),
            more={line.key: cleaned[line.key] for line in self.lines if cleaned.get(line.key)},
        )


def _help(line: Line) -> str:
    if line.restores:
        return gettext("Vedtaket tar tilbake %(amount)s. Tomt felt: ingen endring.") % {"amount": kr(line.most or 0)}
    return gettext("Vedtaket gir %(amount)s. Tomt felt: ingen endring.") % {"amount": kr(line.now)}


class RegisterForm(forms.Form):
    """What the klageinstans has answered."""

    answer = forms.ChoiceField(
        label=_("Hva kom klageinstansen til?"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva de kom til.")},
    )
    answered_on = day_field(_("Når er brevet datert?"))
    file = forms.FileField(
        label=_("Brevet (PDF)"),
        widget=forms.FileInput({"class": "ds-input", "accept": ".pdf,application/pdf"}),
        error_messages={"required": _("Velg brevet fra klageinstansen.")},
    )

    def __init__(self, *posted: Any, klage: Klage, today: date) -> None:
        super().__init__(*posted)
        self.days = (timezone.localdate(klage.received_at), today)

    def clean_answered_on(self) -> date:
        first, last = self.days
        answered: date = self.cleaned_data["answered_on"]
        if not first <= answered <= last:
            raise forms.ValidationError(_("Velg en dag etter at klagen kom, og ikke fram i tid."))
        return answered

    def clean_file(self) -> bytes:
        content: bytes = self.cleaned_data["file"].read(_MOST + 1)
        if len(content) > _MOST:
            raise forms.ValidationError(_("Fila er for stor. Den kan være på 10 MB."))
        if not content.startswith(b"%PDF-"):
            raise forms.ValidationError(_("Fila er ikke en PDF."))
        return content
