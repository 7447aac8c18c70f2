from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laget.base.ui.forms import day_field
from laget.effect.reports.judging_actions import Said, Typed
from laget.effect.reports.judging_queries import ToJudge
from laget.effect.reports.models import Verdict
from laget.rules.dates import next_working_day
from laget.rules.words import plain

TIME_TO_WRITE = timedelta(days=14)


class VerdictForm(forms.Form):
    """One section: good enough, or what is missing. Beside it what stood there when the page was opened."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Er denne delen god nok?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    remark = forms.CharField(
        label=gettext_lazy("Hva mangler?"),
        help_text=gettext_lazy("Mottakeren ser det ved denne delen når du ber om mer."),
        required=False,
        widget=forms.Textarea({"class": "ds-input", "rows": 3}),
    )
    opened_verdict = forms.CharField(required=False, widget=forms.HiddenInput)
    opened_remark = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, posted: Mapping[str, Any] | None = None, *, about: ToJudge, typed: Typed | None = None) -> None:
        """`typed` is shown in place of what is saved."""
        saved = Said(about.judgement.verdict, about.judgement.remark) if about.judgement else Said()
        now = typed.now if typed else saved
        initial = {
            "verdict": now.verdict,
            "remark": now.remark,
            "opened_verdict": saved.verdict,
            "opened_remark": saved.remark,
        }
        super().__init__(posted, prefix=about.section.key, initial=initial)
        self.about = about

    def typed(self) -> Typed:
        """What was posted, as it is. The form must have been checked; what can't be used counts as nothing."""
        data = self.cleaned_data
        opened = Said(data.get("opened_verdict", ""), plain(data.get("opened_remark", "")).strip())
        return Typed(Said(data.get("verdict", ""), plain(data.get("remark", "")).strip()), opened)


class AskForm(forms.Form):
    """The new last day."""

    due = day_field(gettext_lazy("Ny frist"))

    def __init__(self, posted: Mapping[str, Any] | None = None, *, today: date) -> None:
        super().__init__(posted, initial={"due": next_working_day(today + TIME_TO_WRITE)})
        self.today = today

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if not self.today < due <= self.today + timedelta(days=366):
            raise forms.ValidationError(_("Velg en dag fram i tid, innen et år."))
        return due
