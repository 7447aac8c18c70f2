from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from laget.base.ui.forms import TEXT, day_field
from laget.need.plans.matrix import Judged
from laget.need.plans.reading import PlannedRisk
from laget.need.plans.risk_actions import Judgement
from laget.rules.risk import Risk

Degrees = Sequence[tuple[int, str]]


class ReviewForm(forms.Form):
    """Every risk of a plan, filled in as it was last held to be."""

    held_on = day_field(_("Når gikk dere gjennom dem?"))

    def __init__(
        self,
        *args: Any,
        risks: Sequence[Judged],
        probabilities: Degrees,
        consequences: Degrees,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.risks = today, [each.planned for each in risks]
        self.initial["held_on"] = today
        for each in risks:
            now = (each.now.risk.probability, each.now.risk.consequence) if each.now else (None, None)
            self.fields[_name(each.planned, "p")] = _degree(_("Sannsynlighet"), probabilities, now[0])
            self.fields[_name(each.planned, "c")] = _degree(_("Konsekvens"), consequences, now[1])
            self.fields[_name(each.planned, "n")] = _note()

    def by_risk(self) -> Iterator[tuple[PlannedRisk, BoundField, BoundField, BoundField]]:
        for each in self.risks:
            probability, consequence, note = (self[_name(each, part)] for part in "pcn")
            yield each, probability, consequence, note

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > self.today:
            raise forms.ValidationError(_now("Dagen har ikke vært ennå. Skriv dagen dere gikk gjennom risikoene."))
        return day

    def judgements(self) -> Mapping[str, Judgement]:
        given = self.cleaned_data
        return {
            each.id: Judgement(
                Risk(int(given[_name(each, "p")]), int(given[_name(each, "c")])), given[_name(each, "n")]
            )
            for each in self.risks
        }


def _name(risk: PlannedRisk, part: str) -> str:
    return f"{part}-{risk.id}"


def _degree(label: Any, degrees: Degrees, now: int | None) -> forms.ChoiceField:
    choices = [("", _("Velg")), *((str(degree), words) for degree, words in degrees)]
    return forms.ChoiceField(label=label, choices=choices, initial=now, widget=forms.Select(TEXT))


def _note() -> forms.CharField:
    field = forms.CharField(
        label=_("Hva har endret seg?"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2, **TEXT})
    )
    field.optional = True  # type: ignore[attr-defined]
    return field
