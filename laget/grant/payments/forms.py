from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laget.base.questions.fields import MoneyField
from laget.base.ui.forms import day_field

YEARS_BACK = 10  # an agreement may be older than the money, but not that old
_INPUT = {"class": "ds-input"}
_DIGITS = {"class": "ds-input", "inputmode": "numeric", "autocomplete": "off"}


class AccountForm(forms.Form):
    """Where a recipient's money goes."""

    holder = forms.CharField(
        label=_("Hvem eier kontoen?"),
        help_text=_("Et nettverk har ikke egen konto. Skriv eieren som tar vare på pengene."),
        max_length=200,
        widget=forms.TextInput(_INPUT),
        error_messages={"required": _("Skriv hvem som eier kontoen.")},
    )
    organisation_number = forms.CharField(
        label=_("Organisasjonsnummer"),
        max_length=15,
        widget=forms.TextInput(_DIGITS),
        error_messages={"required": _("Skriv organisasjonsnummeret.")},
    )
    number = forms.CharField(
        label=_("Kontonummer"),
        max_length=20,
        widget=forms.TextInput(_DIGITS),
        error_messages={"required": _("Skriv kontonummeret.")},
    )


class AgreementForm(forms.Form):
    signed_on = day_field(_("Når ble avtalen signert?"))

    def __init__(self, *posted: Any, today: date) -> None:
        super().__init__(*posted)
        self.initial["signed_on"] = self.today = today

    def clean_signed_on(self) -> date:
        """It can't be written anew afterwards, so a slip is stopped here."""
        signed_on: date = self.cleaned_data["signed_on"]
        if signed_on > self.today or signed_on.year < self.today.year - YEARS_BACK:
            raise forms.ValidationError(_("Avtalen kan ikke være signert fram i tid, eller for mer enn ti år siden."))
        return signed_on


class RepaymentForm(forms.Form):
    amount = MoneyField(
        label=_("Hvor mye har kommet tilbake?"),
        widget=forms.TextInput(_DIGITS),
        error_messages={"required": _("Skriv hvor mange kroner som har kommet.")},
    )
    about = forms.UUIDField(widget=forms.HiddenInput)  # tells a repayment sent twice from two alike

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if not amount:
            raise forms.ValidationError(_("Beløpet må være over 0 kr."))
        return amount


class ReceiptForm(forms.Form):
    file = forms.FileField(
        label=_("Kvitteringer fra banken"),
        help_text=_("CSV eller Excel med kolonnene referanse, beløp, dato og status (betalt eller avvist)."),
        widget=forms.FileInput({**_INPUT, "accept": ".csv,.xlsx"}),
        error_messages={"required": _("Velg en fil.")},
    )
