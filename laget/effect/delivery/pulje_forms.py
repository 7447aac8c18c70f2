from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laget.base.actors.models import Organisation
from laget.base.ui.forms import TEXT, day_field
from laget.effect.delivery.forms import line_field, words_field
from laget.effect.delivery.pulje_actions import Plan
from laget.effect.events.forms import SignUpByForm


class PuljeForm(forms.Form):
    """A pulje of one spor, with how many units each UH takes: empty is as many as will."""

    name = line_field(_("Hva heter puljen?"), _("For eksempel Pulje 2."), limit=100)
    opens_on = day_field(_("Påmeldingen åpner"))
    closes_on = day_field(_("Siste dag for påmelding"))
    begins_on = day_field(_("Puljen begynner"))

    def __init__(self, *args: Any, partners: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = partners
        for partner in partners:
            label = gettext("%(name)s: plass til så mange virksomheter") % {"name": partner.name}
            widget = forms.TextInput({"inputmode": "numeric", **TEXT})
            self.fields[str(partner.pk)] = forms.IntegerField(
                label=label, min_value=0, max_value=1000, required=False, widget=widget
            )
            self.fields[str(partner.pk)].optional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        opens, closes, begins = (given.get(name) for name in ("opens_on", "closes_on", "begins_on"))
        if opens and closes and closes < opens:
            self.add_error("closes_on", gettext("Siste dag kan ikke være før påmeldingen åpner."))
        if closes and begins and begins < closes:
            self.add_error("begins_on", gettext("Puljen kan ikke begynne før påmeldingen er stengt."))
        return given

    def plan(self, spor: str) -> Plan:
        given = self.cleaned_data
        room = {each.pk: given[str(each.pk)] for each in self.partners if given[str(each.pk)] is not None}
        return Plan(spor, given["name"], given["opens_on"], given["closes_on"], given["begins_on"], room)


class JoinForm(forms.Form):
    """Which of the units take part, and with which UH."""

    units = forms.ModelMultipleChoiceField(
        label=_("Hvilke virksomheter skal være med?"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én virksomhet.")},
    )
    partner = forms.ChoiceField(label=_("Hvilken UH går dere sammen med?"), required=False, widget=forms.Select(TEXT))
    why = words_field(_("Hva bygger ønsket på?"), _("For eksempel kartlegging eller behovsmeldinger."))

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Organisation],
        partners: Sequence[Organisation],
        room: dict[UUID, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        named = [(str(each.pk), _with_room(each, room)) for each in partners]
        self.fields["partner"].choices = [("", gettext("Ikke valgt")), *named]  # type: ignore[attr-defined]

    def chosen_units(self) -> list[UUID]:
        return [unit.pk for unit in self.cleaned_data["units"]]

    def chosen_partner(self) -> UUID | None:
        partner = self.cleaned_data["partner"]
        return UUID(partner) if partner else None


class SamlingForm(SignUpByForm):
    """When and where a step of the spor is held."""


class QuestionForm(forms.Form):
    text = words_field(_("Hva lurer dere på?"), _("Skriv ikke navn på barn, foreldre eller ansatte."), required=True)


class AnswerForm(forms.Form):
    text = words_field(_("Svar"), required=True)


class ReasonForm(forms.Form):
    reason = line_field(_("Hvorfor?"), limit=500)


def _with_room(partner: Organisation, room: dict[UUID, int]) -> str:
    if partner.pk not in room:
        return partner.name
    words = gettext("%(name)s (plass til %(n)d til)")
    return words % {"name": partner.name, "n": max(0, room[partner.pk])}
